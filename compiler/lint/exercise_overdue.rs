//! A rehearsal that nobody remembers is none.

use std::collections::BTreeMap;

use crate::model::governance::Exercise;

use super::{Context, Findings, Lint};

/// An exercise was not held again when it was due, and no later one has its scenarios.
pub static LINT: Lint = lint!("exercise-overdue", Warn, Conduct, "An exercise is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let exercises = &context.model.governance.exercises;
    // The log keeps old exercises; the last of a scenario counts.
    let mut last: BTreeMap<(&str, &str), &Exercise> = BTreeMap::new();
    for exercise in exercises {
        for (scenario, system) in pairs(exercise) {
            let known = last.entry((scenario, system)).or_insert(exercise);
            if known.held.on < exercise.held.on {
                *known = exercise;
            }
        }
    }
    for exercise in exercises {
        let counts = |pair| last.get(&pair).is_some_and(|one| one.held.on == exercise.held.on);
        if pairs(exercise).any(counts) {
            let what = format!("the next `{}`", exercise.id.name);
            let help = "hold it again and add the new exercise; this one stays in the log";
            out.extend(context.late(&LINT, &what, &exercise.held, help));
        }
    }
}

fn pairs(exercise: &Exercise) -> impl Iterator<Item = (&str, &str)> {
    let systems = || exercise.covers.iter().map(|system| system.name.as_str());
    exercise
        .scenarios
        .iter()
        .flat_map(move |scenario| systems().map(move |system| (scenario.as_str(), system)))
}
