//! Which facts with a number bind a case on a day.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::governance::{Axis, Capacity, Coverage, Fact, Limit, Retention, Words};
use crate::model::{Id, Model, System};
use crate::time::Date;

use super::{Lineage, Places};

/// What law asks on a day, ready to be asked about a case.
#[derive(Debug)]
pub struct Law<'a> {
    /// The day.
    pub day: Date,
    /// Which places lie in which.
    pub places: Places<'a>,
    /// Which data comes from which.
    pub lineage: Lineage<'a>,
    systems: HashMap<&'a str, &'a System>,
    /// Facts with a limit on keeping, by place and category; `""` for every category.
    limits: HashMap<(&'a str, &'a str), Vec<&'a Fact>>,
    /// The places with such facts that lie in a larger one.
    inside: HashMap<&'a str, Vec<&'a str>>,
    /// The places that schedules name, by system and category.
    named: HashMap<(&'a str, &'a str), Vec<&'a str>>,
}

/// A fact that binds a case, or may.
#[derive(Clone, Debug)]
pub struct Bound<'a> {
    /// The fact; its limit is a floor, a ceiling, or nothing at all.
    pub fact: &'a Fact,
    /// The category that the fact is about, where it reaches the case because its data is derived
    /// from it.
    pub through: Option<&'a str>,
    /// What the policy does not say; it binds for sure where there is nothing.
    pub open: Vec<Question<'a>>,
    /// The parts of the case's place to which it is confined, sorted; none where it is law in all of it.
    pub parts: Vec<&'a str>,
}

/// A fact that binds a schedule, or may, with the cases in which it does so.
#[derive(Clone, Debug)]
pub struct Binding<'a> {
    /// The fact, as it binds the case in which least is open.
    pub bound: Bound<'a>,
    /// System, category and place of the cases, sorted; a place is the part to which the fact is confined.
    pub cases: BTreeSet<(&'a str, &'a str, &'a str)>,
}

/// Something that a system must say before anybody knows whether a fact binds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question<'a> {
    /// The answer to a question of law: `is [GATE]` or `is not [GATE]`.
    Gate(&'a Id),
    /// As what the organization acts for it: `acts as [CAPACITY]`.
    Role(Axis),
}

impl Bound<'_> {
    /// Tells whether it binds for sure and was looked up well enough to fail on.
    pub fn is_settled(&self) -> bool {
        self.open.is_empty() && self.fact.is_firm()
    }
}

