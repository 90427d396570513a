//! Three years from the end of a call are not three years from the end of a debt.

use crate::law::Compared;

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// A schedule starts its clock with another event than the law that binds it.
pub static LINT: Lint = lint!(
    "clock-differs",
    Warn,
    Retention,
    "A schedule starts its clock with another event than the law that binds it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let apart = context.held().iter().filter(|held| {
        held.bound.is_settled()
            && held.bound.through.is_none()
            && !held.collides
            && held.compared == Compared::Clock
    });
    for held in apart {
        let Some((period, event)) = held.number() else { continue };
        let bound = if held.is_floor() { "least" } else { "most" };
        let text = format!(
            "`{}` keeps {}, and {period} after `{event}` is the {bound}: the two cannot be compared",
            held.retention.id.name,
            kept(held.retention)
        );
        out.push(
            context
                .at_keep(&LINT, held, text)
                .help(format!("count from `{event}`, or give what the fact is about a category of its own")),
        );
    }
}
