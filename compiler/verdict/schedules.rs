//! Retention schedules: the settings that carry them out, and what law and legal holds ask of the
//! schedules that a change touches.

use crate::change::{Changes, Enforced, Takers, Touched, is_at_least};
use crate::facts::{Detail, Row, Value};
use crate::kind::Kind;
use crate::law::{self, Compared, Kept, Length, Sure};
use crate::names::{self, Name};
use crate::policy::{Asked, Covered, FOLDER, Keeping, Limit, Schedule};
use crate::time::{InWords, Instant, Period, PeriodUnit};

use super::words;
use super::{Extra, Held, ObligationResult};

/// Judges every setting that carries out a schedule.
pub fn settings(changes: &Changes) -> Vec<Held> {
    changes.enforced.iter().flat_map(of_schedule).collect()
}

/// Lists what no approval cures: a touched schedule below a floor or above a ceiling of law, or
/// one that may keep data for a shorter time than before while a matter asks that it stays.
pub fn limits(changes: &Changes, at: Instant) -> Vec<Extra> {
    let all = changes.schedules.iter();
    let takers = Takers::new(all.clone().filter_map(|touched| touched.after.as_ref()));
    all.flat_map(|touched| beyond_law(touched).into_iter().chain(held(touched, &takers, at))).collect()
}

fn of_schedule(enforced: &Enforced) -> Vec<Held> {
    if enforced.rows.is_empty() {
        let (path, pointer) = (enforced.at.path.clone(), enforced.at.fragment.clone());
        let value = Value::Absent;
        let (kind, artifact) = (Kind::Period, enforced.schedule.id.clone());
        let none = Row { path, pointer, kind, artifact, value, detail: Detail::default() };
        return vec![carried_out(&enforced.schedule, &enforced.system, &none)];
    }
    enforced.rows.iter().map(|row| carried_out(&enforced.schedule, &enforced.system, row)).collect()
}

/// Holds what stands at a setting of a system against the schedule that it carries out.
pub fn carried_out(schedule: &Schedule, system: &str, row: &Row) -> Held {
    let value = &row.value;
    let cause = row.detail.unreadable.as_ref();
    let (result, reason) = match (says(value, schedule), cause) {
        (Some(true), _) => (ObligationResult::Satisfied, ""),
        (Some(false), Some(cause)) => (ObligationResult::Unsatisfied, cause.reason),
        (Some(false), None) => (ObligationResult::Unsatisfied, names::DIFFERS_FROM_SCHEDULE.name),
        (None, _) => (ObligationResult::Unknown, names::INVARIANT_UNKNOWN.name),
    };
    let id = &schedule.id;
    let keeps = format!("the schedule `{id}` keeps {}", schedule.keep);
    let message = match (result, cause) {
        (ObligationResult::Satisfied, _) => format!("{keeps}, and so does its setting"),
        (ObligationResult::Unknown, Some(cause)) => {
            format!("{keeps}; what its setting says cannot be told: {}", cause.message)
        }
        (ObligationResult::Unknown, None) => format!("{keeps}; what its setting says cannot be told"),
        (_, Some(cause)) if cause.reason != names::RULE_ERASES_LESS.name => {
            format!("{keeps}, and its setting does not carry that out: {}", cause.message)
        }
        (_, Some(cause)) => format!(
            "{keeps}, and its setting does not carry that out: {}: mend the rule, or point `enforced at` to the one \
             that does",
            cause.message
        ),
        _ => format!(
            "{keeps}, and its setting says {}: bring the setting in line, or have the schedule changed in \
             the same change",
            shown(value)
        ),
    };
    Held {
        hold: format!("{system}.{id}:schedule"),
        system: system.to_owned(),
        artifact: id.clone(),
        path: row.path.clone(),
        pointer: row.pointer.clone(),
        result,
        reason: reason.to_owned(),
        message,
        span: cause.and_then(|cause| cause.at).or(row.detail.at),
    }
}

