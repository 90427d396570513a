//! Which side of a clause is the safer one, and whether an edit goes away from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::law::{Length, Sure};
use crate::time::{Date, Period};

/// What is safer in the words of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Safer {
    /// `no`.
    No,
    /// A shorter time, and `nothing` before any; saying none is worse than saying one.
    Shorter,
    /// A longer time; saying none is worse than saying one.
    Longer,
    /// A shorter time after `every` or `within`, and the same words before it.
    Sooner,
    /// Fewer names.
    Fewer,
    /// Fewer names; saying none leaves all open.
    Within,
    /// More names; saying none is worse than saying one.
    More,
    /// More names; saying none is the most.
    Wider,
    /// Every clause that was there.
    Each,
    /// No clause but those that were there.
    Only,
    /// As many, each as long: by the first word where the clause begins with a kind, until the last day.
    Lasting {
        /// Whether the first word says which it is.
        by_kind: bool,
    },
    /// No last day, or a later one.
    Open,
    /// A weightier effect.
    Weightier,
    /// `always`, and the same words as before.
    Same,
    /// That something is said.
    There,
    /// What was said, to the word: it cannot be told which side is safer.
    Exact,
}

/// The clauses of one word in one item: their values.
pub(super) type Clauses<'n> = [&'n [String]];

/// Tells whether an item that was there promises less by a clause than before.
pub(super) fn is_looser(safer: Safer, before: Option<&Clauses<'_>>, after: Option<&Clauses<'_>>) -> bool {
    if before == after {
        return false;
    }
    let text = |clauses: &Clauses<'_>| said(clauses);
    match (safer, before, after) {
        (Safer::No, _, Some(after)) => text(after) != "no",
        (Safer::Open, None, Some(_)) | (Safer::Open, Some(_), None) => after.is_some(),
        (Safer::Wider, None, Some(_)) | (Safer::Wider, Some(_), None) => after.is_some(),
        (Safer::Only | Safer::Exact, None, Some(_)) => true,
        (_, None, _) | (Safer::Fewer | Safer::Only, Some(_), None) => false,
        (_, Some(_), None) => true,
        (_, Some(before), Some(after)) => is_away(safer, before, after),
    }
}

/// Tells it where both sides say something.
fn is_away(safer: Safer, old: &Clauses<'_>, new: &Clauses<'_>) -> bool {
    let (before, after) = (said(old), said(new));
    let (before, after) = (before.as_str(), after.as_str());
    match safer {
        Safer::There => false,
        Safer::Shorter => is_longer(before, after),
        Safer::Longer => is_longer(after, before),
        Safer::Sooner => {
            let ((head, old), (other, new)) = (interval(before), interval(after));
            match (old, new) {
                _ if head != other => true,
                (_, None) => old.is_some(),
                (None, Some(_)) => false,
                (Some(old), Some(new)) => is_longer(old, new),
            }
        }
        Safer::Fewer | Safer::Within => !names(after).is_subset(&names(before)),
        Safer::More | Safer::Wider => !names(before).is_subset(&names(after)),
        Safer::Each => !old.iter().all(|clause| new.contains(clause)),
        Safer::Only => !new.iter().all(|clause| old.contains(clause)),
        Safer::Lasting { by_kind } => {
            let (old, new) = (lasting(old, by_kind), lasting(new, by_kind));
            old.iter().any(|(kind, (count, until))| {
                new.get(kind).is_none_or(|(others, other)| others < count || other < until)
            })
        }
        // Days in this form sort as they follow each other.
        Safer::Open => after < before,
        Safer::Weightier => after == "minor",
        Safer::No | Safer::Same => after != "always",
        Safer::Exact => true,
    }
}

/// Returns what clauses say, as it is shown.
pub(super) fn said(clauses: &Clauses<'_>) -> String {
    let each: Vec<String> = clauses.iter().map(|values| values.join(" ")).collect();
    each.join(", ")
}

/// Splits what is said at `every` or `within`; dates before it are no matter.
fn interval(said: &str) -> (String, Option<&str>) {
    let at = |word: &str| said.split_once(&format!("{word} "));
    let (head, time) = match at("every").or_else(|| at("within")) {
        Some((head, time)) => (head, Some(time)),
        None => (said, None),
    };
    let words = head.split_whitespace().filter(|word| Date::parse(word).is_none());
    (words.collect::<Vec<_>>().join(" "), time)
}

fn is_longer(before: &str, after: &str) -> bool {
    let length = |text: &str| match text {
        "nothing" => Some(Length::default()),
        _ => {
            let (n, unit) = text.split_once(' ')?;
            Some(Length::from(Period::new(n.parse().ok()?, unit)?))
        }
    };
    match (length(before), length(after)) {
        (Some(before), Some(after)) => before.is_at_least(after) != Sure::Always,
        _ => true,
    }
}

/// Lists the names in a list, or all words where there is none.
fn names(said: &str) -> BTreeSet<&str> {
    let inside = said.split_once('[').map_or(said, |(_, list)| list);
    let words = inside.split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']'));
    words.filter(|word| !word.is_empty() && *word != "nowhere").collect()
}

/// Returns by kind how many there are, and the last day of them; one without a day lasts longest.
fn lasting<'n>(clauses: &Clauses<'n>, by_kind: bool) -> BTreeMap<&'n str, (usize, Until<'n>)> {
    let mut all: BTreeMap<&str, (usize, Until<'n>)> = BTreeMap::new();
    for values in clauses {
        let kind = values.first().filter(|_| by_kind).map_or("", String::as_str);
        let day = values.last().map(String::as_str).filter(|word| Date::parse(word).is_some());
        let until = day.map_or(Until::Always, Until::Day);
        let (count, last) = all.entry(kind).or_insert((0, until));
        *count += 1;
        *last = (*last).max(until);
    }
    all
}

/// How long something lasts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until<'n> {
    /// To a day: days in this form sort as they follow each other.
    Day(&'n str),
    /// No last day is said.
    Always,
}

/// Returns the answers to questions: whether each is yes.
pub(super) fn answers<'n>(clauses: &Clauses<'n>) -> BTreeMap<&'n str, bool> {
    let mut all = BTreeMap::new();
    for values in clauses {
        let no = values.first().is_some_and(|word| word == "not");
        let words = values.iter().filter(|word| *word != "not");
        let questions =
            words.flat_map(|list| list.split([',', ' ', '[', ']'])).filter(|word| !word.is_empty());
        all.extend(questions.map(|question| (question, !no)));
    }
    all
}
