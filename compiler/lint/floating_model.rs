//! The provider can move a floating id to another model, and no commit shows it.

use crate::facts::{Value, model_id};
use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// A model in the repository has an id that its provider may move.
pub static LINT: Lint =
    lint!("floating-model", Warn, ModelsAndSuppliers, "A model in use has a floating id.", check)
        .needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Model) {
        for row in context.rows(system, artifact) {
            let Value::Id { v } = &row.value else { continue };
            if model_id::parse(v).pinned {
                continue;
            }
            let text = format!("`{v}` names no one version for good");
            let at = context.place_of(row).unwrap_or(artifact.id.at);
            let finding = LINT.at(at, text).because(artifact.id.at, "governed here");
            out.push(finding.help(
                "take an id with a date or version that its provider keeps, and add `pinned` to the artifact",
            ));
        }
    }
}
