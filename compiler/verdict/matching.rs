//! Who fills which slot: maximum matching between the slots of a duty and the persons who
//! approved, so that no person is counted twice and no order of signing matters.

use std::collections::VecDeque;

/// Assigns at most one person to each slot and at most one slot to each person.
///
/// `wanted[slot]` lists the persons (as numbers below `persons`) who may fill the slot. The
/// answer fills as many slots as can be filled; among the answers that do, the one that fills
/// the earlier slots; among those, the one with the smallest person in the first slot, then in
/// the second, and so on. So equal inputs give equal witnesses.
pub fn assign(wanted: &[Vec<usize>], persons: usize) -> Vec<Option<usize>> {
    let mut table = Table { wanted, owner: vec![None; persons], fixed: vec![false; wanted.len()] };
    let filled: Vec<usize> = (0..wanted.len()).filter(|slot| table.fill(*slot)).collect();
    for slot in filled {
        table.prefer_the_smallest(slot);
    }
    table.slots()
}

struct Table<'a> {
    wanted: &'a [Vec<usize>],
    /// The slot that each person fills.
    owner: Vec<Option<usize>>,
    /// Slots whose person may no longer change.
    fixed: Vec<bool>,
}

impl Table<'_> {
    fn slots(&self) -> Vec<Option<usize>> {
        let mut slots = vec![None; self.wanted.len()];
        for (person, owner) in self.owner.iter().enumerate() {
            if let Some(slot) = owner {
                slots[*slot] = Some(person);
            }
        }
        slots
    }

    /// Fills one more slot, moving others to other persons where that helps.
    fn fill(&mut self, start: usize) -> bool {
        let mut asked_by: Vec<Option<usize>> = vec![None; self.owner.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(slot) = queue.pop_front() {
            for &person in &self.wanted[slot] {
                if person >= self.owner.len() || asked_by[person].is_some() {
                    continue;
                }
                asked_by[person] = Some(slot);
                match self.owner[person] {
                    None => {
                        self.shift(start, person, &asked_by);
                        return true;
                    }
                    Some(other) if !self.fixed[other] => queue.push_back(other),
                    Some(_) => {}
                }
            }
        }
        false
    }

    /// Gives the free person to who asked, that slot's former person to who asked for it, …
    fn shift(&mut self, start: usize, free: usize, asked_by: &[Option<usize>]) {
        let mut person = free;
        while let Some(slot) = asked_by[person] {
            let former = self.owner.iter().position(|owner| *owner == Some(slot));
            self.owner[person] = Some(slot);
            match former {
                Some(next) if slot != start => {
                    self.owner[next] = None;
                    person = next;
                }
                _ => return,
            }
        }
    }

    /// Moves a filled slot to the smallest person that leaves every other slot filled.
    fn prefer_the_smallest(&mut self, slot: usize) {
        let Some(current) = self.owner.iter().position(|owner| *owner == Some(slot)) else { return };
        let mut better: Vec<usize> = self.wanted[slot].iter().copied().filter(|p| *p < current).collect();
        better.sort_unstable();
        self.fixed[slot] = true;
        for person in better {
            let before = self.owner.clone();
            let displaced = self.owner[person];
            if displaced.is_some_and(|other| self.fixed[other]) {
                continue;
            }
            self.owner[current] = None;
            self.owner[person] = Some(slot);
            if displaced.is_none_or(|other| self.fill(other)) {
                return;
            }
            self.owner = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every assignment, by trying everything.
    fn all(wanted: &[Vec<usize>]) -> Vec<Vec<Option<usize>>> {
        let Some((first, rest)) = wanted.split_first() else { return vec![Vec::new()] };
        let mut out = Vec::new();
        for tail in all(rest) {
            let choices = std::iter::once(None).chain(first.iter().copied().map(Some));
            for choice in choices {
                if choice.is_none() || !tail.contains(&choice) {
                    out.push([vec![choice], tail.clone()].concat());
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn is_the_best_of_all_assignments(
            wanted in prop::collection::vec(prop::collection::btree_set(0..5usize, 0..5), 0..6)
        ) {
            let wanted: Vec<Vec<usize>> = wanted.into_iter().map(|set| set.into_iter().collect()).collect();
            let rank = |slots: &Vec<Option<usize>>| {
                let empty: Vec<bool> = slots.iter().map(Option::is_none).collect();
                let open = empty.iter().filter(|e| **e).count();
                (open, empty, slots.clone())
            };
            let best = all(&wanted).into_iter().min_by_key(rank).unwrap();
            prop_assert_eq!(assign(&wanted, 5), best);
        }

        #[test]
        fn the_order_of_candidates_does_not_matter(
            wanted in prop::collection::vec(prop::collection::vec(0..6usize, 0..6), 0..6)
        ) {
            let backwards: Vec<Vec<usize>> =
                wanted.iter().map(|slot| slot.iter().rev().copied().collect()).collect();
            prop_assert_eq!(assign(&wanted, 6), assign(&backwards, 6));
        }
    }

    #[test]
    fn a_long_chain_of_moves_is_found() {
        // Slot i wants persons i and i+1, the last slot only the first person: everyone moves.
        let mut wanted: Vec<Vec<usize>> = (0..500).map(|i| vec![i, i + 1]).collect();
        wanted.push(vec![0]);
        assert!(assign(&wanted, 501).iter().all(Option::is_some));
    }
}
