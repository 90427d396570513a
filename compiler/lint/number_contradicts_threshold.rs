//! A number in prose that differs from the governed one decides as well, and nobody approved it.

use super::hidden_numbers;

use super::{Context, Findings, Lint};

/// A sentence of a prompt gives another number than the threshold it speaks of.
pub static LINT: Lint = lint!(
    "number-contradicts-threshold",
    Warn,
    Thresholds,
    "A prompt states another number than a declared threshold.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    hidden_numbers::each(context, |number| {
        if number.said == number.value {
            return;
        }
        let name = &number.threshold.id.name;
        let text = format!("the prompt says {}, and `{name}` is {}", number.words, number.value);
        let finding = LINT.at(number.at, text).label("decides as well");
        out.push(finding.because(number.threshold.id.at, "the declared threshold").help(
            "take the number out of the prompt, or make the two agree: only the declared one is approved when it moves",
        ));
    });
}
