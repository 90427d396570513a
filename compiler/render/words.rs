//! One sentence for each change, in the words of the policy.

use crate::approval::DeclaredEmergency;
use crate::change::{Binding, Change, Confidence, ModelId, Shown};
use crate::kind::{Direction, Kind, Op};
use crate::verdict::ExceptionUse;

/// Returns a change as one sentence without a final stop: what, from what to what, which way.
///
/// Values are not escaped; the renderer of each format does that.
pub fn sentence(change: &Change) -> String {
    let mut text = match change.kind {
        Kind::Other => format!("the rest of {} {}", change.path, change.op),
        Kind::Policy => policy(change),
        _ => format!("{} {} {}", kind(change), name(change), what(change)),
    };
    if let Some(from) = change.before_path.as_ref().filter(|_| !is_move(change)) {
        text += &format!(", moved from {from}");
    }
    if let Some(side) = direction(change) {
        text += &format!(" ({side})");
    }
    text
}

/// Returns the kind, and how sure it is where it was inferred and the key does not say it outright.
fn kind(change: &Change) -> String {
    match change.confidence {
        Some(Confidence::Guess) => format!("{} (a guess)", change.kind),
        Some(Confidence::Likely) => format!("{} (likely)", change.kind),
        Some(Confidence::Sure) | None => change.kind.to_string(),
    }
}

/// Returns the changes of one value, or the items of one set that came and went, as one sentence.
pub fn sentence_of(group: &[&Change]) -> String {
    let [first, _, ..] = group else { return group.first().map(|c| sentence(c)).unwrap_or_default() };
    let items = |side: fn(&Change) -> Option<&Shown>| -> Vec<String> {
        group.iter().filter_map(|change| side(change)).map(|shown| value(Some(shown))).collect()
    };
    let (gone, come) = (items(|c| c.before.as_ref()), items(|c| c.after.as_ref()));
    let told = match (first.op, come.is_empty(), gone.is_empty()) {
        (Op::Added, ..) => format!("added with {}", some(&come)),
        (Op::Removed, ..) => format!("removed, was {}", some(&gone)),
        (_, false, false) => format!("gained {} and lost {}", some(&come), some(&gone)),
        (_, false, true) => format!("gained {}", some(&come)),
        _ => format!("lost {}", some(&gone)),
    };
    let worst = [Direction::Unknown, Direction::Loosens, Direction::Tightens, Direction::Neutral];
    let side =
        worst.into_iter().find_map(|d| group.iter().find(|c| c.direction == d)).and_then(|c| direction(c));
    let side = side.map(|side| format!(" ({side})")).unwrap_or_default();
    format!("{} {} {told}{side}", kind(first), name(first))
}

/// Lists a few items, and how many more there are.
fn some(items: &[String]) -> String {
    const MOST: usize = 8;
    match items.len().checked_sub(MOST).filter(|more| *more > 1) {
        Some(more) => format!("{} and {more} more", items[..MOST].join(", ")),
        None => list(items, "and"),
    }
}

/// Tells whether a value only stands in another place than before.
pub fn is_move(change: &Change) -> bool {
    let elsewhere =
        change.before_pointer.is_some() || !change.system.is_empty() && change.before_path.is_some();
    change.op == Op::Added && elsewhere
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

/// The SHA-256 of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Returns a value as shown, or `nothing`.
pub fn value(shown: Option<&Shown>) -> String {
    match shown {
        None => "nothing".into(),
        Some(Shown::Text(text)) if text.is_empty() => "an empty value".into(),
        Some(Shown::Text(text)) => shorten(text),
        // The lines of a file that is compared whole are not counted.
        Some(Shown::Prompt { sha256, lines: 0 }) if !EMPTY.starts_with(sha256.as_str()) => {
            format!("a file ({})", sha256.get(..8).unwrap_or(sha256))
        }
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
        (_, Op::Added) if is_move(change) => {
            let from = change.before_pointer.as_ref().or(change.before_path.as_ref());
            format!("moved from {}, the same in itself", from.map_or("", String::as_str))
        }
        (_, Op::Added) => format!("added: {after}{}", model(change)),
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
        notes.extend(identity(b, a));
        match (b.binding, a.binding) {
            (Binding::Pinned, Binding::Floating) => {
                notes.push("no longer pinned: the id can come to mean another model".into());
            }
            (Binding::Pinned, Binding::Unknown) => {
                notes.push("no longer pinned: nothing is promised of the id".into());
            }
            (Binding::Floating | Binding::Unknown, Binding::Pinned) => notes.push("now pinned".into()),
            _ => {}
        }
    } else if let Some(a) = &pair.after
        && a.binding == Binding::Floating
    {
        notes.push("not pinned: the id can come to mean another model".into());
    }
    if let Some(ends) = &pair.ends {
        let told = if ends.reported { "is reported to retire" } else { "retires" };
        let then = if ends.then.is_empty() { String::new() } else { format!(" and then {}", ends.then) };
        let instead =
            if ends.instead.is_empty() { String::new() } else { format!(", replaced by {}", ends.instead) };
        notes.push(format!("{told} on {}{then}{instead}", ends.on));
    }
    notes.iter().map(|note| format!("; {note}")).collect()
}

/// Says what is another: the maker, or else the family, or else the version; and the place.
fn identity(b: &ModelId, a: &ModelId) -> Vec<String> {
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let mut notes = Vec::new();
    if b.provider != a.provider && !a.provider.is_empty() {
        notes.push(if b.provider.is_empty() {
            format!("other provider: {}", a.provider)
        } else {
            format!("other provider: {} after {}", a.provider, b.provider)
        });
    } else if b.family != a.family && !a.family.is_empty() && !b.family.is_empty() {
        notes.push(format!("other family: {} after {}", a.family, b.family));
    } else if b.version != a.version && !(a.version.is_empty() && b.version.is_empty()) {
        notes.push(format!("other version: {} after {}", or_none(&a.version), or_none(&b.version)));
    }
    if b.place != a.place {
        notes.push(format!("served elsewhere: {} after {}", or_none(&a.place), or_none(&b.place)));
    }
    notes
}

fn policy(change: &Change) -> String {
    match change.op {
        Op::Added => "the policy is adopted".into(),
        Op::Removed => "the policy is removed".into(),
        Op::Weakened if !change.pointer.is_empty() => {
            let said = |side: &Option<Shown>| match side {
                Some(Shown::Text(text)) => format!("`{}`", shorten(text)),
                _ => "not stated".into(),
            };
            format!(
                "{} promises less: {} before, {} now, which counts as weakened",
                change.pointer,
                said(&change.before),
                said(&change.after)
            )
        }
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

/// Says what stood in for the duties of a change that passed; `""` where nothing did.
pub fn relieved(exceptions: &[ExceptionUse], emergency: Option<&DeclaredEmergency>) -> String {
    if let Some(declared) = emergency.filter(|declared| declared.refused.is_none()) {
        return format!(
            "restored in the emergency `{}`, to be reviewed before {}",
            declared.incident, declared.review_due
        );
    }
    let names: Vec<String> = exceptions.iter().map(|used| format!("`{}`", used.exception)).collect();
    match names.len() {
        0 => String::new(),
        1 => format!("with the exception {}", names[0]),
        _ => format!("with the exceptions {}", list(&names, "and")),
    }
}

/// Ends a sentence that somebody wrote.
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
