//! How much of the past a change and its statements need.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Changes;
use crate::git::Oid;
use crate::kind::Direction;
use crate::policy::{Drift, Emergency, Guard, Kernel};
use crate::time::Instant;

/// What is read of the past, and where reading may stop.
#[derive(Clone, Debug, Default)]
pub struct Need {
    /// The instant from which on every state must be known; `None` when nothing is needed.
    pub since: Option<Instant>,
    /// What that instant is, for messages: `the start of …`.
    pub what: String,
    /// The artifacts whose values are kept, by system: those with a drift bound that the change loosens.
    pub values: BTreeSet<(String, String)>,
    /// The commit that adopted the policy: what came before does not count.
    pub start: Option<Oid>,
    /// The instants of signed records by the commit they cover: that commit and all before it
    /// landed no later.
    pub recorded: BTreeMap<Oid, Instant>,
}

impl Need {
    /// Finds what a change needs: the longest drift window on an artifact that it loosens, and
    /// the age of the oldest statement. Without either, nothing.
    pub fn of(kernel: &Kernel, changes: &Changes, oldest_statement: Option<Instant>, at: Instant) -> Need {
        let mut need = Need::default();
        if let Some(oldest) = oldest_statement {
            need.reach_to(
                oldest,
                format!("the day of the oldest statement on this change ({})", day(oldest)),
            );
        }
        let guards = kernel.rules.iter().flat_map(|rule| &rule.guards);
        for (guard, drift) in guards.filter_map(|guard| Some((guard, guard.drift.as_ref()?))) {
            let loosened = changes.list.iter().filter(|change| {
                change.direction == Direction::Loosens && covers(guard, &change.system, &change.artifact)
            });
            for change in loosened {
                let start = start_of(drift, at);
                let window = format!("{} window of drift on {}", drift.within, change.artifact);
                need.reach_to(start, format!("the start of the {window} ({})", day(start)));
                need.values.insert((change.system.clone(), change.artifact.clone()));
            }
        }
        need
    }

    /// Reaches back as far as an emergency may bring values back from.
    pub fn restoring(&mut self, emergency: &Emergency, at: Instant) {
        let start = emergency.restores_from(at);
        let window = format!("{} window of what an emergency may restore", emergency.restore_within);
        self.reach_to(start, format!("the start of the {window} ({})", day(start)));
    }

    fn reach_to(&mut self, start: Instant, what: String) {
        if self.since.is_none_or(|since| start < since) {
            self.since = Some(start);
            self.what = what;
        }
    }
}

fn covers(guard: &Guard, system: &str, artifact: &str) -> bool {
    let systems = guard.systems.as_ref();
    systems.is_none_or(|systems| systems.iter().any(|id| id == system))
        && (guard.artifact.is_empty() || guard.artifact == artifact)
}

/// A window in months has no length in seconds; the policy does not compile with one, so
/// everything is read rather than nothing.
fn start_of(drift: &Drift, at: Instant) -> Instant {
    Instant(at.0.saturating_sub(drift.within.seconds().unwrap_or(i64::MAX)))
}

fn day(at: Instant) -> String {
    at.to_string().chars().take_while(|c| *c != 'T').collect()
}
