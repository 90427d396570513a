//! A governed number that stands in prose as well is changed in one place only.

use super::hidden_numbers;

use super::{Context, Findings, Lint};

/// A sentence of a prompt repeats the number of a declared threshold.
pub static LINT: Lint = lint!(
    "number-repeats-threshold",
    Note,
    Thresholds,
    "A prompt repeats the number of a declared threshold.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    hidden_numbers::each(context, |number| {
        if number.said != number.value {
            return;
        }
        let text = format!("the prompt repeats {} of `{}`", number.words, number.threshold.id.name);
        let finding = LINT.at(number.at, text).label("stands here too");
        out.push(
            finding
                .because(number.threshold.id.at, "the declared threshold")
                .help("say it without the number: when the threshold moves, this sentence stays"),
        );
    });
}
