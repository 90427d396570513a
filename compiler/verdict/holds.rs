//! What must be true of the head: every hold on every value of its kind in a touched system.
//!
//! A value that is absent is judged as its default. Without a default there is nothing to judge:
//! the removal is a change of its own, and rules decide on it.

use crate::change::Changes;
use crate::decimal::Decimal;
use crate::facts::{Row, Value};
use crate::kind::Kind;
use crate::model_id::{Binding, Library};
use crate::names;
use crate::policy::{Hold, Kernel, Predicate, Slot};
use crate::time::{Instant, Period};

use super::disclosure;
use super::exports;
use super::in_step;
use super::predicate::{self, Subject};
use super::said::Truth;
use super::schedules;
use super::words;
use super::{Held, ObligationResult};

/// Judges every hold on every value that it speaks of, sorted by place, then hold.
pub(super) fn judge(kernel: &Kernel, changes: &Changes, at: Instant) -> Vec<Held> {
    let mut all = Vec::new();
    let library = kernel.library();
    for (_, _, facts) in &changes.facts {
        for hold in kernel.holds.iter().filter(|hold| is_about(hold, &facts.system)) {
            let rows = facts.rows.iter().filter(|row| {
                row.kind == hold.kind && (hold.artifact.is_empty() || hold.artifact == row.artifact)
            });
            for row in rows {
                let slot = slot(kernel, &facts.system, row);
                all.extend(held(hold, &facts.system, row, slot, &library, at));
            }
        }
    }
    all.extend(in_step::judge(kernel, changes));
    all.extend(schedules::settings(changes));
    all.extend(schedules::clocks(changes));
    all.extend(changes.deployed.iter().map(exports::judge));
    all.sort_by(|a: &Held, b| key(a).cmp(&key(b)));
    all.dedup();
    all
}

fn key(held: &Held) -> (&str, &str, &str, &str, &str, ObligationResult, &str) {
    (&held.system, &held.path, &held.pointer, &held.artifact, &held.hold, held.result, &held.message)
}

fn is_about(hold: &Hold, system: &str) -> bool {
    hold.systems.as_ref().is_none_or(|systems| systems.iter().any(|s| s == system))
}

fn slot<'a>(kernel: &'a Kernel, system: &str, row: &Row) -> Option<&'a Slot> {
    kernel.slots.iter().find(|s| s.system == system && s.artifact == row.artifact && s.kind == row.kind)
}

fn held(
    hold: &Hold,
    system: &str,
    row: &Row,
    slot: Option<&Slot>,
    library: &Library,
    at: Instant,
) -> Option<Held> {
    let default = slot.and_then(|slot| slot.default.as_deref());
    if row.value == Value::Absent && default.is_none() {
        return None;
    }
    let truth = truth(hold, row, slot, default, library);
    let warns = hold.warn_until.is_some_and(|day| at < day.end());
    let (result, reason) = match truth {
        Truth::Yes => (ObligationResult::Satisfied, ""),
        Truth::No => (ObligationResult::Unsatisfied, broken(&hold.predicate).name),
        Truth::Unknown => (ObligationResult::Unknown, names::INVARIANT_UNKNOWN.name),
    };
    let name = if row.artifact.is_empty() { &row.path } else { &row.artifact };
    let must = words::must(&hold.predicate);
    let message = match truth {
        Truth::Yes => format!("`{name}` must {must}"),
        Truth::No => match &hold.predicate {
            Predicate::Discloses(told) => {
                let text = row.detail.text.as_deref().unwrap_or_default();
                format!("`{name}` must {must}; {}", disclosure::missing(text, told))
            }
            _ => {
                format!("`{name}` must {must}; {}{}", shown(row, default), promise(hold, row, slot, library))
            }
        },
        Truth::Unknown if is_about_words(&hold.predicate) && row.detail.text.is_some() => format!(
            "`{name}` must {must}; the words stand in a comment, or among characters that nobody sees, and who \
             renders the text may leave them out"
        ),
        Truth::Unknown => {
            format!("`{name}` must {must}; whether that is so cannot be told; {}", shown(row, default))
        }
    };
    Some(Held {
        hold: hold.id.clone(),
        system: system.to_owned(),
        artifact: row.artifact.clone(),
        path: row.path.clone(),
        pointer: row.pointer.clone(),
        result: if warns && truth != Truth::Yes { ObligationResult::Warned } else { result },
        reason: reason.to_owned(),
        message: match hold.warn_until {
            Some(day) if warns && truth != Truth::Yes => format!("{message}; only warns until {day}"),
            _ => message,
        },
        span: row.detail.at,
    })
}

