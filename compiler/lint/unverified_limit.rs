//! A number that one page says, or nobody checked, is a question for a lawyer.

use crate::law::Compared;

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// A schedule does not keep to a limit that was not looked up well enough to fail on.
pub static LINT: Lint = lint!(
    "unverified-limit",
    Note,
    Retention,
    "A schedule may not keep to a limit that only one source gives, or none.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let doubtful = context.held().iter().filter(|held| {
        !held.bound.fact.is_firm()
            && held.bound.open.is_empty()
            && held.bound.through.is_none()
            && held.compared != Compared::Fits
    });
    for held in doubtful {
        let Some((period, event)) = held.number() else { continue };
        let bound = if held.is_floor() { "at least" } else { "at most" };
        let text = format!(
            "`{}` keeps {}, and {bound} {period} after `{event}` may be asked",
            held.retention.id.name,
            kept(held.retention)
        );
        let counsel = &held.bound.fact.counsel;
        let why = if counsel.is_empty() { "whether it binds" } else { counsel };
        out.push(context.at_keep(&LINT, held, text).help(format!("ask counsel: {why}")));
    }
}
