//! Which places lie in which.

use std::collections::HashMap;

use crate::model::governance::Words;

/// The place that holds every other.
const EVERYWHERE: &str = "worldwide";

/// Places, each with the larger one that it lies in.
#[derive(Debug)]
pub struct Places<'a> {
    within: HashMap<&'a str, &'a str>,
    titles: HashMap<&'a str, &'a str>,
}

impl<'a> Places<'a> {
    /// Gathers the places of the library and of a policy. None lies in itself: the model says so.
    pub fn new(words: [&'a Words; 2]) -> Places<'a> {
        let all = || words.iter().flat_map(|words| &words.jurisdictions);
        let within = all().filter_map(|place| Some((place.id.name.as_str(), place.within.as_ref()?)));
        Places {
            within: within.map(|(name, larger)| (name, larger.name.as_str())).collect(),
            titles: all().map(|place| (place.id.name.as_str(), place.title.as_str())).collect(),
        }
    }

    /// Lists a place and the larger ones that it lies in, the smallest first.
    pub fn chain<'p>(&self, place: &'p str) -> impl Iterator<Item = &'p str>
    where
        'a: 'p,
    {
        let larger = std::iter::successors(Some(place), |place| self.within.get(place).copied());
        let everywhere = (place != EVERYWHERE).then_some(EVERYWHERE);
        larger.take(MAX_DEPTH).chain(everywhere)
    }

    /// Returns the area of law that a place belongs to: the largest place around it that is not the
    /// whole world.
    pub fn area<'p>(&self, place: &'p str) -> &'p str
    where
        'a: 'p,
    {
        self.chain(place).filter(|one| *one != EVERYWHERE).last().unwrap_or(place)
    }

    /// Tells whether a place is another or lies in it.
    pub fn lies_in(&self, place: &str, larger: &str) -> bool {
        self.chain(place).any(|one| one == larger)
    }

    /// Tells whether two places have a part in common.
    pub fn meet(&self, one: &str, other: &str) -> bool {
        self.lies_in(one, other) || self.lies_in(other, one)
    }

    /// Returns the name of a place as people read it.
    pub fn title<'p>(&self, place: &'p str) -> &'p str
    where
        'a: 'p,
    {
        self.titles.get(place).copied().unwrap_or(place)
    }
}

/// How deep places may lie in each other; the model refuses more.
pub(super) const MAX_DEPTH: usize = 16;