impl<'a> Law<'a> {
    /// Gathers words and facts, those of the library and those of a policy.
    pub fn new(model: &'a Model, words: &'a Words, facts: &'a [Fact], day: Date) -> Law<'a> {
        let words = [words, &model.governance.words];
        let facts = [facts, &model.governance.facts];
        let mut limits: HashMap<(&str, &str), Vec<&Fact>> = HashMap::new();
        let has_number =
            |fact: &&Fact| matches!(fact.limit, Limit::Floor(..) | Limit::Ceiling(..) | Limit::Nothing);
        for fact in facts.into_iter().flatten().filter(has_number) {
            for place in &fact.places {
                let all = fact.about.is_empty().then_some("");
                let about = fact.about.iter().map(|category| category.name.as_str()).chain(all);
                for category in about {
                    limits.entry((place.name.as_str(), category)).or_default().push(fact);
                }
            }
        }
        let places = Places::new(words);
        let mut inside: HashMap<&str, Vec<&str>> = HashMap::new();
        for place in limits.keys().map(|(place, _)| *place).collect::<BTreeSet<_>>() {
            places.chain(place).skip(1).for_each(|larger| inside.entry(larger).or_default().push(place));
        }
        let mut named: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
        for covered in model.governance.retentions.iter().flat_map(|retention| &retention.covers) {
            let of = named.entry((covered.system.name.as_str(), covered.category.name.as_str())).or_default();
            of.extend(covered.places.iter().map(|place| place.name.as_str()));
        }
        Law {
            day,
            places,
            inside,
            named,
            lineage: Lineage::new(words),
            systems: model.systems.iter().map(|system| (system.id.name.as_str(), system)).collect(),
            limits,
        }
    }

    /// Lists the limits that bind a category of a system in a place on the day, by name. A limit on
    /// data binds what is derived from it as well where it is a ceiling. Who serves a country serves
    /// its states, since nobody knows where a caller is: their ceilings bind too, unless a schedule
    /// is about the state alone.
    pub fn limits(&self, category: &str, system: &'a System, place: &str) -> Vec<Bound<'a>> {
        self.limits_where(category, system, place, |fact| fact.applies_on(self.day))
    }

    /// Lists the limits that come into force after the day, and no later than another.
    pub fn coming(&self, category: &str, system: &'a System, place: &str, until: Date) -> Vec<Bound<'a>> {
        let coming = |fact: &Fact| fact.effective.is_some_and(|first| self.day < first && first <= until);
        self.limits_where(category, system, place, coming)
    }

    fn limits_where(
        &self,
        category: &str,
        system: &'a System,
        place: &str,
        when: impl Fn(&Fact) -> bool,
    ) -> Vec<Bound<'a>> {
        let mut found: BTreeMap<&str, Bound<'a>> = BTreeMap::new();
        let sources = self.lineage.sources(category);
        let own = [(category, None), ("", None)];
        let inherited = sources.iter().map(|source| (*source, Some(*source)));
        let all: Vec<(&str, Option<&'a str>)> = own.into_iter().chain(inherited).collect();
        let around = self.places.chain(place).map(|place| (place, None));
        let within = self.parts(category, system, place).map(|part| (part, Some(part)));
        for (place, part) in around.chain(within) {
            for (category, through) in &all {
                for &fact in self.limits.get(&(place, *category)).into_iter().flatten() {
                    let is_floor = matches!(fact.limit, Limit::Floor(..));
                    if (through.is_some() || part.is_some()) && is_floor || !when(fact) {
                        continue;
                    }
                    let Some(open) = open_questions(fact, system) else { continue };
                    let bound = Bound { fact, through: *through, open, parts: Vec::new() };
                    let known = found.entry(&fact.id.name);
                    let is_new = matches!(known, Entry::Vacant(_));
                    let known = known.or_insert(bound);
                    // What is law in all of the place is confined to no part.
                    if let Some(part) = part.filter(|_| is_new || !known.parts.is_empty()) {
                        known.parts.push(part);
                    }
                }
            }
        }
        let mut found: Vec<Bound<'a>> = found.into_values().collect();
        found.iter_mut().for_each(|bound| {
            bound.parts.sort_unstable();
            bound.parts.dedup();
        });
        found
    }

    /// Lists the places with limits that lie in a place and that no case of their own is about.
    fn parts<'s>(
        &'s self,
        category: &'s str,
        system: &'a System,
        place: &'s str,
    ) -> impl Iterator<Item = &'a str> + 's {
        let named = self.named.get(&(system.id.name.as_str(), category)).map_or(&[][..], Vec::as_slice);
        let apart = named.iter().copied().chain(system.serves.iter().map(String::as_str));
        let apart: HashSet<&str> = match self.inside.contains_key(place) {
            true => apart.filter(|part| *part != place && self.places.lies_in(part, place)).collect(),
            false => HashSet::new(),
        };
        let all = self.inside.get(place).into_iter().flatten().copied();
        all.filter(move |part| !self.places.chain(part).any(|larger| apart.contains(larger)))
    }

    /// Lists the limits that bind a schedule on the day, in any case that it covers, each once and by
    /// name; those that turn on an open question are among them.
    pub fn binding<'r>(&self, retention: &'r Retention) -> Vec<Binding<'r>>
    where
        'a: 'r,
    {
        let mut found: BTreeMap<&str, Binding<'r>> = BTreeMap::new();
        for coverage in &retention.covers {
            let Some(system) = self.system(&coverage.system.name) else { continue };
            let (of, category) = (coverage.system.name.as_str(), coverage.category.name.as_str());
            for place in self.covered(system, coverage) {
                for bound in self.limits(category, system, place) {
                    let there = if bound.parts.is_empty() { vec![place] } else { bound.parts.clone() };
                    let cases = there.into_iter().map(|there| (of, category, there));
                    match found.entry(&bound.fact.id.name) {
                        Entry::Vacant(free) => {
                            free.insert(Binding { cases: cases.collect(), bound });
                        }
                        Entry::Occupied(mut known) if bound.open.len() < known.get().bound.open.len() => {
                            // Where less is open, it binds for sure or almost so; other cases only may.
                            *known.get_mut() = Binding { cases: cases.collect(), bound };
                        }
                        Entry::Occupied(mut known) if bound.open.len() == known.get().bound.open.len() => {
                            known.get_mut().cases.extend(cases);
                        }
                        Entry::Occupied(_) => {}
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// Returns a system of the policy.
    pub fn system(&self, name: &str) -> Option<&'a System> {
        self.systems.get(name).copied()
    }

    /// Lists the places that a coverage is about: those that the system serves, or of those the ones
    /// that lie in the places it names, and the places it names that lie in one that is served.
    pub fn covered<'c>(&self, system: &'a System, coverage: &'c Coverage) -> Vec<&'c str>
    where
        'a: 'c,
    {
        let served = system.serves.iter().map(String::as_str);
        if coverage.places.is_empty() {
            return served.collect();
        }
        let named: HashSet<&str> = coverage.places.iter().map(|place| place.name.as_str()).collect();
        let serves: HashSet<&str> = served.clone().collect();
        let inside = served.filter(|place| self.places.chain(place).any(|larger| named.contains(larger)));
        let parts = coverage.places.iter().map(|place| place.name.as_str()).filter(|place| {
            !serves.contains(place) && self.places.chain(place).any(|larger| serves.contains(larger))
        });
        inside.chain(parts).collect()
    }
}

/// Returns what a system does not say and a fact turns on; `None` where what it says makes the fact
/// one for others. Every part that picks the facts of a system asks here.
pub fn open_questions<'a>(fact: &'a Fact, system: &System) -> Option<Vec<Question<'a>>> {
    let answer =
        |gate: &Id| system.answers.iter().find(|(asked, _)| asked.name == gate.name).map(|(_, yes)| *yes);
    let when = fact.when.iter().map(|gate| (Question::Gate(gate), answer(gate)));
    let unless = fact.unless.iter().map(|gate| (Question::Gate(gate), answer(gate).map(|yes| !yes)));
    let role = fact.role.map(|role| (Question::Role(role.axis()), acts_as(system, role)));
    let mut open = Vec::new();
    for (question, fits) in when.chain(unless).chain(role) {
        match fits {
            None => open.push(question),
            Some(true) => {}
            Some(false) => return None,
        }
    }
    Some(open)
}

/// Tells whether a fact binds a system for sure.
pub fn binds(fact: &Fact, system: &System) -> bool {
    open_questions(fact, system).is_some_and(|open| open.is_empty())
}

/// Tells whether the organization has a role in law for a system; `None` where the system names none
/// of that part of law. A firm may have several: who puts its own agent into service is its provider
/// and its deployer.
pub fn acts_as(system: &System, role: Capacity) -> Option<bool> {
    let stated = system.acts.iter().any(|named| named.axis() == role.axis());
    stated.then(|| system.acts.contains(&role))
}
