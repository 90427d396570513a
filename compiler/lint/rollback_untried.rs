//! The way back that was never walked is a hope.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Id;

use super::{Context, Findings, Lint};

/// In no exercise of a system was the way back tried.
pub static LINT: Lint =
    lint!("rollback-untried", Warn, Conduct, "No exercise of a system has tried the way back.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let exercises = &context.model.governance.exercises;
    let tried = exercises.iter().filter(|exercise| exercise.rollback == "tried");
    let tried: BTreeSet<&str> = tried.flat_map(|one| &one.covers).map(|id| id.name.as_str()).collect();
    let mut untried: BTreeMap<&str, &Id> = BTreeMap::new();
    for system in exercises.iter().flat_map(|exercise| &exercise.covers) {
        if !tried.contains(system.name.as_str()) {
            untried.entry(&system.name).or_insert(system);
        }
    }
    for (name, system) in untried {
        let text = format!("no exercise of `{name}` has tried the way back");
        out.push(
            LINT.at(system.at, text).help(
                "go back to the last good prompt or model in the next exercise, and add `rollback tried`",
            ),
        );
    }
}
