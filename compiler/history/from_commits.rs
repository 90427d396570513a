//! The states of the target along first parents, with bounds on when each was in force.
//!
//! Commit dates are claims, so each state has two: what tightens uses the latest instant at
//! which it can have landed, what relaxes the earliest. A date in the past shortens no window;
//! a date in the future revives nothing.

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::facts::{Facts, Row, Value};
use crate::git::{GitError, Landing, Listing, Oid, Repository};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Kernel, Paths};
use crate::time::Instant;

use super::{History, Need, Reach, State};

/// Reads the states of a target from its tip back to the first that was in force before what is
/// needed began, that one included. `facts` reads the facts of a listing of governed paths; it
/// is called only where that listing changes.
///
/// Where the clone ends too early no state is returned and the reach says what was needed.
///
/// # Errors
/// Where an object of a state that is needed is missing or damaged.
pub fn read(
    repository: &Repository,
    kernel: &Kernel,
    tip: Oid,
    at: Instant,
    need: &Need,
    facts: &dyn Fn(&Listing) -> Result<Vec<Facts>, GitError>,
) -> Result<History, GitError> {
    let Some(since) = need.since else { return Ok(History::default()) };
    let landings = match walk(repository, tip, since, need) {
        Ok(landings) => landings,
        Err(e) if e.reason == names::SHALLOW_HISTORY.name => {
            return Ok(History { states: Vec::new(), reach: Reach::Shallow(e) });
        }
        Err(e) => return Err(e),
    };
    let times = times(&landings, at, need);
    let needed =
        times.iter().position(|(_, latest)| *latest < since).map_or(times.len(), |oldest| oldest + 1);
    let governed = Paths::governed(kernel);
    let mut states: Vec<State> = Vec::with_capacity(needed);
    let mut before: Option<Oid> = None;
    for (landing, (earliest, latest)) in landings.iter().zip(times).take(needed) {
        let unchanged = match before {
            Some(_) => repository.differences(before, Some(landing.tree), &governed)?.is_empty(),
            None => false,
        };
        let commit = landing.id;
        match states.last() {
            Some(same) if unchanged => states.push(State { commit, earliest, latest, ..same.clone() }),
            _ => {
                let listing = repository.listing(landing.tree, &governed)?;
                let facts = facts(&listing).map_err(|e| at_commit(e, commit))?;
                let digests = facts.iter().map(|facts| (facts.system.clone(), facts.digest())).collect();
                let values = values(kernel, need, &facts);
                before = Some(landing.tree);
                states.push(State { commit, earliest, latest, facts: digests, values });
            }
        }
    }
    Ok(History { states, reach: Reach::Complete })
}

/// Lists first parents, newest first, as far as their dates are needed: to the root, to where
/// the policy was adopted, or to a commit that a signed record places before the window.
fn walk(repository: &Repository, tip: Oid, since: Instant, need: &Need) -> Result<Vec<Landing>, GitError> {
    let mut landings = Vec::new();
    for landing in repository.first_parents(tip, &need.what) {
        let landing = landing?;
        let id = landing.id;
        landings.push(landing);
        if need.start == Some(id) || need.recorded.get(&id).is_some_and(|recorded| *recorded < since) {
            break;
        }
    }
    Ok(landings)
}

/// Returns the earliest and latest instant at which each commit can have landed.
fn times(landings: &[Landing], at: Instant, need: &Need) -> Vec<(Instant, Instant)> {
    let mut times = Vec::with_capacity(landings.len());
    let mut earliest = at;
    for landing in landings {
        earliest = earliest.min(Instant(landing.seconds));
        times.push((earliest, at));
    }
    let mut latest = Instant(i64::MIN);
    for (landing, times) in landings.iter().zip(times.iter_mut()).rev() {
        latest = latest.max(Instant(landing.seconds)).min(at);
        if let Some(recorded) = need.recorded.get(&landing.id) {
            latest = latest.min(*recorded);
        }
        times.1 = latest;
    }
    times
}

/// Picks the decimals of artifacts with a drift bound; `None` for one that cannot be read.
fn values(
    kernel: &Kernel,
    need: &Need,
    facts: &[Facts],
) -> BTreeMap<(String, String, String, String), Option<Decimal>> {
    let mut values = BTreeMap::new();
    for facts in facts {
        let bounded = |row: &&Row| need.values.contains(&(facts.system.clone(), row.artifact.clone()));
        for row in facts.rows.iter().filter(|row| row.kind == Kind::Threshold).filter(bounded) {
            let value = match &row.value {
                Value::Decimal { v, .. } => Some(Decimal::parse(v)),
                Value::Absent => default_of(kernel, &facts.system, &row.artifact).map(Some),
                _ => Some(None),
            };
            if let Some(value) = value {
                let place =
                    (facts.system.clone(), row.artifact.clone(), row.path.clone(), row.pointer.clone());
                values.insert(place, value);
            }
        }
    }
    values
}

fn default_of(kernel: &Kernel, system: &str, artifact: &str) -> Option<Decimal> {
    let slot = kernel.slots.iter().find(|slot| slot.system == system && slot.artifact == artifact)?;
    Decimal::parse(slot.default.as_deref()?)
}

/// Says at which state of the past something was missing.
fn at_commit(mut error: GitError, commit: Oid) -> GitError {
    error.message = format!("{}, needed for the state at {}", error.message, commit.short());
    error
}
