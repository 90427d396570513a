//! The settings that carry out retention schedules, found once for a whole policy.

use std::collections::{BTreeSet, HashMap};

use crate::facts::{Facts, Row};
use crate::kind::Kind;
use crate::policy::{Kernel, Schedule, Slot};

use super::Enforced;

/// The schedules of a policy with the settings that carry them out, by system.
#[derive(Debug, Default)]
pub struct Settings<'k> {
    by_system: HashMap<&'k str, Vec<Carried<'k>>>,
}

/// A schedule and the settings of one system that carry it out; there is at least one.
#[derive(Debug)]
struct Carried<'k> {
    schedule: &'k Schedule,
    slots: Vec<&'k Slot>,
}

impl<'k> Settings<'k> {
    /// Gathers the settings of a policy. A schedule without any in a system is left out there.
    pub fn of(kernel: &'k Kernel) -> Settings<'k> {
        let mut all = Settings::default();
        if kernel.schedules.is_empty() {
            return all;
        }
        let mut periods: HashMap<(&str, &str), Vec<&Slot>> = HashMap::new();
        for slot in kernel.slots.iter().filter(|slot| slot.kind == Kind::Period) {
            periods.entry((&slot.system, &slot.artifact)).or_default().push(slot);
        }
        for schedule in &kernel.schedules {
            let systems: BTreeSet<&str> = schedule.covers.iter().map(|c| c.system.as_str()).collect();
            for system in systems {
                let slots = periods.get(&(system, schedule.id.as_str())).cloned().unwrap_or_default();
                if slots.iter().any(|slot| !slot.at.is_empty()) {
                    all.by_system.entry(system).or_default().push(Carried { schedule, slots });
                }
            }
        }
        all
    }

    /// Lists the settings of a system.
    pub fn slots(&self, system: &str) -> impl Iterator<Item = &'k Slot> {
        let carried = self.by_system.get(system).into_iter().flatten();
        carried.flat_map(|carried| carried.slots.iter().copied())
    }

    /// Lists the schedules of a system that a setting carries out.
    pub fn schedules(&self, system: &str) -> impl Iterator<Item = &'k Schedule> {
        self.by_system.get(system).into_iter().flatten().map(|carried| carried.schedule)
    }

    /// Lists the schedules of the system of some facts with what stands at their settings.
    pub fn enforced(&self, facts: &Facts) -> Vec<Enforced> {
        let carried = self.by_system.get(facts.system.as_str()).map_or(&[][..], Vec::as_slice);
        let mut rows: HashMap<&str, Vec<&Row>> = HashMap::new();
        if !carried.is_empty() {
            for row in facts.rows.iter().filter(|row| row.kind == Kind::Period) {
                rows.entry(&row.artifact).or_default().push(row);
            }
        }
        let enforced = |carried: &Carried<'k>| {
            let at = carried.slots.iter().flat_map(|slot| &slot.at).next()?.clone();
            let found = rows.get(carried.schedule.id.as_str()).into_iter().flatten();
            Some(Enforced {
                schedule: carried.schedule.clone(),
                system: facts.system.clone(),
                at,
                rows: found.map(|row| (*row).clone()).collect(),
            })
        };
        carried.iter().filter_map(enforced).collect()
    }
}
