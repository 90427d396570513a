//! What a platform runs must be what the head says.

use crate::change::{Deployed, compare_texts, effective};
use crate::facts::{Row, Value};
use crate::names;

use super::holds::says;
use super::words::one_line;
use super::{Held, ObligationResult};

/// Tells whether an export says what is approved.
pub fn runs_as_approved(deployed: &Deployed) -> bool {
    judge(deployed).result == ObligationResult::Satisfied
}

/// Judges one value of an export.
pub(super) fn judge(deployed: &Deployed) -> Held {
    let slot = &deployed.slot;
    let value = |row: &Option<Row>| row.as_ref().map_or(Value::Absent, |row| row.value.clone());
    // What an export leaves out it does not tell; what the head leaves out has its default.
    let (running, approved) = (value(&deployed.running), effective(&value(&deployed.approved), Some(slot)));
    let unknown = |value: &Value| matches!(value, Value::Unknown { .. });
    let (result, reason) = match () {
        () if unknown(&running) || unknown(&approved) => {
            (ObligationResult::Unknown, names::INVARIANT_UNKNOWN.name)
        }
        () if same(deployed, &running, &approved) => (ObligationResult::Satisfied, ""),
        () => (ObligationResult::Unsatisfied, names::DEPLOYED_DIFFERS.name),
    };
    let name = &slot.artifact;
    let message = match result {
        ObligationResult::Satisfied => format!("the platform runs `{name}` as approved"),
        ObligationResult::Unknown => unknown_why(deployed),
        _ if running == Value::Absent => {
            let approved = says(&approved);
            format!("the export does not tell `{name}`, and {approved} is approved: export it again, whole")
        }
        _ => {
            let (differs, change) = differs(deployed, &running, &approved);
            format!(
                "the platform runs `{name}` {differs}: set the platform back and export again, or have \
                 {change} approved as a change of `{name}`"
            )
        }
    };
    Held {
        hold: format!("{}.{name}:deployed", slot.system),
        system: slot.system.clone(),
        artifact: name.clone(),
        path: deployed.export.path.clone(),
        pointer: deployed.export.fragment.clone(),
        result,
        reason: reason.to_owned(),
        message,
        span: deployed.running.as_ref().and_then(|row| row.detail.at),
    }
}

/// Says why it cannot be told whether an export says what is approved, and what to do.
fn unknown_why(deployed: &Deployed) -> String {
    let name = &deployed.slot.artifact;
    let why = |row: &Option<Row>| row.as_ref()?.detail.unreadable.as_ref().map(|why| one_line(&why.message));
    match (why(&deployed.running), why(&deployed.approved)) {
        (Some(why), _) => format!(
            "whether the platform runs `{name}` as approved cannot be told, since the export cannot be read \
             there: {why}; export it again, whole"
        ),
        (None, Some(why)) => format!(
            "whether the platform runs `{name}` as approved cannot be told, since its own file cannot be read: {why}"
        ),
        (None, None) => format!("whether the platform runs `{name}` as approved cannot be told"),
    }
}

/// Says how what runs differs from what is approved, and what would have to be approved.
fn differs(deployed: &Deployed, running: &Value, approved: &Value) -> (String, String) {
    let text = |row: &Option<Row>| row.as_ref().and_then(|row| row.detail.text.clone());
    match (running, approved) {
        (Value::Text { .. }, Value::Text { .. }) => {
            let (running, approved) = (text(&deployed.running), text(&deployed.approved));
            let lines =
                lines(running.as_deref().unwrap_or_default(), approved.as_deref().unwrap_or_default());
            (format!("with another text than the approved one; {lines}"), "its text".to_owned())
        }
        (Value::Set { v: running }, Value::Set { v: approved }) => {
            let only = |some: &[String], others: &[String]| {
                let list: Vec<_> =
                    some.iter().filter(|one| !others.contains(one)).map(|one| format!("`{one}`")).collect();
                one_line(&list.join(", "))
            };
            let (more, less) = (only(running, approved), only(approved, running));
            let differs = match (more.as_str(), less.as_str()) {
                (more, "") => format!("with {more} beside what is approved"),
                ("", less) => format!("without {less}, which is approved"),
                (more, less) => format!("with {more} and without {less}, against what is approved"),
            };
            (differs, "what it runs".to_owned())
        }
        _ => (format!("as {}, and {} is approved", says(running), says(approved)), says(running)),
    }
}

/// Says the first place where two texts differ, and how many lines more do.
fn lines(running: &str, approved: &str) -> String {
    let change = compare_texts(approved, running, &[]);
    let signed = |sign: char| change.diff.iter().filter_map(move |line| line.strip_prefix(sign));
    let first = |sign| signed(sign).find(|line| !line.trim().is_empty()).map(one_line);
    let said = match (change.words.first(), first('+'), first('-')) {
        (Some(words), _, _) => {
            let with = |middle: &str| {
                let parts = [words.lead.as_str(), middle, words.trail.as_str()];
                one_line(&parts.join(" "))
            };
            format!("it says “{}” where “{}” is approved", with(&words.after), with(&words.before))
        }
        (None, Some(came), Some(went)) => format!("it says “{came}” where “{went}” is approved"),
        (None, Some(came), None) => format!("it says “{came}”, which is not approved"),
        (None, None, Some(went)) => format!("it does not say “{went}”"),
        (None, None, None) => return "it has other empty lines".to_owned(),
    };
    match signed('+').count().max(signed('-').count()) {
        0 | 1 => said,
        2 => format!("{said}, and another line differs"),
        all => format!("{said}, and {} other lines differ", all - 1),
    }
}

/// Compares two values; of a prompt only its text, since a platform knows no parts, and not the
/// white space at the ends of lines, which platforms drop.
fn same(deployed: &Deployed, running: &Value, approved: &Value) -> bool {
    let text = |row: &Option<Row>| row.as_ref().and_then(|row| row.detail.text.clone());
    match (running, approved) {
        (Value::Text { sha256: a, .. }, Value::Text { sha256: b, .. }) => {
            let both = || Some((text(&deployed.running)?, text(&deployed.approved)?));
            a == b || both().is_some_and(|(a, b)| trimmed(&a).eq(trimmed(&b)))
        }
        (a, b) => a == b && *a != Value::Absent,
    }
}

fn trimmed(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end().lines().map(str::trim_end)
}
