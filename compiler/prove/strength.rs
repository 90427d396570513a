//! Which of two duties asks for more.

use std::collections::BTreeSet;

use crate::label::Label;
use crate::policy::{Duty, Need};

use super::people::{Demand, People, choices};

/// The most sets of approvals that one comparison tries.
const MOST_TRIED: usize = 4096;

impl<'p> People<'p> {
    /// Tells whether whatever satisfies all of `strong` also satisfies `weak`, for changes of one
    /// system by nobody who holds a role. `None` where that takes too many tries.
    ///
    /// More approvals never hurt, so only the largest sets of approvals that fail `weak` are
    /// tried: all of those outside some of its needs, and one too few inside them.
    pub fn implies(&self, strong: &[&'p Duty], weak: &'p Duty, system: &str) -> Option<bool> {
        if strong.iter().any(|duty| matches!(duty, Duty::Never(_)) || *duty == weak) {
            return Some(true);
        }
        let Duty::Require { approvals, evidence } = weak else { return Some(false) };
        let reports: BTreeSet<&Label> = strong.iter().flat_map(|duty| evidence_of(duty)).collect();
        let everybody = |_: usize, _: &str| true;
        if !evidence.iter().all(|id| reports.contains(id)) {
            return Some(!self.met_by(strong, system, &everybody));
        }
        let mut left = MOST_TRIED;
        for some in subsets(approvals)? {
            let counting: BTreeSet<(usize, &str)> = some
                .iter()
                .flat_map(|need| self.roles_of(need, system).into_iter().map(|role| (role, need.in_person)))
                .flat_map(|(role, in_person)| {
                    self.representatives(role, in_person).map(move |person| (person, role))
                })
                .collect();
            let able: BTreeSet<usize> = counting.iter().map(|(person, _)| *person).collect();
            let able: Vec<usize> = able.into_iter().collect();
            let wanted: usize = some.iter().map(|need| need.count as usize).sum();
            let few = wanted.saturating_sub(1).min(able.len());
            for chosen in choices(&able, few) {
                left = left.checked_sub(1)?;
                let given = |person: usize, role: &str| {
                    chosen.contains(&person) || !counting.contains(&(person, role))
                };
                if self.met_by(strong, system, &given) {
                    return Some(false);
                }
            }
        }
        Some(true)
    }

    /// Tells whether the approvals that `given` lets through satisfy every duty.
    fn met_by(&self, duties: &[&'p Duty], system: &str, given: &dyn Fn(usize, &str) -> bool) -> bool {
        duties.iter().all(|duty| {
            let Duty::Require { approvals, .. } = duty else { return false };
            let mut slots = Vec::new();
            for need in approvals {
                let mut able = BTreeSet::new();
                for role in self.roles_of(need, system) {
                    let holders = self.representatives(role, need.in_person);
                    able.extend(holders.filter(|person| given(*person, role)));
                }
                let count = (need.count as usize).min(self.all().len() + 1);
                slots.extend(std::iter::repeat_n(able.into_iter().collect::<Vec<_>>(), count));
            }
            self.can_meet(&Demand { slots }, &BTreeSet::new())
        })
    }
}

/// Returns the evidence that a duty asks for.
pub fn evidence_of(duty: &Duty) -> &[Label] {
    match duty {
        Duty::Require { evidence, .. } => evidence,
        Duty::Never(_) => &[],
    }
}

/// Lists every choice of at least one need; `None` where there are too many.
fn subsets(needs: &[Need]) -> Option<Vec<Vec<&Need>>> {
    if needs.len() > 8 {
        return None;
    }
    let chosen = |bits: u32| {
        let some = needs.iter().enumerate().filter(move |(i, _)| bits >> i & 1 == 1);
        some.map(|(_, need)| need).collect()
    };
    Some((1..1u32 << needs.len()).map(chosen).collect())
}
