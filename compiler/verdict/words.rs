//! The sentences of a verdict, for the engineer whose change does not pass.

use std::collections::BTreeSet;

use crate::policy::{Disclosure, Duty, Need, Predicate};

use super::said::MAX_DEPTH;
use super::signers::Signers;

/// How many people a sentence names before it says how many more there are.
const MOST_NAMES: usize = 6;
/// How many characters of a value or a text from a file a sentence shows.
const MOST_CHARACTERS: usize = 160;

/// Returns the parts of a duty in words; `owner` is shown with the roles it stands for.
pub(super) fn requires<'a>(duty: &'a Duty, roles: impl Fn(&'a Need) -> BTreeSet<&'a str>) -> Vec<String> {
    match duty {
        Duty::Never(text) if text.is_empty() => vec!["never allowed".into()],
        Duty::Never(text) => vec![format!("never allowed: {}", one_line(text))],
        Duty::Require { approvals, evidence } => {
            let approvals = approvals.iter().map(|need| {
                let roles = either(&roles(need));
                let place = if need.in_person { " in person" } else { "" };
                format!("{} from {roles}{place}", count(u64::from(need.count)))
            });
            approvals.chain(evidence.iter().map(|id| format!("evidence {id}"))).collect()
        }
    }
}

/// Says that the systems of a rule need other persons each; nothing where it is about one.
pub(super) fn other_persons(systems: &[&str], own: &str) -> Option<String> {
    let others: Vec<&str> = systems.iter().copied().filter(|system| *system != own).collect();
    (!others.is_empty()).then(|| format!("other persons than for {}", people(&others, "and")))
}

/// Says what is missing of a need, who could give it, and why others cannot.
pub(super) fn approval_missing(
    open: u64,
    asked: u64,
    roles: &BTreeSet<&str>,
    in_person: bool,
    could: &[&str],
    signers: &Signers,
) -> String {
    let more = if open < asked { format!("{open} more of {asked} approvals") } else { count(open) };
    let place = if in_person { " in person" } else { "" };
    let mut text = format!("needs {more} from {}{place}", either(roles));
    if could.is_empty() {
        let mut why: Vec<String> = Vec::new();
        for person in signers.persons() {
            match signers.why_not(person, roles, in_person) {
                None => {}
                Some("") => why.push(format!("{} is needed for another part or approved already", person.id)),
                Some(reason) => why.push(format!("{} {reason}", person.id)),
            }
        }
        text += &match why.len() {
            0 => "; nobody holds that role now".to_owned(),
            n if n > MOST_NAMES => format!("; nobody can give it: {} holders, none free to", why.len()),
            _ => format!("; nobody can give it: {}", why.join(", ")),
        };
    } else if (could.len() as u64) < open {
        text += &format!("; only {} could give it, which is not enough", people(could, "and"));
    } else {
        text += &format!("; {} could give it", people(could, "or"));
    }
    for person in could {
        let other: BTreeSet<&str> = signers.approved_as(person).filter(|r| !roles.contains(r)).collect();
        if !other.is_empty() {
            text += &format!("; {person} approved as {}, which is another role", either(&other));
        }
    }
    for (person, reason) in signers.refused(roles).iter().take(MOST_NAMES) {
        text += &format!("; the approval of {person} does not count: {reason}");
    }
    text
}

/// Says who refused and what would lift it.
pub(super) fn vetoed(person: &str, role: &str, digest: &str) -> String {
    let short = digest.get(..19).unwrap_or(digest);
    format!(
        "{person} refused as {role} ({short}…); only {person} can lift that, with `countersign approve --as {role} --lift`"
    )
}

/// Joins role ids: `a`, `a or b`, `a or b or c`; nobody when there are none.
pub(super) fn either(roles: &BTreeSet<&str>) -> String {
    if roles.is_empty() {
        return "nobody".into();
    }
    roles.iter().copied().collect::<Vec<_>>().join(" or ")
}

/// Returns a condition as it follows "must".
pub(super) fn must(predicate: &Predicate) -> String {
    predicate_words(predicate, MAX_DEPTH)
}

/// Makes one line of a text, without control characters, cut where it is long.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

/// Returns the first text that says anything.
pub(super) fn first_of(a: &str, b: &str) -> String {
    if a.is_empty() { b.to_owned() } else { a.to_owned() }
}

fn count(n: u64) -> String {
    if n == 1 { "1 approval".into() } else { format!("{n} approvals") }
}

fn people(ids: &[&str], last: &str) -> String {
    let (shown, rest) = ids.split_at(ids.len().min(MOST_NAMES));
    if !rest.is_empty() {
        return format!("{} {last} {} others", shown.join(", "), rest.len());
    }
    match shown {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn predicate_words(predicate: &Predicate, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return "…".into() };
    let listed = |items: &[String]| one_line(&items.join(", "));
    let joined = |all: &[Predicate], word: &str| {
        let each: Vec<String> = all.iter().map(|p| predicate_words(p, depth)).collect();
        each.join(word)
    };
    match predicate {
        Predicate::Pinned => "be pinned to one snapshot".into(),
        Predicate::In(items) => format!("be one of {}", listed(items)),
        Predicate::Between(low, high) => format!("lie between {low} and {high}"),
        Predicate::AtLeast(low) => format!("be at least {low}"),
        Predicate::AtMost(high) => format!("be at most {high}"),
        Predicate::Say(phrase) => format!("say \"{}\"", one_line(phrase)),
        Predicate::Match(regex) => format!("match '{}'", one_line(regex)),
        Predicate::From(suppliers) => format!("come from {}", suppliers.join(" or ")),
        Predicate::Discloses(told) => {
            format!("tell `{}` in the words \"{}\", {}", told.element, one_line(&told.words), place(told))
        }
        Predicate::Not(inner) => format!("not {}", predicate_words(inner, depth)),
        Predicate::And(all) => joined(all, " and "),
        Predicate::Or(any) => joined(any, " or "),
    }
}

/// Says where the words must stand.
fn place(told: &Disclosure) -> String {
    match (told.section.as_str(), told.turn.as_str()) {
        ("", "first turn") => "in its opening".to_owned(),
        ("", "closing") => "in its closing".to_owned(),
        ("", _) => "anywhere in it".to_owned(),
        (section, _) => format!("in its section \"{}\"", one_line(section)),
    }
}
