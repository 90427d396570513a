//! Three years from the end of a call are not three years from the end of a debt.

use crate::law::{Compared, Kept, condition};

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
        let when = condition(Kept::of(held.retention), period.0, event, held.is_floor());
        let when = when.map_or_else(
            || "whether it keeps to that cannot be told".to_owned(),
            |when| format!("it keeps to that {when}, which cannot be told here"),
        );
        let text = format!(
            "`{}` keeps {}, and {period} after `{event}` is the {bound}: {when}",
            held.retention.id.name,
            kept(held.retention)
        );
        out.push(
            context
                .at_keep(&LINT, held, text)
                .help(format!(
                    "count from `{event}`, or give what the fact is about a category of its own; who is sure of the days \
                     says so with `allow`"
                )),
        );
    }
}
