//! What an edit of the notes of a policy loosens: promises that no rule reads and people rely on.
//!
//! Any change of the kernel counts as weakened as a whole. Of what registers say, only some words
//! have a safer side; these are told one by one. Where it cannot be told, it counts as weakened.

use std::collections::{BTreeMap, BTreeSet};

use crate::law::{Length, Sure};
use crate::time::{Date, Period};

use super::Note;

/// Something that a policy promised and promises less of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weaker {
    /// What it is about: `supplier aurora training`.
    pub what: String,
    /// What was said, or `None`.
    pub before: Option<String>,
    /// What is said now, or `None`.
    pub after: Option<String>,
}

/// What is safer in the words of a clause.
#[derive(Clone, Copy)]
enum Safer {
    /// `no`.
    No,
    /// A shorter time, and `nothing` before any; saying none is worse than saying one.
    Shorter,
    /// A shorter time after `every` or `within`, and the same words before it.
    Sooner,
    /// Fewer names.
    Fewer,
    /// The names that were there, and maybe more.
    Kept,
    /// A weightier effect.
    Weightier,
    /// `always`, and the same words as before.
    Same,
}

/// Clauses with a safer side, and whether one that goes with its item is lost.
const WATCHED: &[(&str, Safer, bool)] = &[
    ("supplier.training", Safer::No, false),
    ("supplier.retains", Safer::Shorter, false),
    ("supplier.regions", Safer::Fewer, false),
    ("supplier.subprocessors", Safer::Fewer, false),
    ("system.acts", Safer::Kept, true),
    ("system.stage.processed", Safer::Fewer, false),
    ("system.stage.stored", Safer::Fewer, false),
    ("system.decides.effect", Safer::Weightier, false),
    ("system.decides.human", Safer::Sooner, false),
    ("system.decides.hours", Safer::Same, false),
    ("system.decides.otherwise", Safer::Same, false),
    ("system.decides.contest", Safer::Same, false),
    ("system.assessment", Safer::Sooner, true),
    ("baseline.every", Safer::Shorter, true),
    ("exercise.every", Safer::Shorter, true),
    ("review.every", Safer::Shorter, true),
    ("document.reviewed", Safer::Sooner, true),
];

/// Clauses of which a system has several, each with a name: one that goes is lost.
const PARTS: &[&str] = &["system.stage", "system.decides"];

/// Lists what the notes of a new policy promise less of than those of the old one, sorted.
pub fn weaker(old: &[Note], new: &[Note]) -> Vec<Weaker> {
    let (old, new) = (Said::new(old), Said::new(new));
    let mut all = Vec::new();
    for (topic, safer, even_gone) in WATCHED {
        for subject in old.subjects(topic).union(&new.subjects(topic)) {
            let (before, after) = (old.words(topic, subject), new.words(topic, subject));
            let is_there = *even_gone || new.has(topic, subject);
            if is_there && is_looser(*safer, before.as_deref(), after.as_deref()) {
                all.push(Weaker { what: named(topic, subject), before, after });
            }
        }
    }
    for topic in PARTS {
        for (subject, part) in old.parts(topic).difference(&new.parts(topic)) {
            let what = named(topic, &format!("{subject}.{part}"));
            all.push(Weaker { what, before: Some("there".into()), after: None });
        }
    }
    all.extend(excluded(&old, &new));
    all.extend(allowed(&old, &new));
    all.sort();
    all
}

/// The notes of a policy, by topic and subject.
struct Said<'n> {
    rows: BTreeMap<(&'n str, &'n str), Vec<&'n [String]>>,
}

impl<'n> Said<'n> {
    fn new(notes: &'n [Note]) -> Said<'n> {
        let mut rows: BTreeMap<_, Vec<&[String]>> = BTreeMap::new();
        for note in notes {
            rows.entry((note.topic.as_str(), note.subject.as_str())).or_default().push(&note.values);
        }
        Said { rows }
    }

    fn of<'s>(&'s self, topic: &'s str) -> impl Iterator<Item = (&'n str, &'s [&'n [String]])> {
        let rows = self.rows.iter().filter(move |((own, _), _)| *own == topic);
        rows.map(|((_, subject), values)| (*subject, values.as_slice()))
    }

    fn subjects(&self, topic: &str) -> BTreeSet<&'n str> {
        self.of(topic).map(|(subject, _)| subject).collect()
    }

    fn words(&self, topic: &str, subject: &str) -> Option<String> {
        let values = self.rows.get(&(topic, subject))?;
        let each: Vec<String> = values.iter().map(|values| values.join(" ")).collect();
        Some(each.join(", "))
    }

    /// Tells whether the item or clause around a clause is there.
    fn has(&self, topic: &str, subject: &str) -> bool {
        let Some((around, _)) = topic.rsplit_once('.') else { return false };
        match subject.rsplit_once('.').filter(|_| PARTS.contains(&around)) {
            Some((of, part)) => self.parts(around).contains(&(of, part)),
            None => self.rows.keys().any(|(own, about)| {
                *about == subject && own.strip_prefix(around).is_some_and(|rest| rest.starts_with('.'))
            }),
        }
    }

    fn parts(&self, topic: &str) -> BTreeSet<(&'n str, &'n str)> {
        let named = |(subject, all): (&'n str, &[&'n [String]])| {
            let names: Vec<_> = all.iter().filter_map(|values| values.first()).collect();
            names.into_iter().map(move |name| (subject, name.as_str()))
        };
        self.of(topic).flat_map(named).collect()
    }
}

