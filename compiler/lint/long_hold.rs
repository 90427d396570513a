//! A matter of many years is rare; a forgotten hold is not.

use crate::time::{Period, PeriodUnit};

use super::{Context, Findings, Lint};

/// A hold without an end has run for more than three years.
pub static LINT: Lint =
    lint!("long-hold", Note, Retention, "A hold without an end has run for more than three years.", check);

const LONG: Period = Period { n: 36, unit: PeriodUnit::Months };

fn check(context: &Context<'_>, out: &mut Findings) {
    for hold in context.model.governance.holds.iter().filter(|hold| hold.until.is_none()) {
        if hold.from.start().plus(LONG) > context.at {
            continue;
        }
        let at = context.clause(hold.id.at, "from").map_or(hold.id.at, |clause| clause.head_at());
        let text = format!("`{}` has run since {}", hold.id.name, hold.from);
        out.push(
            LINT.at(at, text).help("ask counsel whether the matter is over, and lift it with `until DATE`"),
        );
    }
}
