//! A list of allowed models with an alias in it allows whatever the alias becomes.

use crate::facts::model_id;
use crate::kind::Kind;

use super::{Context, Findings, Fix, Lint, edit};

/// The `allow` of a model holds an id that floats.
pub static LINT: Lint =
    lint!("floating-in-allow", Warn, ModelsAndSuppliers, "An allowed model has a floating id.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Model) {
        for id in artifact.allow.iter().flatten().filter(|id| !model_id::parse(id).pinned) {
            let text = format!("`{id}` is allowed, and names no one version for good");
            let mut finding =
                LINT.at(artifact.id.at, text).label(format!("the models of `{}`", artifact.id.name));
            if let Some((list, place)) = context.phrase(system, artifact, "allow", id) {
                finding.fix.extend(edit::remove_phrase(context.sources, list, place));
            }
            out.push(
                finding
                    .help("allow versions, not aliases: an alias allows whatever its provider makes of it"),
            );
        }
    }
}
