//! Which stretches of two sequences differ, in work that is bounded by their lengths.
//!
//! Items that occur once on both sides are anchors; the stretches between them are compared one
//! by one as long as the work lasts, and are one block beyond that. No clock is read, so every
//! machine finds the same.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch that differs: what stood there, and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The items before.
    pub old: Range<usize>,
    /// The items after.
    pub new: Range<usize>,
}

/// The most comparisons of items between anchors, over all that is compared with it.
pub struct Work(usize);

impl Default for Work {
    fn default() -> Work {
        Work(4_000_000)
    }
}

/// Finds the stretches that differ, in order.
pub fn blocks<T: Eq + Hash>(old: &[T], new: &[T], work: &mut Work) -> Vec<Block> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.is_empty() || b.is_empty() || (a.len() == 1 && b.len() == 1) {
        return vec![Block { old: head..head + a.len(), new: head..head + b.len() }];
    }
    let (a, b) = numbered(a, b);
    let mut found = Vec::new();
    stretch(&a, &b, (head, head), work, true, &mut found);
    found
}

/// Up to this many items, looking through those before is faster than an index.
const FEW: usize = 24;

/// Gives equal items equal numbers.
fn numbered<T: Eq + Hash>(old: &[T], new: &[T]) -> (Vec<u32>, Vec<u32>) {
    if old.len() + new.len() <= FEW {
        let number = |item: &T| {
            let first = old.iter().chain(new).position(|other| other == item);
            first.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX)
        };
        return (old.iter().map(number).collect(), new.iter().map(number).collect());
    }
    let mut seen: HashMap<&T, u32> = HashMap::with_capacity(old.len());
    let mut number = |item| {
        let next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        *seen.entry(item).or_insert(next)
    };
    (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect())
}

fn stretch(
    old: &[u32],
    new: &[u32],
    shift: (usize, usize),
    work: &mut Work,
    anchor: bool,
    found: &mut Vec<Block>,
) {
    if old.is_empty() || new.is_empty() {
        if !(old.is_empty() && new.is_empty()) {
            push(found, shift.0..shift.0 + old.len(), shift.1..shift.1 + new.len());
        }
        return;
    }
    let anchors = if anchor { anchors(old, new) } else { Vec::new() };
    if !anchors.is_empty() {
        let (mut i, mut j) = (0, 0);
        for (a, b) in anchors {
            between(&old[i..a], &new[j..b], (shift.0 + i, shift.1 + j), work, found);
            (i, j) = (a + 1, b + 1);
        }
        return between(&old[i..], &new[j..], (shift.0 + i, shift.1 + j), work, found);
    }
    let cost = old.len().saturating_mul(new.len());
    if cost > work.0 {
        return push(found, shift.0..shift.0 + old.len(), shift.1..shift.1 + new.len());
    }
    work.0 -= cost;
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let (a, b) = (op.old_range(), op.new_range());
            push(found, shift.0 + a.start..shift.0 + a.end, shift.1 + b.start..shift.1 + b.end);
        }
    }
}

/// A stretch between two anchors, without what it has in common at its ends.
fn between(old: &[u32], new: &[u32], shift: (usize, usize), work: &mut Work, found: &mut Vec<Block>) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let shift = (shift.0 + head, shift.1 + head);
    stretch(&old[head..old.len() - tail], &new[head..new.len() - tail], shift, work, false, found);
}

/// Joins a block to the one before where they touch.
fn push(found: &mut Vec<Block>, old: Range<usize>, new: Range<usize>) {
    match found.last_mut() {
        Some(last) if last.old.end == old.start && last.new.end == new.start => {
            (last.old.end, last.new.end) = (old.end, new.end);
        }
        _ => found.push(Block { old, new }),
    }
}

/// Pairs what occurs once on both sides and keeps the longest part that is in one order.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let most = old.iter().chain(new).max().map_or(0, |n| *n as usize + 1);
    // How often an item occurs on each side, and where it did last.
    let mut places = vec![(0u32, 0u32, 0usize); most];
    for (i, n) in old.iter().enumerate() {
        places[*n as usize].0 += 1;
        places[*n as usize].2 = i;
    }
    for n in new {
        places[*n as usize].1 += 1;
    }
    let once = new.iter().enumerate().filter_map(|(j, n)| match places[*n as usize] {
        (1, 1, i) => Some((i, j)),
        _ => None,
    });
    increasing(&once.collect::<Vec<_>>())
}

/// Returns the longest increasing part by the first number; the second already increases.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (k, (i, _)) in pairs.iter().enumerate() {
        let at = ends.partition_point(|end| pairs[*end].0 < *i);
        before.push(at.checked_sub(1).map(|n| ends[n]));
        if at == ends.len() { ends.push(k) } else { ends[at] = k }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut here = ends.last().copied();
    while let Some(k) = here {
        chain.push(pairs[k]);
        here = before[k];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the blocks leave is the same on both sides.
    fn check(old: &[u32], new: &[u32]) -> usize {
        let found = blocks(old, new, &mut Work::default());
        let keep = |items: &[u32], ranges: Vec<Range<usize>>| -> Vec<u32> {
            let inside = |i: usize| ranges.iter().any(|r| r.contains(&i));
            items.iter().enumerate().filter(|(i, _)| !inside(*i)).map(|(_, n)| *n).collect()
        };
        let kept = keep(old, found.iter().map(|b| b.old.clone()).collect());
        assert_eq!(kept, keep(new, found.iter().map(|b| b.new.clone()).collect()));
        found.len()
    }

    #[test]
    fn what_is_left_is_common() {
        assert_eq!(check(&[], &[]), 0);
        assert_eq!(check(&[1], &[]), 1);
        assert_eq!(check(&[1, 2, 3], &[1, 2, 3]), 0);
        assert_eq!(check(&[1, 2, 3, 4, 5], &[1, 9, 3, 4, 8, 5]), 2);
        assert_eq!(check(&[1, 1, 1, 2, 2], &[1, 2, 1, 2]), 2);
        assert_eq!(check(&[1, 2, 3, 4], &[3, 4, 1, 2]), 2);
    }

    #[test]
    fn many_small_changes_of_a_long_text_stay_small() {
        let old: Vec<u32> = (0..20_000).collect();
        let new: Vec<u32> = old.iter().map(|n| if n % 100 == 7 { n + 1_000_000 } else { *n }).collect();
        assert_eq!(check(&old, &new), 200);
    }

    #[test]
    fn repeated_items_beyond_the_work_are_one_block() {
        let old: Vec<u32> = (0..20_000).map(|n| n * 7 % 4).collect();
        let new: Vec<u32> = (0..20_000).map(|n| (n * n) % 5).collect();
        assert_eq!(check(&old, &new), 1);
    }
}
