//! What stands under another catalogue and is about the same thing: where to begin looking.
//!
//! To be near is not to be the same: a hint is never counted as evidence.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::Document;

use super::cell::Entry;
use super::support::Support;
use super::view::View;

/// How many ids of other catalogues a hint names.
const NAMED: usize = 4;

/// What the crosswalks of a policy join, as far as something stands behind it.
pub(super) struct Hints<'a> {
    walks: Vec<Walk<'a>>,
    /// The places in `walks`, by reference.
    by_reference: BTreeMap<&'a str, Vec<usize>>,
}

/// A crosswalk with its ids that something supports.
struct Walk<'a> {
    confidence: &'static str,
    /// Each with whether a file shows it.
    supported: Vec<(&'a str, bool)>,
}

impl<'a> Hints<'a> {
    /// Looks for what supports the ids that the crosswalks join.
    pub(super) fn new(view: &View<'a>, support: &BTreeMap<String, Support>) -> Hints<'a> {
        let (mut walks, mut by_reference) = (Vec::new(), BTreeMap::<&str, Vec<usize>>::new());
        for crosswalk in &view.model.governance.crosswalks {
            let joins = crosswalk.joins.iter().map(String::as_str);
            let supported = joins.clone().filter_map(|id| {
                let support = support.get(id)?;
                Some((id, support.files.iter().any(|file| view.found(file) == Some(Document::There))))
            });
            let supported: Vec<_> = supported.collect();
            if supported.is_empty() {
                continue;
            }
            joins.for_each(|id| by_reference.entry(id).or_default().push(walks.len()));
            walks.push(Walk { confidence: crosswalk.read.confidence, supported });
        }
        Hints { walks, by_reference }
    }

    /// Says from which ids of other catalogues a control or a clause has a hint.
    pub(super) fn of(&self, reference: &str) -> Vec<Entry> {
        let catalogue = |id: &str| id.split(':').next().unwrap_or_default().to_owned();
        let own = catalogue(reference);
        let walks =
            self.by_reference.get(reference).into_iter().flatten().filter_map(|at| self.walks.get(*at));
        let mut found: BTreeSet<(bool, &str, &str)> = BTreeSet::new();
        for walk in walks {
            let others = walk.supported.iter().filter(|(id, _)| catalogue(id) != own);
            found.extend(others.take(NAMED + 1).map(|(id, shown)| (!shown, *id, walk.confidence)));
        }
        let more = found.len().saturating_sub(NAMED);
        let mut entries: Vec<Entry> = found.into_iter().take(NAMED).map(|(declared, id, confidence)| {
            let standing = if declared { "declared only" } else { "evidenced" };
            Entry::said(format!("hint, by crosswalk from {id}, {standing} there (confidence of the crosswalk: {confidence})"))
        }).collect();
        if more > 0 {
            entries.push(Entry::said("and more, by other crosswalks"));
        }
        entries
    }
}
