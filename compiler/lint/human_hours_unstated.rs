//! A person who can be reached, nobody knows when, cannot be asked for.

use crate::model::governance::Hours;

use super::{Context, Findings, Lint, registers};

/// A decision that matters is handed to a person, and nothing says in which hours.
pub static LINT: Lint = lint!(
    "human-hours-unstated",
    Warn,
    Conduct,
    "When a person can be reached about a decision that matters is not stated.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let open =
            |one: &&crate::model::governance::Decision| registers::matters(one) && one.hours == Hours::Unsaid;
        for decision in system.decisions.iter().filter(open) {
            let Some(role) = &decision.human else { continue };
            let text = format!(
                "when `{}` can be reached about `{}` of `{}` is not stated",
                role.name, decision.id.name, system.id.name
            );
            let finding = LINT.at(decision.id.at, text).label("no `hours`");
            out.push(finding.help(
                "add `hours always`, or `hours \"…\"` with the days, the times and the place they are of",
            ));
        }
    }
}
