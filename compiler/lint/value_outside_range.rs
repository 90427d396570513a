//! A value that already breaks its bound blocks the next change of the system, whatever it is.

use crate::decimal::Decimal;
use crate::facts::Value;

use super::{Context, Findings, Lint};

/// A number in the repository lies outside its range.
pub static LINT: Lint = lint!(
    "value-outside-range",
    Warn,
    Thresholds,
    "A value in the repository lies outside its `range`.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let Some((low, high)) = artifact.range else { continue };
        for row in context.rows(system, artifact) {
            let (Value::Decimal { v, .. } | Value::Scalar { v, .. }) = &row.value else { continue };
            let Some(value) = Decimal::parse(v).filter(|value| *value < low || *value > high) else {
                continue;
            };
            let text = format!("`{}` is {value}, outside {low}..{high}", artifact.id.name);
            let at = context.place_of(row).unwrap_or(artifact.id.at);
            let finding = LINT.at(at, text).because(artifact.id.at, "must lie in the range here");
            out.push(
                finding.help(
                    "change the value, or the range: until then every change of this system is blocked",
                ),
            );
        }
    }
}
