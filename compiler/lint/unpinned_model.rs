//! A model that is not pinned can change without a commit.

use crate::kind::Kind;
use crate::model::Condition;

use super::{Context, Findings, Fix, Lint, edit};

/// A model artifact does not ask for a pinned id.
pub static LINT: Lint =
    lint!("unpinned-model", Note, ModelsAndSuppliers, "A model may float.", check).fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let covered = |system: &str| {
        context.model.invariants.iter().any(|invariant| {
            invariant.kind == Kind::Model
                && invariant.artifact.is_empty()
                && invariant.condition == Condition::Pinned
                && invariant.systems.as_ref().is_none_or(|all| all.iter().any(|s| s == system))
        })
    };
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Model && !a.pinned) {
        if covered(&system.id.name) || artifact.allow.is_some() {
            continue;
        }
        let text = format!("`{}` may be an id that its provider moves", artifact.id.name);
        let mut finding = LINT.at(artifact.id.at, text).label("not `pinned`");
        finding.fix.extend(
            context
                .artifact_item(system, artifact)
                .map(|clause| edit::add(context.sources, clause, "pinned")),
        );
        out.push(finding.help("add `pinned`: then only ids that name one version for good can land"));
    }
}
