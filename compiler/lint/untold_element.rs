//! What law has callers told, some prompt has to tell.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, claims, edit, tellings};

/// A place that a system serves has callers told something, and no prompt tells it.
pub static LINT: Lint =
    lint!("untold-element", Warn, Disclosure, "Law has callers told something that no prompt tells.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        let told: BTreeSet<&str> =
            tellings::told(system).map(|(_, told)| told.element.name.as_str()).collect();
        let mut missing = BTreeSet::new();
        for asked in tellings::asked(context, system, context.at.day()) {
            let element = asked.what.element.as_str();
            if !asked.is_spoken() || told.contains(element) || !missing.insert(element) {
                continue;
            }
            let text =
                format!("no prompt of `{}` tells `{element}`, which {} asks for", system.id.name, asked.by());
            let Some(prompt) = tellings::prompts(system).next() else { continue };
            let mut finding = LINT.at(prompt.id.at, text);
            if let Some(serves) = context.clause(system.id.at, "serves") {
                finding = finding.because(serves.head_at(), "where callers are");
            }
            // The words are there already where a `must say` has them.
            let says =
                prompt.must.iter().find(|must| element == "ai" && !must.regex && claims::discloses(must));
            if let (Some(must), Some(item)) = (says, context.artifact_item(system, prompt)) {
                let line = format!("discloses ai in first turn as \"{}\"", must.text);
                finding.fix.push(edit::add(context.sources, item, &line));
            }
            out.push(finding.help(format!(
                "add `discloses {element} as \"…\"` with the words that callers hear, and put them into the prompt"
            )));
        }
    }
}
