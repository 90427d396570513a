//! One sentence for each change, in the words of the policy.

use crate::change::{Change, ModelId, Shown};
use crate::kind::{Direction, Kind, Op};

/// Returns a change as one sentence without a final stop: what, from what to what, which way.
///
/// Values are not escaped; the renderer of each format does that.
pub fn sentence(change: &Change) -> String {
    let mut text = match change.kind {
        Kind::Other => format!("the rest of {} {}", change.path, change.op),
        Kind::Policy => policy(change),
        _ => format!("{} {} {}", change.kind, name(change), what(change)),
    };
    if let Some(from) = &change.before_path {
        text += &format!(", moved from {from}");
    }
    if let Some(side) = direction(change) {
        text += &format!(" ({side})");
    }
    text
}

/// Returns the artifact's name, or the pointer where no policy names it.
pub fn name(change: &Change) -> String {
    match (change.artifact.as_str(), change.pointer.as_str()) {
        ("", "") => format!("of {}", change.path),
        ("", pointer) => format!("`{pointer}`"),
        (artifact, _) => match &change.instance {
            Some(instance) => format!("`{artifact}` of `{instance}`"),
            None => format!("`{artifact}`"),
        },
    }
}

/// Returns a value as shown, or `nothing`.
pub fn value(shown: Option<&Shown>) -> String {
    match shown {
        None => "nothing".into(),
        Some(Shown::Text(text)) if text.is_empty() => "an empty value".into(),
        Some(Shown::Text(text)) => shorten(text),
        Some(Shown::Prompt { sha256, lines }) => {
            format!("{lines} line{} ({})", plural(*lines), sha256.get(..8).unwrap_or(sha256))
        }
    }
}

/// Says what a value was: a change that is no addition had one, readable or not.
pub fn before(change: &Change) -> String {
    match (&change.before, change.op) {
        (None, Op::Added | Op::Widened) => "nothing".into(),
        (None, _) => "a value that could not be read".into(),
        (some, _) => value(some.as_ref()),
    }
}

/// Says what a value is now.
pub fn after(change: &Change) -> String {
    match (&change.after, change.op) {
        (None, Op::Removed | Op::Narrowed) => "nothing".into(),
        (None, _) => "a value that cannot be read".into(),
        (some, _) => value(some.as_ref()),
    }
}

/// Returns `s` unless the number is one.
pub fn plural(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Joins words as people do: `a`, `a or b`, `a, b or c`.
pub fn list(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

fn what(change: &Change) -> String {
    let (before, after) = (before(change), after(change));
    match (change.kind, change.op) {
        (Kind::Tools | Kind::Regions, Op::Widened) => format!("gained {after}"),
        (Kind::Tools | Kind::Regions, Op::Narrowed) => format!("lost {before}"),
        (_, Op::Added) => format!("added: {after}"),
        (_, Op::Removed) => format!("removed, was {before}"),
        (Kind::Prompt, op) => prompt(change, op),
        (Kind::Model, op) => format!("{op} from {before} to {after}{}", model(change)),
        (Kind::Knowledge, op) => format!("{op}"),
        (_, op) => {
            let by = change.delta.as_ref().map(|d| format!(", by {}", d.trim_start_matches('-')));
            format!("{op} from {before} to {after}{}", by.unwrap_or_default())
        }
    }
}

fn prompt(change: &Change, op: Op) -> String {
    let sections = change.text.as_ref().map(|t| t.sections.as_slice()).unwrap_or_default();
    let quoted: Vec<String> = sections.iter().map(|s| format!("“{}”", shorten(s))).collect();
    let place = match quoted.len() {
        0 => String::new(),
        1 => format!(" in section {}", quoted[0]),
        2..=4 => format!(" in sections {}", list(&quoted, "and")),
        n => format!(" in {n} sections, from {} to {}", quoted[0], quoted[n - 1]),
    };
    let part = if change.protected { ", a protected part" } else { "" };
    format!("{op}{place}{part}")
}

fn model(change: &Change) -> String {
    let Some(pair) = &change.model else { return String::new() };
    let mut notes = Vec::new();
    if let (Some(b), Some(a)) = (&pair.before, &pair.after) {
        let differs = |part: fn(&ModelId) -> &str| part(b) != part(a) && !part(a).is_empty();
        if differs(|m| &m.provider) {
            notes.push(format!("other provider: {}", a.provider));
        }
        if b.pinned && !a.pinned {
            notes.push("no longer pinned: the id can come to mean another model".into());
        }
    }
    notes.iter().map(|note| format!("; {note}")).collect()
}

fn policy(change: &Change) -> String {
    match change.op {
        Op::Added => "the policy is adopted".into(),
        Op::Removed => "the policy is removed".into(),
        Op::Weakened => "the policy's meaning changed, which counts as weakened".into(),
        _ => "the policy's register notes changed; no rule did".into(),
    }
}

fn direction(change: &Change) -> Option<&'static str> {
    if change.kind == Kind::Policy {
        return None;
    }
    match change.direction {
        Direction::Loosens => Some("loosens"),
        Direction::Tightens => Some("tightens"),
        Direction::Unknown => Some("direction unknown, counts as loosening"),
        Direction::Neutral => None,
    }
}

fn shorten(text: &str) -> String {
    const MOST: usize = 120;
    let flat: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    match flat.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &flat[..end]),
        None => flat,
    }
}
