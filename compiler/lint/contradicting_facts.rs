//! Two facts of one policy that cannot both be kept: one of them was read wrongly, or is about something else.

use std::collections::HashMap;

use crate::model::Id;
use crate::model::governance::Fact;

use super::keeping::{cited, contradicts};
use super::{Context, Findings, Lint};

/// A fact of the policy asks for longer than another allows, for the same data in the same place.
pub static LINT: Lint = lint!(
    "contradicting-facts",
    Deny,
    Retention,
    "Two facts of a policy ask for what cannot be done at once.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut by_subject: HashMap<_, Vec<&Fact>> = HashMap::new();
    for fact in context.model.governance.facts.iter().filter(|fact| fact.is_firm() && !fact.soft) {
        for place in &fact.places {
            for category in &fact.about {
                by_subject.entry((&place.name, &category.name)).or_default().push(fact);
            }
        }
    }
    let mut pairs: Vec<(&Fact, &Fact)> =
        by_subject.into_values().flat_map(|facts| extremes(&facts)).collect();
    pairs.sort_by_key(|(floor, ceiling)| (floor.id.at, ceiling.id.at));
    pairs.dedup_by_key(|(floor, ceiling)| (floor.id.at, ceiling.id.at));
    for (floor, ceiling) in pairs {
        let (first, second) = if floor.id.at < ceiling.id.at { (floor, ceiling) } else { (ceiling, floor) };
        let text = format!("`{}` and `{}` cannot both be kept", floor.id.name, ceiling.id.name);
        out.push(
            LINT.at(second.id.at, text)
                .label(cited(second))
                .because(first.id.at, cited(first))
                .help("correct the one that was read wrongly, or say with `when`, `about` or its dates what it is about"),
        );
    }
}

/// Finds the first contradiction for each fact among those about one thing, up to a number that no
/// policy needs.
fn extremes<'a>(facts: &[&'a Fact]) -> Vec<(&'a Fact, &'a Fact)> {
    let few = &facts[..facts.len().min(MOST)];
    let pairs = few.iter().flat_map(|floor| few.iter().map(move |ceiling| (*floor, *ceiling)));
    pairs.filter(|(floor, ceiling)| contradicts(floor, ceiling) && can_both_apply(floor, ceiling)).collect()
}

/// How many facts about one thing are held against each other.
const MOST: usize = 64;

fn can_both_apply(one: &Fact, other: &Fact) -> bool {
    let opposed = |one: &Fact, other: &Fact| {
        let has = |all: &[Id], gate: &Id| all.iter().any(|g| g.name == gate.name);
        one.when.iter().any(|gate| has(&other.unless, gate))
    };
    let ended = |one: &Fact, other: &Fact| {
        one.superseded.zip(other.effective).is_some_and(|(end, first)| end <= first)
    };
    let apart = opposed(one, other) || opposed(other, one) || ended(one, other) || ended(other, one);
    // Facts that turn on different questions, or are for different roles, may be about different firms.
    let names = |fact: &Fact| {
        fact.when.iter().map(|gate| gate.name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    !apart && one.role == other.role && names(one) == names(other)
}
