//! Law changes; what was looked up long ago may no longer be so.

use std::collections::BTreeMap;

use crate::model::governance::Fact;
use crate::time::{Date, Period, PeriodUnit};

use super::keeping::some;
use super::{Context, Findings, Lint};

/// A fact that binds a schedule was looked up more than a year ago, or is past its own day.
pub static LINT: Lint = lint!(
    "stale-fact",
    Note,
    Retention,
    "Facts that bind a schedule are past the day by which they should be looked up again.",
    check
);

/// How long a fact that names no day counts as looked up.
const YEAR: Period = Period { n: 12, unit: PeriodUnit::Months };

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut stale: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for held in context.held().iter().filter(|held| held.bound.open.is_empty()) {
        if due(held.bound.fact).is_some_and(|day| context.is_over(day)) {
            stale.entry(held.retention.id.at).or_default().push(&held.bound.fact.id.name);
        }
    }
    for (at, facts) in stale {
        let facts = some(facts.iter().map(|fact| format!("`{fact}`")));
        let text = format!("what binds this schedule was looked up too long ago: {facts}");
        out.push(LINT.at(at, text).help(
            "look them up again; a newer version of the program, or a `fact` of your own, says what you found",
        ));
    }
}

fn due(fact: &Fact) -> Option<Date> {
    fact.review_by.or_else(|| fact.verified.map(|day| day.start().plus(YEAR).day()))
}
