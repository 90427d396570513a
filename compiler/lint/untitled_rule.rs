//! Records and the gate name a rule by its title; a name in snake case tells an auditor little.

use super::{Context, Findings, Lint};

/// A rule has no title.
pub static LINT: Lint = lint!("untitled-rule", Note, Style, "A rule has no title.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for rule in context.model.rules.iter().filter(|rule| rule.title.is_empty()) {
        let text = format!("the rule `{}` has no title", rule.id.name);
        out.push(LINT.at(rule.id.at, text).help(format!(
            "write `rule {} \"what it asks, in a sentence\"`: whoever is stopped by it, and whoever audits it, reads that",
            rule.id.name
        )));
    }
}
