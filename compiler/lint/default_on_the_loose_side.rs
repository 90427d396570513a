//! A deleted line should never mean the loosest value.

use crate::decimal::Decimal;
use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// The `default` of a threshold is the loosest value of its range.
pub static LINT: Lint = lint!(
    "default-on-the-loose-side",
    Warn,
    Thresholds,
    "Deleting a key gives the loosest value allowed.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (_, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Threshold) {
        let default = artifact.default.as_deref().and_then(Decimal::parse);
        let (Some((low, high)), Some(default)) = (artifact.range, default) else { continue };
        let loosest = if artifact.safer == "lower" { high } else { low };
        if default != loosest || low == high {
            continue;
        }
        let text =
            format!("when the key of `{}` is gone, it is {default}: the loosest value", artifact.id.name);
        out.push(LINT.at(artifact.id.at, text).label(format!("safer is {}", artifact.safer)).help(
            "let the program fall back to a safe value and state that as `default`: keys get lost in refactorings",
        ));
    }
}
