//! Whoever contributes to a change cannot approve it, so a quorum of everybody has no room for an author.

use std::collections::{BTreeMap, BTreeSet};

use crate::prove::{Demand, People};

use super::{Context, Findings, Lint};

/// A rule can be met only while none of those it needs has written the change.
pub static LINT: Lint = lint!(
    "author-leaves-nobody",
    Note,
    ChangeControl,
    "A rule needs everyone who could sign, so none of them can write the change.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let people = &survey.people;
    let mut told: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for judged in &survey.cells {
        let system = judged.cell.place.system;
        for rule in judged.rules.iter().filter(|rule| seen.insert((rule.id.as_str(), system))) {
            let Some(demand) = people.demand(&rule.duty, system) else { continue };
            // One holder alone is what `single-holder` tells, and nobody at all another lint.
            let is_thin = demand.slots.iter().any(|able| able.len() < 2);
            if is_thin || !people.can_meet(&demand, &BTreeSet::new()) {
                continue;
            }
            told.entry(&rule.id).or_default().extend(needed(people, &demand));
        }
    }
    // Nobody answers for two systems that share a part, so that each needs somebody who did not write it.
    for shared in survey.shared() {
        let together = shared.together();
        let is_thin = together.slots.iter().any(|able| able.len() < 2);
        if !is_thin && people.can_meet(&together, &BTreeSet::new()) {
            told.entry(&shared.rule.id).or_default().extend(needed(people, &together));
        }
    }
    for (rule, needed) in told.into_iter().filter(|(_, needed)| !needed.is_empty()) {
        let Some(at) = context.policy.origins.get(rule) else { continue };
        let names: Vec<String> = needed.iter().map(|p| format!("`{}`", people.person(*p).id)).collect();
        let text = format!("`{rule}` cannot be met when {} wrote the change", names.join(" or "));
        out.push(LINT.at(*at, text).label("needs everyone who could sign").help(
            "add a member to the role, or ask for one approval less: who writes a change never approves it",
        ));
    }
}

/// Lists the people without whom a demand cannot be met.
fn needed(people: &People<'_>, demand: &Demand) -> BTreeSet<usize> {
    // Where more people could sign than there are signatures, one is always spared.
    let count = demand.slots.len();
    let scarce = demand.slots.iter().filter(|able| able.len() <= count);
    let scarce: BTreeSet<usize> = scarce.flatten().copied().collect();
    scarce.into_iter().filter(|person| !people.can_meet(demand, &BTreeSet::from([*person]))).collect()
}
