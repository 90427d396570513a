//! A rule that no control points at is missing from what an auditor is shown.

use super::{Context, Findings, Lint};

/// A rule names no control, as the others do.
pub static LINT: Lint =
    lint!("unsupported-rule", Note, ChangeControl, "A rule names no control, as the others do.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let rules = &context.model.rules;
    let Some(other) = rules.iter().find(|rule| !rule.supports.is_empty()) else { return };
    for rule in rules.iter().filter(|rule| rule.supports.is_empty()) {
        let text = format!("the rule `{}` names no control that it helps to meet", rule.id.name);
        let finding = LINT.at(rule.id.at, text).because(other.id.at, "this one does");
        out.push(
            finding.help(
                "add `supports [CATALOGUE:CONTROL]`: records show by it what an approval is evidence of",
            ),
        );
    }
}
