//! 180 days are not six months, and 365 days are no year in a leap year.

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint, edit};

/// A schedule counts days where law counts months, and misses the limit by that.
pub static LINT: Lint = lint!(
    "days-for-months",
    Deny,
    Retention,
    "A schedule counts days where law counts months, and misses the limit by a few days.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for held in context.held().iter().filter(|held| held.is_hard()) {
        let (Some(limit), Some((_, event))) = (held.counts_days_for_months(), held.number()) else {
            continue;
        };
        let bound = if held.is_floor() { "at least" } else { "at most" };
        let (fewest, most) = crate::law::Length::from(limit).range();
        let text = format!(
            "`{}` keeps {}, and {bound} {limit} are asked, which are {} to {} days",
            held.retention.id.name,
            kept(held.retention),
            fewest / 86_400,
            most / 86_400
        );
        let keep = format!("keep {limit} after {event}");
        let mut finding = context.at_keep(&LINT, held, text);
        finding.fix.push(edit::replace(held.retention.keep_at, keep.clone()));
        out.push(finding.help(format!("say it in the unit of the law: `{keep}`")));
    }
}
