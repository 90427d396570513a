//! A range from nothing to all is no limit.

use crate::decimal::Decimal;
use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// The range of a threshold is 0 to 1, or 0 to 100.
pub static LINT: Lint =
    lint!("range-of-everything", Note, Thresholds, "A `range` holds every value that there is.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let all = [1, 100].map(Decimal::from_integer);
    for (_, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Threshold) {
        let Some((low, high)) = artifact.range else { continue };
        if low != Decimal::ZERO || !all.contains(&high) {
            continue;
        }
        let text = format!("{low}..{high} lets `{}` be off and be everything", artifact.id.name);
        out.push(
            LINT.at(artifact.id.at, text).label("the whole scale").help(
                "state the values that you would defend in front of a customer who was not handed over",
            ),
        );
    }
}
