//! Anywhere is a place that no contract and no law can be held against.

use super::{Context, Findings, Lint};

/// A step may work on personal data anywhere, though the places served restrict where it may go.
pub static LINT: Lint =
    lint!("stage-worldwide", Warn, Residency, "A step of the chain may take personal data anywhere.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in context.model.systems.iter().filter(|system| context.places().is_guarded(system)) {
        for stage in &system.stages {
            let Some(place) = stage.reached().find(|place| place.name == "worldwide") else { continue };
            if !context.is_personal_stage(system, stage) {
                continue;
            }
            let text =
                format!("`{}` of `{}` may take what callers say anywhere", stage.part.name, system.id.name);
            let finding =
                LINT.at(place.at, text).because(system.id.at, "serves places whose data may not go anywhere");
            out.push(finding.help(
                "pin the step to a region with its supplier and name that: a global endpoint moves without a word",
            ));
        }
    }
}
