//! Which categories of data come from which.

use std::collections::{HashMap, HashSet};

use crate::model::governance::{Category, Words};

use super::places::MAX_DEPTH;

/// Categories of data, each with what it is derived from.
#[derive(Debug)]
pub struct Lineage<'a> {
    categories: HashMap<&'a str, &'a Category>,
    sources: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Lineage<'a> {
    /// Gathers the categories of the library and of a policy. None comes from itself: the model
    /// says so.
    pub fn new(words: [&'a Words; 2]) -> Lineage<'a> {
        let all = || words.iter().flat_map(|words| &words.categories);
        let categories: HashMap<&str, &Category> =
            all().map(|category| (category.id.name.as_str(), category)).collect();
        let sources = all().map(|category| (category.id.name.as_str(), every_source(&categories, category)));
        let sources = sources.collect();
        Lineage { categories, sources }
    }

    /// Returns a category.
    pub fn get(&self, name: &str) -> Option<&'a Category> {
        self.categories.get(name).copied()
    }

    /// Tells whether data of a category is about persons; one that is not known is.
    pub fn is_personal(&self, name: &str) -> bool {
        self.get(name).is_none_or(|category| category.personal)
    }

    /// Lists what a category is derived from, at once or through others.
    pub fn sources(&self, name: &str) -> &[&'a str] {
        self.sources.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Walks from a category to all that it comes from, each once, the nearest first.
fn every_source<'a>(all: &HashMap<&'a str, &'a Category>, category: &'a Category) -> Vec<&'a str> {
    let mut seen = HashSet::from([category.id.name.as_str()]);
    let mut found = Vec::new();
    let mut level = vec![category];
    for _ in 0..MAX_DEPTH {
        let mut next = Vec::new();
        for source in level.iter().flat_map(|category| &category.from) {
            if seen.insert(source.name.as_str()) {
                found.push(source.name.as_str());
                next.extend(all.get(source.name.as_str()).copied());
            }
        }
        level = next;
    }
    found
}
