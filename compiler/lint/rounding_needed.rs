//! A month has 28 to 31 days; whether three of them are 90 has to be decided, not hoped.

use crate::law::{Compared, Length};
use crate::model::governance::Keep;

use super::{Context, Findings, Fix, Lint, edit};

/// Whether a schedule in months keeps to a limit in days depends on how its months count.
pub static LINT: Lint = lint!(
    "rounding-needed",
    Deny,
    Retention,
    "Whether a schedule in months keeps to a limit depends on how its months count.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let open = context
        .held()
        .iter()
        .filter(|held| held.bound.is_settled() && !held.collides && held.compared == Compared::Rounding);
    for held in open {
        let (Keep::After(own, _), Some((period, _))) = (&held.retention.keep, held.number()) else {
            continue;
        };
        let (fewest, most) = Length::from(*own).range();
        let (fewest, most) = (fewest / 86_400, most / 86_400);
        let bound = if held.is_floor() { "at least" } else { "at most" };
        let text = format!(
            "`{}` keeps {own}, which is {fewest} to {most} days, and {bound} {period} are asked",
            held.retention.id.name
        );
        let rounding = if held.is_floor() { "rounding up" } else { "rounding down" };
        let mut finding = context.at_keep(&LINT, held, text);
        if let Some(item) = context.item(held.retention.id.at) {
            finding.fix.push(edit::add(context.sources, item, rounding));
        }
        out.push(finding.help(format!(
            "add `{rounding}`, so that the months count as the days that keep to it, or say the time in days"
        )));
    }
}
