//! The schedule of every case: one category of data of one system in one place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::governance::{Coverage, Retention};
use crate::model::{Model, System};

use super::{Bound, Law};

/// Every case that a policy speaks of, with the schedules that cover it.
#[derive(Debug)]
pub struct Schedules<'a> {
    /// What law asks.
    pub law: Law<'a>,
    /// The cases, system by system as they are written, by category and place.
    pub cases: Vec<Case<'a>>,
}

/// One category of data of one system in one place.
#[derive(Debug)]
pub struct Case<'a> {
    /// The category.
    pub category: &'a str,
    /// The system.
    pub system: &'a System,
    /// The place.
    pub place: &'a str,
    /// The schedules that cover it; exactly one where the policy is whole.
    pub coverings: Vec<Covering<'a>>,
    /// The limits that bind it, by name.
    pub limits: Vec<Bound<'a>>,
}

/// A schedule, and the clause in which it says what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Covering<'a> {
    /// The schedule.
    pub retention: &'a Retention,
    /// What it is about.
    pub coverage: &'a Coverage,
}

impl<'a> Case<'a> {
    /// Returns the schedule; `None` where there is none, or more than one.
    pub fn schedule(&self) -> Option<Covering<'a>> {
        match self.coverings.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

impl<'a> Schedules<'a> {
    /// Lays the schedules of a policy over its systems: what a system says that it handles is a case
    /// in every place that it serves, whether or not anything covers it.
    pub fn new(model: &'a Model, law: Law<'a>) -> Schedules<'a> {
        let mut covered: HashMap<&str, BTreeMap<&'a str, Vec<Covering<'a>>>> = HashMap::new();
        for retention in &model.governance.retentions {
            for coverage in &retention.covers {
                let of = covered.entry(coverage.system.name.as_str()).or_default();
                let of = of.entry(coverage.category.name.as_str()).or_default();
                of.push(Covering { retention, coverage });
            }
        }
        let mut cases = Vec::new();
        let none = BTreeMap::new();
        for system in &model.systems {
            let by_category = covered.get(system.id.name.as_str()).unwrap_or(&none);
            let handled = system.handles.iter().map(String::as_str);
            let categories: BTreeSet<&str> = by_category.keys().copied().chain(handled).collect();
            for category in categories {
                let coverings = by_category.get(category).map_or(&[][..], Vec::as_slice);
                cases.extend(of_category(&law, system, category, coverings));
            }
        }
        Schedules { law, cases }
    }

    /// Lists the cases that have exactly one schedule, each with it.
    pub fn scheduled(&self) -> impl Iterator<Item = (&Case<'a>, Covering<'a>)> {
        self.cases.iter().filter_map(|case| Some((case, case.schedule()?)))
    }
}

/// Lists the cases of a category of a system: the places that are served, and the parts of them
/// that a schedule names.
fn of_category<'a>(
    law: &Law<'a>,
    system: &'a System,
    category: &'a str,
    coverings: &[Covering<'a>],
) -> Vec<Case<'a>> {
    let mut by_place: BTreeMap<&str, Vec<Covering<'a>>> = BTreeMap::new();
    for place in &system.serves {
        by_place.entry(place).or_default();
    }
    let everywhere: Vec<Covering<'a>> =
        coverings.iter().copied().filter(|covering| covering.coverage.places.is_empty()).collect();
    for covering in coverings {
        for place in law.covered(system, covering.coverage) {
            by_place.entry(place).or_default();
        }
    }
    let mut named: HashMap<&str, Vec<Covering<'a>>> = HashMap::new();
    for covering in coverings {
        for place in &covering.coverage.places {
            named.entry(&place.name).or_default().push(*covering);
        }
    }
    for (place, found) in &mut by_place {
        found.extend(&everywhere);
        found.extend(law.places.chain(place).flat_map(|larger| named.get(larger).into_iter().flatten()));
        // One clause may name a place and a part of it.
        found.sort_by_key(|covering| covering.coverage.at);
        found.dedup_by_key(|covering| covering.coverage.at);
    }
    let case = |(place, coverings)| Case {
        limits: law.limits(category, system, place),
        category,
        system,
        place,
        coverings,
    };
    by_place.into_iter().map(case).collect()
}
