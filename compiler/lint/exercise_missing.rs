//! The system in which most is at stake is the one to rehearse first.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint, registers};

/// Incidents are rehearsed, and not for a system in which much is at stake.
pub static LINT: Lint = lint!(
    "exercise-missing",
    Note,
    Conduct,
    "No incident was rehearsed for a system in which much is at stake.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let exercises = &context.model.governance.exercises;
    let covered: BTreeSet<&str> =
        exercises.iter().flat_map(|exercise| &exercise.covers).map(|id| id.name.as_str()).collect();
    let Some(first) = exercises.first() else { return };
    let left = |system: &&crate::model::System| !covered.contains(system.id.name.as_str());
    for system in context.model.systems.iter().filter(left).filter(|system| registers::is_high_stakes(system))
    {
        let text = format!("no incident was rehearsed for `{}`", system.id.name);
        let finding = LINT.at(system.id.at, text).because(first.id.at, "others were rehearsed");
        out.push(
            finding.help("rehearse one, or add the system to `covers` of an exercise that was about it too"),
        );
    }
}
