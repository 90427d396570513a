//! Which format of the library a file is in, by its path and what it has.

use super::fragment::Fragment;
use super::walk::Walk;
use crate::format::Document;
use crate::policy::{FileFormat, Whereabouts, whereabouts_of};

/// Finds the format of the library that says most about a file: of those whose `found` clause
/// matches, the one that asks for most, then the one with the longest glob.
///
/// Never used for a verdict: there only the policy says what a file is.
pub fn recognise(path: &str, document: &Document) -> Option<&'static FileFormat> {
    let mut best: Option<&'static Whereabouts> = None;
    for place in whereabouts_of(path) {
        let rank = |place: &Whereabouts| (place.with.len(), place.glob.len());
        let better = best.is_none_or(|best| rank(place) > rank(best));
        if better && place.with.iter().all(|fragment| is_there(document, fragment)) {
            best = Some(place);
        }
    }
    best?.format()
}

fn is_there(document: &Document, fragment: &str) -> bool {
    let Some(root) = &document.root else { return false };
    let walk = Walk { identities: &[] };
    match Fragment::parse(fragment) {
        Ok(Fragment::Pointer(steps)) => walk.pointer(root, &steps).is_ok_and(|found| found.is_some()),
        Ok(Fragment::Path(steps)) => walk.path(root, &steps).is_ok_and(|(found, _)| !found.is_empty()),
        _ => false,
    }
}
