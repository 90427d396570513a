//! Whether a step keeps anything decides who can be asked to delete it.

use crate::model::governance::Stored;

use super::{Context, Findings, Lint};

/// A step does not say whether it keeps the data, and where.
pub static LINT: Lint =
    lint!("storage-unstated", Note, Residency, "A step does not say where the data lies afterwards.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for stage in system.stages.iter().filter(|stage| stage.stored == Stored::Unsaid) {
            let text =
                format!("where `{}` of `{}` leaves the data is not stated", stage.part.name, system.id.name);
            out.push(LINT.at(stage.part.at, text).label("no `stored`").help(
                "add `stored nowhere` or `stored in [CODE]`, as the contract says: a deletion has to reach it",
            ));
        }
    }
}