fn named(topic: &str, subject: &str) -> String {
    let (item, clause) = topic.split_once('.').unwrap_or((topic, ""));
    let clause = clause.rsplit('.').next().unwrap_or_default();
    format!("{item} {subject} {clause}")
}

fn is_looser(safer: Safer, before: Option<&str>, after: Option<&str>) -> bool {
    if before == after {
        return false;
    }
    match (safer, before, after) {
        (Safer::No, _, Some(after)) => after != "no",
        (_, None, _) => false,
        (Safer::Fewer, Some(_), None) => false,
        (_, Some(_), None) => true,
        (Safer::Shorter, Some(before), Some(after)) => is_longer(before, after),
        (Safer::Sooner, Some(before), Some(after)) => {
            let ((head, old), (other, new)) = (interval(before), interval(after));
            match (old, new) {
                _ if head != other => true,
                (_, None) => old.is_some(),
                (None, Some(_)) => false,
                (Some(old), Some(new)) => is_longer(old, new),
            }
        }
        (Safer::Fewer, Some(before), Some(after)) => !names(after).is_subset(&names(before)),
        (Safer::Kept, Some(before), Some(after)) => !names(before).is_subset(&names(after)),
        (Safer::Weightier, Some(_), Some(after)) => after == "minor",
        (Safer::Same, Some(_), Some(after)) => after != "always",
    }
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

/// Lists the controls that were not excluded before and are now.
fn excluded(old: &Said<'_>, new: &Said<'_>) -> Vec<Weaker> {
    let controls = |said: &Said<'_>| -> BTreeSet<(String, String)> {
        let all = said.parts("applicability.excludes").into_iter();
        all.map(|(subject, control)| (subject.to_owned(), control.to_owned())).collect()
    };
    let lost = controls(new).difference(&controls(old)).cloned().collect::<Vec<_>>();
    let was = |subject: &str| {
        old.rows.keys().any(|(topic, own)| topic.starts_with("applicability.") && *own == subject)
    };
    let lost = lost.into_iter().filter(|(subject, _)| was(subject));
    lost.map(|(subject, control)| Weaker {
        what: format!("applicability {subject} {control}"),
        before: Some("included".into()),
        after: Some("excluded".into()),
    })
    .collect()
}

/// Lists the findings that are accepted now and were not, or for longer.
fn allowed(old: &Said<'_>, new: &Said<'_>) -> Vec<Weaker> {
    fn until<'n>(said: &Said<'n>) -> BTreeMap<(&'n str, &'n str), &'n str> {
        let all = said.of("allow").flat_map(|(item, all)| all.iter().map(move |values| (item, *values)));
        let dated = all
            .filter_map(|(item, values)| Some(((item, values.first()?.as_str()), values.last()?.as_str())));
        dated.collect()
    }
    let known = until(old);
    let more = until(new).into_iter().filter_map(|((item, lint), until)| {
        let before = known.get(&(item, lint)).copied();
        // Days in this form sort as they follow each other.
        (before.is_none_or(|before| before < until)).then(|| Weaker {
            what: format!("{item} allow {lint}"),
            before: before.map(|day| format!("until {day}")),
            after: Some(format!("until {until}")),
        })
    });
    more.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(topic: &str, subject: &str, values: &[&str]) -> Note {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Note { topic: topic.into(), subject: subject.into(), values }
    }

    fn judged(topic: &str, before: &[&str], after: &[&str]) -> bool {
        let side = |values: &[&str]| {
            let mut notes = vec![note("supplier.title", "x", &["X"]), note("baseline.title", "x", &["X"])];
            notes.extend((!values.is_empty()).then(|| note(topic, "x", values)));
            notes
        };
        !weaker(&side(before), &side(after)).is_empty()
    }

    #[test]
    fn what_has_a_safer_side_is_looser_away_from_it() {
        for (topic, safer, looser) in [
            ("supplier.training", &["no"][..], &["yes"][..]),
            ("supplier.retains", &["nothing"], &["1 day"]),
            ("supplier.retains", &["30 days"], &["1 month"]),
            ("supplier.retains", &["30 days"], &[]),
            ("supplier.regions", &["gb"], &["gb", "us"]),
            ("system.acts", &["as", "[controller, deployer]"], &["as", "[controller]"]),
            ("system.acts", &["as", "[deployer]"], &["as", "[provider]"]),
            ("system.acts", &["as", "[deployer]"], &[]),
            ("baseline.every", &["3 months"], &["60 months"]),
            ("review.every", &["12 months"], &[]),
            (
                "document.reviewed",
                &["2026-01-01", "every", "12 months"],
                &["2026-02-01", "every", "13 months"],
            ),
        ] {
            assert!(judged(topic, safer, looser), "{topic}: {safer:?} {looser:?}");
            assert!(!judged(topic, safer, safer), "{topic}: {safer:?}");
        }
        for (topic, before, after) in [
            ("supplier.training", &["yes"][..], &["no"][..]),
            ("supplier.retains", &["1 month"], &["28 days"]),
            ("supplier.retains", &[], &["30 days"]),
            ("supplier.regions", &["gb", "us"], &["gb"]),
            ("system.acts", &["as", "[deployer]"], &["as", "[provider, deployer]"]),
            ("system.acts", &[], &["as", "[processor]"]),
            ("baseline.every", &["12 months"], &["3 months"]),
            (
                "document.reviewed",
                &["2026-01-01", "every", "12 months"],
                &["2026-02-01", "every", "12 months"],
            ),
        ] {
            assert!(!judged(topic, before, after), "{topic}: {before:?} {after:?}");
        }
    }
}
