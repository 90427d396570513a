//! One approval may carry a value from one end of its range to the other.

use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// A threshold with a range has no `step`.
pub static LINT: Lint =
    lint!("unlimited-step", Note, Thresholds, "A threshold may loosen all the way in one change.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (_, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Threshold) {
        let Some((low, high)) = artifact.range.filter(|_| artifact.step.is_none()) else { continue };
        let text = format!("`{}` may go from {low} to {high}, or back, in one change", artifact.id.name);
        out.push(
            LINT.at(artifact.id.at, text)
                .label("no `step`")
                .help("add `step at most N`: small steps leave time to see what they do to callers"),
        );
    }
}
