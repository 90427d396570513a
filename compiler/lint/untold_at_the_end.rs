//! What a caller must hear again at the end is lost if the closing does not have it.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit, tellings};

/// Something must be told at the end of a call, and no prompt tells it in its closing.
pub static LINT: Lint = lint!(
    "untold-at-the-end",
    Warn,
    Disclosure,
    "What must be told at the end of a call is not in a closing.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        let mut seen = BTreeSet::new();
        for asked in tellings::asked(context, system, context.at.day()) {
            let element = asked.what.element.as_str();
            let all: Vec<_> =
                tellings::told(system).filter(|(_, told)| told.element.name == element).collect();
            let closes = all.iter().any(|(_, told)| told.turn == "closing");
            if !asked.what.when.ends_with("end") || closes || !seen.insert(element) {
                continue;
            }
            // What is told nowhere is another finding.
            let Some((prompt, told)) = all.first() else { continue };
            let text = format!(
                "no closing of `{}` tells `{element}`, which {} asks for",
                system.id.name,
                asked.by()
            );
            let mut finding = LINT.at(told.element.at, text).label("told here only");
            if let Some(item) = context.artifact_item(system, prompt) {
                let words = context.sources.text(told.words.at);
                let line = format!("discloses {element} in closing as {words}");
                finding.fix.push(edit::add(context.sources, item, &line));
            }
            out.push(finding.help(format!(
                "add `discloses {element} in closing as \"…\"`, and let the prompt end with it"
            )));
        }
    }
}
