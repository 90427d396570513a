//! A way around the rules that may be taken every week is the way.

use super::{Context, Findings, Lint};

/// The least time that a policy should leave between two emergencies on average, in seconds (two weeks).
const APART: i64 = 14 * 86_400;

/// Emergencies may be declared more often than every other week.
pub static LINT: Lint = lint!(
    "emergencies-often",
    Warn,
    ChangeControl,
    "Emergencies may be declared more often than every other week.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(emergency) = &context.model.emergency else { return };
    let Some(within) = emergency.counted_within.seconds() else { return };
    if emergency.at_most <= 1 || within >= APART.saturating_mul(i64::from(emergency.at_most)) {
        return;
    }
    let text = format!("{} emergencies within {} are allowed", emergency.at_most, emergency.counted_within);
    out.push(LINT.at(emergency.at, text).help(
        "allow about two in three months: more than that says that the ordinary way is too slow, and it is the one to mend",
    ));
}
