//! Renamed keys and moved sections: what is gone here and has come there with the same value.

use std::collections::HashMap;

use super::key;
use super::walk::Difference;
use crate::canonical;
use crate::kind::Kind;

/// For each difference, the index of the one that it was before, if it only moved.
///
/// A value moved when it is gone in one place and has come in another as the same kind, and
/// either its key is the same or, where that says little enough by chance, shares a word. Both
/// stay differences: each place says something else than before.
pub fn sources(found: &[Difference]) -> Vec<Option<usize>> {
    let mut gone: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
    for (i, difference) in found.iter().enumerate().rev() {
        if let (Some((read, _)), None) = (&difference.before, &difference.after)
            && !difference.item
        {
            gone.entry((difference.inferred.kind, canonical::digest(&read.value))).or_default().push(i);
        }
    }
    let source = |difference: &Difference| -> Option<usize> {
        let (None, Some((read, _)), false) = (&difference.before, &difference.after, difference.item) else {
            return None;
        };
        let candidates = gone.get_mut(&(difference.inferred.kind, canonical::digest(&read.value)))?;
        // The last few are looked at; a thousand equal values that moved tell nothing each.
        let near = |i: &usize| found.get(*i).is_some_and(|old| is_near(&old.name, &difference.name));
        let at = candidates.iter().rposition(near).filter(|at| candidates.len() - at <= 16)?;
        Some(candidates.remove(at))
    };
    found.iter().map(source).collect()
}

fn is_near(old: &str, new: &str) -> bool {
    if old == new {
        return true;
    }
    let (old, new) = (key::words(old), key::words(new));
    old.iter().any(|word| word.len() > 2 && new.contains(word))
}