/// Tells whether a setting says what the schedule says; `None` where the setting cannot be read.
fn says(value: &Value, schedule: &Schedule) -> Option<bool> {
    let Value::Duration { n, unit } = value else {
        return match value {
            Value::Unknown { .. } => None,
            // Without a setting nothing is ever disposed of.
            _ => Some(*value == Value::Absent && schedule.keep == Keeping::Forever),
        };
    };
    Some(match &schedule.keep {
        Keeping::Forever => unit == "forever",
        _ if unit == "forever" => false,
        Keeping::Nothing => n == "0",
        Keeping::After { period, .. } => {
            let own = read(n, unit)?;
            let (a, b) = (Length::from(own), Length::from(*period));
            // What is longer than can be counted is the same only where it is written the same.
            own == *period
                || (a.seconds < u64::MAX && (a == b || (a.months == 0 && a == b.rounded(&schedule.rounding))))
        }
        Keeping::Until(_) | Keeping::While(_) => false,
    })
}

fn read(n: &str, family: &str) -> Option<Period> {
    let units =
        [("seconds", PeriodUnit::Seconds), ("days", PeriodUnit::Days), ("months", PeriodUnit::Months)];
    let unit = units.into_iter().find(|(word, _)| *word == family)?.1;
    Some(Period { n: n.parse().ok()?, unit })
}

fn shown(value: &Value) -> String {
    match value {
        Value::Duration { unit, .. } if unit == "forever" => "without end".into(),
        Value::Duration { n, unit } => match read(n, unit) {
            Some(period) => period.to_string(),
            None => "something else".into(),
        },
        Value::Absent => "nothing".into(),
        _ => "something else".into(),
    }
}

fn beyond_law(touched: &Touched) -> Vec<Extra> {
    let Some(schedule) = &touched.after else { return Vec::new() };
    touched.limits.iter().filter_map(|limit| breaks(schedule, limit, &touched.limits)).collect()
}

/// How long copies may live where law asks to keep data for exactly as long as it allows.
const GRACE: Length = Length { months: 0, seconds: 31 * 86_400 };

/// A schedule held against a limit.
struct Against {
    reason: &'static Name,
    /// The schedule, what it keeps and what law asks, in words.
    said: String,
    compared: Compared,
    /// When it keeps to a limit that counts from another event.
    condition: Option<String>,
}

fn against(schedule: &Schedule, limit: &Limit, all: &[Limit]) -> Against {
    let kept = schedule.kept();
    // Data is gone when its last copy is.
    let mut copies = schedule.backups.filter(|_| matches!(limit.asks, Asked::Ceiling { .. }));
    if asked_as_floor(limit, all) {
        copies = copies.filter(|more| GRACE.is_at_least(Length::from(*more)) != Sure::Always);
    }
    let really = kept.plus(copies.map(Length::from).unwrap_or_default());
    let (reason, asks, compared, condition) = match &limit.asks {
        Asked::Floor { period, event } => (
            &names::BELOW_LEGAL_FLOOR,
            format!("at least {} after {event}", InWords(*period)),
            law::floor(kept, *period, event),
            law::condition(kept, *period, event, true),
        ),
        Asked::Ceiling { period, event } => (
            &names::ABOVE_LEGAL_CEILING,
            format!("at most {} after {event}", InWords(*period)),
            law::ceiling(really, *period, event),
            law::condition(really, *period, event, false),
        ),
        Asked::Nothing => {
            let fits = if kept == Kept::Nothing { Compared::Fits } else { Compared::Breaks };
            (&names::ABOVE_LEGAL_CEILING, "that nothing is kept".to_owned(), fits, None)
        }
    };
    let cite = words::one_line(&limit.cite);
    let copies = copies.map(|more| format!(" and {} in backups", InWords(more))).unwrap_or_default();
    let said = format!(
        "the schedule `{}` keeps {}{copies}, and `{}` asks {asks} ({cite}){}",
        schedule.id,
        schedule.keep,
        limit.fact,
        of(limit)
    );
    Against { reason, said, compared, condition }
}

