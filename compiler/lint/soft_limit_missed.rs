//! A limit that gives way to other law still has to be answered: by what does it give way?

use crate::law::Compared;

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint};

/// A schedule does not keep to a limit that gives way to other law.
pub static LINT: Lint = lint!(
    "soft-limit-missed",
    Warn,
    Retention,
    "A schedule does not keep to a limit that gives way to other law.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let missed = context.held().iter().filter(|held| {
        held.bound.is_settled()
            && held.bound.fact.soft
            && held.bound.through.is_none()
            && held.compared == Compared::Breaks
    });
    for held in missed {
        let Some((period, event)) = held.number() else { continue };
        let bound = if held.is_floor() { "at least" } else { "at most" };
        let text = format!(
            "`{}` keeps {}, and {bound} {period} after `{event}` is asked unless other law says otherwise",
            held.retention.id.name,
            kept(held.retention)
        );
        let finding = context.with_keep_of(context.at_keep(&LINT, held, text), held);
        out.push(
            finding.help(
                "keep to it, or accept this finding with `allow` and name the law that it gives way to",
            ),
        );
    }
}
