//! Without a range nothing is too loose for this gate.

use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// A threshold may take any value.
pub static LINT: Lint =
    lint!("threshold-without-range", Note, Thresholds, "A threshold has no `range`.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (_, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Threshold && a.range.is_none()) {
        let text = format!("`{}` may take any value", artifact.id.name);
        out.push(LINT.at(artifact.id.at, text).label("no `range`").help(
            "add `range LOW..HIGH`: approvals decide on a step, the range on how far all steps together may go",
        ));
    }
}
