//! What was let through at night should be looked at in the morning.

use super::{Context, Findings, Lint};

/// The longest time to a review that passes without a word, in seconds (three days: a weekend).
const LATE: i64 = 3 * 86_400;

/// An emergency is reviewed later than after a weekend.
pub static LINT: Lint = lint!(
    "emergency-review-late",
    Warn,
    ChangeControl,
    "An emergency is reviewed later than after a weekend.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(emergency) = &context.model.emergency else { return };
    if emergency.review_within.seconds().is_none_or(|seconds| seconds <= LATE) {
        return;
    }
    let text = format!("an emergency may go {} without a review", emergency.review_within);
    let at = emergency.review_by.first().map_or(emergency.at, |role| role.at);
    out.push(
        LINT.at(at, text)
            .because(emergency.at, "")
            .help("ask for the review within a day or two, so that a wrong restore does not run for long"),
    );
}
