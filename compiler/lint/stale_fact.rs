//! Law changes; what was looked up long ago may no longer be so.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::governance::Fact;
use crate::source::Location;
use crate::time::{Date, Period, PeriodUnit};

use super::keeping::some;
use super::{Context, Findings, Lint, tellings};

/// A fact of the policy, or one of the library that binds it, was looked up more than a year ago, or
/// is past its own day.
pub static LINT: Lint = lint!(
    "stale-fact",
    Note,
    Retention,
    "A fact of the policy, or one that binds it, is past the day by which it should be looked up again.",
    check
);

/// How long a fact that names no day counts as looked up.
const YEAR: Period = Period { n: 12, unit: PeriodUnit::Months };

fn check(context: &Context<'_>, out: &mut Findings) {
    let own = &context.model.governance.facts;
    for fact in own {
        let over = fact.superseded.is_some_and(|end| end.start() <= context.at);
        let Some(day) = stale(context, fact).filter(|_| !over) else { continue };
        let text = format!("`{}` should have been looked up again by {day}", fact.id.name);
        out.push(LINT.at(fact.id.at, text).help(
            "read its source again, put the day after `verified`, and after `review by` the day of the next time",
        ));
    }
    // Each fact is named once, where it binds first.
    let mut named: BTreeSet<&str> = own.iter().map(|fact| fact.id.name.as_str()).collect();
    let held = context.held().iter().filter(|held| held.bound.open.is_empty());
    let bound = held.map(|held| (held.retention.id.at, held.bound.fact));
    let what = "what binds this schedule was looked up too long ago";
    find(context, bound, &mut named, what, out);
    let told = tellings::telling(context).flat_map(|system| {
        let asked = tellings::asked(context, system, context.at.day());
        asked.into_iter().map(|telling| (system.id.at, telling.fact))
    });
    find(context, told, &mut named, "what its callers must be told was looked up too long ago", out);
}

/// Reports, at each place, the stale facts that bind there and were not named before.
fn find<'a>(
    context: &Context<'a>,
    bound: impl Iterator<Item = (Location, &'a Fact)>,
    named: &mut BTreeSet<&'a str>,
    what: &str,
    out: &mut Findings,
) {
    let mut places: BTreeMap<Location, Vec<&str>> = BTreeMap::new();
    for (at, fact) in bound {
        if stale(context, fact).is_some() && named.insert(&fact.id.name) {
            places.entry(at).or_default().push(&fact.id.name);
        }
    }
    for (at, facts) in places {
        let facts = some(facts.iter().map(|fact| format!("`{fact}`")));
        out.push(LINT.at(at, format!("{what}: {facts}")).help(
            "look them up again; a newer version of the program, or a `fact` of your own, says what you found",
        ));
    }
}

/// Returns the day by which a fact should have been looked up again, where that day is over.
fn stale(context: &Context<'_>, fact: &Fact) -> Option<Date> {
    let due = fact.review_by.or_else(|| fact.verified.map(|day| day.start().plus(YEAR).day()));
    due.filter(|day| context.is_over(*day))
}
