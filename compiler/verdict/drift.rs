//! How far a value has wandered from the safest one that was in force in a window of time.

use crate::change::Change;
use crate::decimal::Decimal;
use crate::history::{History, Reach};
use crate::names;
use crate::policy::{Drift, Slot};
use crate::time::Instant;

use super::Extra;
use super::sides::Surroundings;
use super::sides::{self, Number};

/// A value held against a drift bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wander {
    /// Near enough to the safest value.
    Within,
    /// Too far, in words.
    Beyond(String),
    /// There is nothing to measure; the bound applies.
    Unmeasured(String),
    /// What was in force cannot be told.
    Unknown(Extra),
}

/// Measures the value after a loosening change against the safest one in force in the window,
/// the one in force at its start and the one before this change included.
pub(super) fn judge(bound: &Drift, change: &Change, around: &Surroundings) -> Wander {
    let name = format!("`{}`", change.artifact);
    let Some(slot) = sides::slot(around.kernel, change) else {
        return Wander::Unmeasured(format!("{name} is not governed, so its drift cannot be measured"));
    };
    let after = match around.sides.number_after(change, slot) {
        Number::Known(value) => value,
        Number::Absent => {
            return Wander::Unmeasured(format!("{name} is removed and has no default to measure"));
        }
        Number::Unknown => return unknown(format!("{name} cannot be read, so its drift cannot be told")),
    };
    let mut values = match in_force(bound, change, around) {
        Ok(values) => values,
        Err(extra) => return Wander::Unknown(extra),
    };
    match around.sides.number_before(change, slot) {
        Number::Known(value) => values.push(value),
        Number::Absent => {}
        Number::Unknown => {
            return unknown(format!(
                "{name} could not be read before this change, so its drift cannot be told"
            ));
        }
    }
    let Some(safest) = safest(&values, slot) else { return Wander::Within };
    let away = if slot.safer == "lower" { after.checked_sub(safest) } else { safest.checked_sub(after) };
    match away {
        None => Wander::Unmeasured(format!("how far {after} is from {safest} has too many digits")),
        Some(away) if away > bound.limit => Wander::Beyond(format!(
            "ends {away} from {safest}, the safest value of the last {}; at most {} is allowed",
            bound.within, bound.limit
        )),
        Some(_) => Wander::Within,
    }
}

/// Lists the values that were in force in the window. A state without an entry for the place had
/// no value there.
fn in_force(bound: &Drift, change: &Change, around: &Surroundings) -> Result<Vec<Decimal>, Extra> {
    let start = start_of(bound, around.at);
    let place = (
        change.system.clone(),
        change.artifact.clone(),
        change.before_path.clone().unwrap_or_else(|| change.path.clone()),
        change.before_pointer.clone().unwrap_or_else(|| change.pointer.clone()),
    );
    let mut values = Vec::new();
    for state in window(around.history, start)? {
        match state.values.get(&place) {
            None => {}
            Some(Some(value)) => values.push(*value),
            Some(None) => {
                return Err(extra(format!(
                    "`{}` could not be read at {}, inside the last {}",
                    change.artifact,
                    state.commit.short(),
                    bound.within
                )));
            }
        }
    }
    Ok(values)
}

fn window(history: &History, start: Instant) -> Result<&[crate::history::State], Extra> {
    match (history.states.iter().position(|state| state.latest < start), &history.reach) {
        (Some(oldest), _) => Ok(&history.states[..=oldest]),
        (None, Reach::Complete) => Ok(&history.states),
        (None, Reach::Shallow(error)) => {
            Err(Extra { reason: error.reason.into(), message: error.message.clone(), unknown: true })
        }
    }
}

fn start_of(bound: &Drift, at: Instant) -> Instant {
    let back = bound.within.seconds().unwrap_or(i64::MAX);
    Instant(at.0.saturating_sub(back))
}

fn safest(values: &[Decimal], slot: &Slot) -> Option<Decimal> {
    if slot.safer == "lower" { values.iter().min().copied() } else { values.iter().max().copied() }
}

fn unknown(message: String) -> Wander {
    Wander::Unknown(extra(message))
}

fn extra(message: String) -> Extra {
    Extra { reason: names::DRIFT_UNKNOWN.name.into(), message, unknown: true }
}
