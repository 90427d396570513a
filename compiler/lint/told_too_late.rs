//! Who hears at the end of a call what they spoke with was not told.

use super::{Context, Findings, Fix, Lint, edit, tellings};

/// Something must be told at the start of a call, and a prompt tells it later or anywhere.
pub static LINT: Lint =
    lint!("told-too-late", Warn, Disclosure, "Callers are told later than law asks for.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        let asked = tellings::asked(context, system, context.at.day());
        for prompt in tellings::prompts(system) {
            let first = |element: &str| {
                prompt.discloses.iter().any(|told| told.element.name == element && told.turn == "first turn")
            };
            for told in prompt.discloses.iter().filter(|told| !first(&told.element.name)) {
                let at_start = |one: &&tellings::Telling<'_>| {
                    one.what.element == told.element.name && one.what.when.starts_with("start")
                };
                let Some(asked) = asked.iter().find(at_start) else { continue };
                let where_told = if told.turn.is_empty() { "anywhere" } else { told.turn };
                let text = format!(
                    "`{}` is told {where_told}, and {} asks for it at the start",
                    told.element.name,
                    asked.by()
                );
                let mut finding = LINT.at(told.element.at, text);
                if told.turn.is_empty() {
                    finding.fix.push(edit::insert_after(told.element.at, " in first turn"));
                }
                out.push(finding.help(format!(
                    "write `discloses {} in first turn as \"…\"`, and let the prompt open with it",
                    told.element.name
                )));
                break;
            }
        }
    }
}