fn is_about_words(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Not(inner) => is_about_words(inner),
        other => matches!(other, Predicate::Say(_) | Predicate::Discloses(_)),
    }
}

/// Names the reason for a value that is not as it must be.
fn broken(predicate: &Predicate) -> &'static names::Name {
    match predicate {
        Predicate::Discloses(_) => &names::DISCLOSURE_MISSING,
        _ => &names::INVARIANT_BROKEN,
    }
}

/// Judges a hold on a value; on a set, on each of its items.
fn truth(hold: &Hold, row: &Row, slot: Option<&Slot>, default: Option<&str>, library: &Library) -> Truth {
    let one = |subject| predicate::judge(&hold.predicate, subject);
    match &row.value {
        Value::Unknown { .. } => Truth::Unknown,
        Value::Set { v } => v.iter().map(|item| one(Subject::Word(item))).min().unwrap_or(Truth::Yes),
        Value::Absent => default.map_or(Truth::Unknown, |text| one(default_subject(row.kind, text))),
        Value::Text { .. } => row.detail.text.as_deref().map_or(Truth::Unknown, |t| one(Subject::Prose(t))),
        Value::Id { v } if row.kind == Kind::Model => {
            one(Subject::Model(v, &library.model(v, slot.map_or("", |slot| &slot.served_by))))
        }
        Value::Id { v } => one(Subject::Id(v)),
        Value::Decimal { v, .. } => Decimal::parse(v).map_or(Truth::Unknown, |n| one(Subject::Number(n))),
        Value::Scalar { r#type, v } if r#type == "number" => {
            Decimal::parse(v).map_or(Truth::Unknown, |n| one(Subject::Number(n)))
        }
        Value::Scalar { v, .. } | Value::Switch { v } => one(Subject::Word(v)),
        Value::Duration { n, unit } => period(n, unit, slot).map_or(Truth::Unknown, one),
        Value::Files { .. } | Value::Rest { .. } | Value::Policy { .. } => one(Subject::Other),
    }
}

fn default_subject(kind: Kind, text: &str) -> Subject<'_> {
    match (kind, Decimal::parse(text)) {
        (Kind::Voice, _) => Subject::Id(text),
        (_, Some(number)) => Subject::Number(number),
        _ => Subject::Word(text),
    }
}

/// Reads a period in the unit of its slot, the unit in which the policy writes its bounds.
fn period<'a>(n: &str, family: &str, slot: Option<&Slot>) -> Option<Subject<'a>> {
    if family == "forever" {
        return Some(Subject::Forever);
    }
    let one = Period::new(1, &slot?.unit)?;
    let same = format!("{:?}", one.unit).eq_ignore_ascii_case(family);
    let n = Decimal::parse(n).filter(|_| same)?;
    Some(Subject::Period { n, unit: Decimal::from_integer(one.n) })
}

/// Says why an id that may well look like a snapshot is none.
fn promise(hold: &Hold, row: &Row, slot: Option<&Slot>, library: &Library) -> &'static str {
    match &row.value {
        Value::Id { v } if hold.predicate == Predicate::Pinned => {
            let read = library.model(v, slot.map_or("", |slot| &slot.served_by));
            if read.binding == Binding::Unknown { ", an id of which nothing is promised" } else { "" }
        }
        _ => "",
    }
}

fn shown(row: &Row, default: Option<&str>) -> String {
    match &row.value {
        Value::Text { .. } => "its text does not".into(),
        Value::Absent => format!("it is absent, which means {}", default.unwrap_or("nothing")),
        Value::Unknown { why, .. } => format!("it cannot be read: {why}"),
        Value::Files { .. } | Value::Rest { .. } | Value::Policy { .. } => "it is no such value".into(),
        value => format!("it is {}", says(value)),
    }
}

/// Writes a value as a sentence about it shows it.
pub(super) fn says(value: &Value) -> String {
    let text = match value {
        Value::Id { v } | Value::Decimal { v, .. } | Value::Scalar { v, .. } | Value::Switch { v } => {
            v.clone()
        }
        Value::Set { v } => v.join(", "),
        Value::Duration { n, unit } => format!("{n} {unit}").trim().to_owned(),
        Value::Text { sha256, lines, .. } => {
            format!("a text of {lines} lines ({}…)", sha256.get(..12).unwrap_or(sha256))
        }
        Value::Absent => "nothing".into(),
        _ => "something else".into(),
    };
    match words::one_line(&text) {
        text if text.is_empty() => "empty".into(),
        text => text,
    }
}
