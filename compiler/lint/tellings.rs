//! What law has callers told, and what prompts tell them.

use crate::kind::Kind;
use crate::law;
use crate::model::governance::{Disclosure, Fact};
use crate::model::{Artifact, Discloses, Must, System};
use crate::policy;
use crate::time::Date;

use super::{Context, claims};

/// Something that must be told, by a fact.
pub struct Telling<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// What, and when.
    pub what: &'a Disclosure,
}

impl Telling<'_> {
    /// Tells whether a prompt can tell it; what must be in writing is not spoken.
    pub fn is_spoken(&self) -> bool {
        self.what.when != "in writing"
    }

    /// Returns whose rule it is, for a message.
    pub fn by(&self) -> String {
        format!("{} ({})", self.fact.title.to_lowercase(), self.fact.cite)
    }
}

/// Lists what callers of a system must be told on a day. Facts that were not looked up well enough
/// and those that turn on something that the system does not say are left out: they are questions.
pub fn asked<'a>(context: &Context<'a>, system: &'a System, day: Date) -> Vec<Telling<'a>> {
    let bound = here(context, system, day).filter(|fact| law::binds(fact, system));
    bound.flat_map(|fact| fact.discloses.iter().map(move |what| Telling { fact, what })).collect()
}

/// Lists the facts that are in force for the places of a system on a day, were looked up well enough,
/// and have something told.
pub fn here<'a>(context: &Context<'a>, system: &'a System, day: Date) -> impl Iterator<Item = &'a Fact> {
    let places = context.places();
    let own: &'a [Fact] = &context.model.governance.facts;
    let all = policy::facts().iter().chain(own).filter(|fact| !fact.discloses.is_empty());
    // Who serves a country serves its states: where a caller is is not known.
    let meets = |fact: &Fact| {
        let meets = |served: &String| fact.places.iter().any(|place| places.meet(served, &place.name));
        system.serves.iter().any(meets)
    };
    all.filter(move |fact| fact.is_firm() && fact.applies_on(day) && meets(fact))
}

/// Lists the prompts of a system.
pub fn prompts(system: &System) -> impl Iterator<Item = &Artifact> {
    system.artifacts.iter().filter(|artifact| artifact.kind == Kind::Prompt)
}

/// Tells whether a prompt has to tell something, by `discloses` or by a `must` with words for it.
pub fn tells(prompt: &Artifact, element: &str, words: fn(&Must) -> bool) -> bool {
    prompt.discloses.iter().any(|told| told.element.name == element) || prompt.must.iter().any(words)
}

/// Tells whether some prompt of a system has to tell something, in whatever words of a `must`.
pub fn is_told(system: &System, element: &str) -> bool {
    let words: fn(&Must) -> bool = match element {
        "ai" => claims::discloses,
        "recording" => claims::announces_recording,
        _ => |_| false,
    };
    prompts(system).any(|prompt| tells(prompt, element, words))
}

/// Lists what the prompts of a system tell.
pub fn told(system: &System) -> impl Iterator<Item = (&Artifact, &Discloses)> {
    prompts(system).flat_map(|prompt| prompt.discloses.iter().map(move |told| (prompt, told)))
}

/// Lists the systems that say what their prompts tell; others have not come to this yet.
pub fn telling<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a System> {
    context.model.systems.iter().filter(|system| told(system).next().is_some())
}
