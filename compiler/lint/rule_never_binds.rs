//! A rule that is about no change that can happen protects nothing.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit};

/// No change that the rest of the policy lets happen is one that the rule is about.
pub static LINT: Lint =
    lint!("rule-never-binds", Warn, ChangeControl, "A rule is about no change that can happen.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    if !survey.complete {
        return;
    }
    let rules = survey.cells.iter().flat_map(|judged| judged.rules.iter().chain(&judged.warned));
    let binding: BTreeSet<&str> = rules.map(|rule| rule.id.as_str()).collect();
    for rule in context.model.rules.iter().filter(|rule| !binding.contains(rule.id.name.as_str())) {
        let text = format!("`{}` is about no change that can happen", rule.id.name);
        let mut finding = LINT.at(rule.id.at, text).label("never applies").help(
            "mend its `on`, or remove it: the values it speaks of never change in this way, or only so far that \
             another clause forbids it anyway",
        );
        if let Some(item) = context.item(rule.id.at) {
            finding.fix.push(edit::remove(context.sources, item));
        }
        out.push(finding);
    }
}