/// How many cases a message names before it counts the rest.
const NAMED: usize = 3;

/// Says for which data in which places a limit asks.
fn of(limit: &Limit) -> String {
    let some = |all: Vec<String>| {
        let more = all.len().saturating_sub(NAMED);
        let named = all.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        if more == 0 { named } else { format!("{named} and {more} more") }
    };
    let one = |covered: &Covered| {
        format!("`{}` of `{}` in {}", covered.category, covered.system, some(covered.places.clone()))
    };
    match limit.of.as_slice() {
        [] => String::new(),
        all => format!(" for {}", some(all.iter().map(one).collect())),
    }
}

fn breaks(schedule: &Schedule, limit: &Limit, all: &[Limit]) -> Option<Extra> {
    let against = against(schedule, limit, all);
    (against.compared == Compared::Breaks).then(|| {
        let advice = "change `keep`, or split what it covers so that this law is about a part of its own";
        blocked(against.reason, format!("{}: {advice}", against.said))
    })
}

/// Tells of each limit that binds a touched schedule and counts from another event: no number says that
/// it is kept or broken, and whoever approves the change has to know.
pub(super) fn clocks(changes: &Changes) -> Vec<Held> {
    let held = |touched: &Touched| {
        let schedule = touched.after.clone()?;
        let limits = touched.limits.iter();
        let all = limits.filter_map(|limit| counted_otherwise(&schedule, limit, &touched.limits));
        Some(all.collect::<Vec<_>>())
    };
    changes.schedules.iter().filter_map(held).flatten().collect()
}

fn counted_otherwise(schedule: &Schedule, limit: &Limit, all: &[Limit]) -> Option<Held> {
    let against = against(schedule, limit, all);
    let system = &limit.of.first()?.system;
    if against.compared != Compared::Clock {
        return None;
    }
    let whether = against.condition.map_or_else(
        || "whether it keeps to that cannot be told here".to_owned(),
        |when| format!("it keeps to that {when}, which cannot be told here"),
    );
    Some(Held {
        hold: format!("law:{}", limit.fact),
        system: system.clone(),
        artifact: schedule.id.clone(),
        path: FOLDER.to_owned(),
        pointer: format!("retention {}", schedule.id),
        result: ObligationResult::Warned,
        reason: names::LAW_COUNTS_OTHERWISE.name.to_owned(),
        message: format!("{}: {whether}", against.said),
        span: None,
    })
}

/// Tells whether a limit asks for a time that another one asks to keep at least.
fn asked_as_floor(limit: &Limit, all: &[Limit]) -> bool {
    let Asked::Ceiling { period, event } = &limit.asks else { return false };
    let floor = Asked::Floor { period: *period, event: event.clone() };
    all.iter().any(|other| other.asks == floor)
}

/// A time that is not surely as long as before may be shorter, and what is let go of has none.
fn held(touched: &Touched, takers: &Takers<'_>, at: Instant) -> Option<Extra> {
    let before = touched.before.as_ref()?;
    let matter = before.held.iter().find(|matter| matter.is_live(at))?;
    let now = match &touched.after {
        Some(after) if !is_at_least(after, before) => format!("would keep {}", after.keep),
        Some(after) => {
            let covered = takers.let_go(before, after, None)?;
            format!("would no longer cover all `{}` of `{}`", covered.category, covered.system)
        }
        None => "would be gone".to_owned(),
    };
    Some(blocked(
        &names::HELD_DATA,
        format!(
            "the schedule `{}` keeps {} and {now}, while the hold `{}` asks since {} that its data stays: \
             lift the hold first, or leave the schedule as it is",
            before.id, before.keep, matter.id, matter.from
        ),
    ))
}

fn blocked(reason: &Name, message: String) -> Extra {
    Extra { reason: reason.name.to_owned(), message, unknown: false }
}
