//! A standard gets a new edition and a law new days; ids that were looked up long ago may be others.

use crate::model::governance::Reading;
use crate::time::{Date, Period, PeriodUnit};

use super::{Context, Findings, Lint};

/// A catalogue in use is past the day by which it should be looked up again.
pub static LINT: Lint = lint!(
    "stale-catalogue",
    Note,
    Certification,
    "A catalogue in use is past the day by which it should be looked up again.",
    check
);

/// How long a catalogue that names no day counts as looked up.
const TWO_YEARS: Period = Period { n: 24, unit: PeriodUnit::Months };

fn check(context: &Context<'_>, out: &mut Findings) {
    for catalogue in &context.model.governance.catalogues {
        let Some(day) = due(&catalogue.read).filter(|day| context.is_over(*day)) else { continue };
        let text = format!("the ids of `{}` should have been looked up again by {day}", catalogue.id.name);
        out.push(LINT.at(catalogue.id.at, text).help(
            "a newer version of the program may have them; in a catalogue of your own, look and put the day after `verified`",
        ));
    }
}

fn due(read: &Reading) -> Option<Date> {
    read.review_by.or_else(|| read.verified.map(|day| day.start().plus(TWO_YEARS).day()))
}
