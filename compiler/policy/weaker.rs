//! What an edit of the notes of a policy loosens: promises that no rule reads and people rely on.
//!
//! Any change of the kernel counts as weakened as a whole. Of what registers say, only some words
//! have a safer side; these are told one by one. Where it cannot be told, it counts as weakened.

use std::collections::{BTreeMap, BTreeSet};

use super::Note;
use super::safer::{self, Clauses, Safer};

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

/// Clauses with a safer side, and whether one that goes with its item is lost. The table of
/// `docs/registers.md` has the same rows, and says of every other clause why it has none.
const WATCHED: &[(&str, Safer, bool)] = &[
    ("organization.covers", Safer::More, false),
    ("organization.serves", Safer::More, false),
    ("supplier.training", Safer::No, false),
    ("supplier.retains", Safer::Shorter, false),
    ("supplier.regions", Safer::Within, false),
    ("supplier.subprocessors", Safer::Fewer, false),
    ("supplier.assurance", Safer::Lasting { by_kind: false }, false),
    ("supplier.agreement", Safer::Lasting { by_kind: true }, false),
    ("supplier.notice", Safer::Longer, false),
    ("supplier.answers", Safer::More, false),
    ("system.serves", Safer::More, false),
    ("system.handles", Safer::More, false),
    ("system.acts", Safer::More, false),
    ("system.stage.processed", Safer::Within, false),
    ("system.stage.stored", Safer::Within, false),
    ("system.stage.transfer", Safer::Exact, false),
    ("system.stage.failover", Safer::Only, false),
    ("system.decides.effect", Safer::Weightier, false),
    ("system.decides.human", Safer::Sooner, false),
    ("system.decides.hours", Safer::Same, false),
    ("system.decides.otherwise", Safer::Same, false),
    ("system.decides.contest", Safer::Same, false),
    ("system.assessment", Safer::Sooner, true),
    ("system.assessment.affects", Safer::There, false),
    ("system.assessment.approved", Safer::There, false),
    ("retention.then", Safer::Sooner, false),
    ("retention.proof", Safer::There, false),
    ("retention.stored", Safer::Within, false),
    ("retention.reviewed", Safer::Sooner, false),
    ("hold.covers", Safer::Each, true),
    ("hold.from", Safer::Exact, false),
    ("hold.until", Safer::Open, false),
    ("hold.review", Safer::There, false),
    ("activity.accountable", Safer::There, true),
    ("activity.consulted", Safer::More, false),
    ("activity.informed", Safer::More, false),
    ("baseline.every", Safer::Shorter, true),
    ("exercise.every", Safer::Shorter, true),
    ("review.every", Safer::Shorter, true),
    ("document.reviewed", Safer::Sooner, true),
    ("document.covers", Safer::Wider, false),
    ("document.language", Safer::More, false),
    ("certificate.covers", Safer::More, true),
    ("certificate.includes", Safer::More, false),
    ("certificate.accredited", Safer::There, false),
    ("certificate.surveillance", Safer::More, false),
    ("applicability.approved", Safer::There, false),
    ("applicability.evidence", Safer::Each, false),
    ("fact.in", Safer::Exact, true),
    ("fact.about", Safer::Exact, false),
    ("fact.floor", Safer::Exact, false),
    ("fact.ceiling", Safer::Exact, false),
    ("fact.prohibits", Safer::Exact, false),
    ("fact.asks", Safer::Exact, false),
    ("fact.discloses", Safer::Exact, false),
    ("fact.soft", Safer::Exact, false),
    ("fact.role", Safer::Exact, false),
    ("fact.when", Safer::Exact, false),
    ("fact.unless", Safer::Exact, false),
    ("fact.effective", Safer::Exact, false),
    ("fact.superseded", Safer::Exact, false),
    ("fact.confidence", Safer::Exact, false),
    ("category.from", Safer::Exact, false),
    ("category.special", Safer::Exact, false),
    ("category.impersonal", Safer::Exact, false),
    ("jurisdiction.within", Safer::Exact, false),
];

/// Clauses of which a system has several, each with a name: one that goes is lost.
const PARTS: &[&str] = &["system.stage", "system.decides"];

/// Lists what the notes of a new policy promise less of than those of the old one, sorted.
pub fn weaker(old: &[Note], new: &[Note]) -> Vec<Weaker> {
    let (old, new) = (Said::new(old), Said::new(new));
    let mut all = Vec::new();
    for (topic, safer, even_gone) in WATCHED {
        for subject in old.subjects(topic).union(&new.subjects(topic)) {
            let (before, after) = (old.clauses(topic, subject), new.clauses(topic, subject));
            let is_there = *even_gone || new.has(topic, subject);
            // An item that is new promises what it promises: only `training` is asked of it.
            let was_there = *safer == Safer::No || old.has(topic, subject);
            if !is_there || !was_there || !safer::is_looser(*safer, before, after) {
                continue;
            }
            let what = named(topic, subject);
            match (safer, before, after) {
                (Safer::Each, Some(before), Some(after)) => {
                    let lost = before.iter().filter(|clause| !after.contains(clause));
                    let lost = lost.map(|clause| safer::said(&[*clause]));
                    all.extend(lost.map(|before| Weaker {
                        what: what.clone(),
                        before: Some(before),
                        after: None,
                    }));
                }
                _ => {
                    let (before, after) = (before.map(safer::said), after.map(safer::said));
                    all.push(Weaker { what, before, after });
                }
            }
        }
    }
    for topic in PARTS {
        for (subject, part) in old.parts(topic).difference(&new.parts(topic)) {
            let what = named(topic, &format!("{subject}.{part}"));
            all.push(Weaker { what, before: Some("described".into()), after: None });
        }
    }
    all.extend(answered(&old, &new));
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

    fn clauses<'s>(&'s self, topic: &'s str, subject: &'s str) -> Option<&'s Clauses<'n>> {
        self.rows.get(&(topic, subject)).map(Vec::as_slice)
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

/// Lists the answers to questions of law that turn or go to the side on which law may apply less: away from
/// yes, and away from no where a yes is what exempts. A first answer says more than none.
fn answered(old: &Said<'_>, new: &Said<'_>) -> Vec<Weaker> {
    let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let mut all = Vec::new();
    for (system, before) in old.of("system.is").filter(|(system, _)| new.has("system.is", system)) {
        let now = safer::answers(new.clauses("system.is", system).unwrap_or_default());
        for (question, before) in safer::answers(before) {
            let after = now.get(question).copied();
            if after == Some(before) || !may_apply_less(question, before, new) {
                continue;
            }
            let what = format!("system {system} is {question}");
            all.push(Weaker { what, before: Some(word(before)), after: after.map(word) });
        }
    }
    all
}

/// Tells whether law may apply less once a question is not answered any more as it was.
fn may_apply_less(question: &str, was: bool, said: &Said<'_>) -> bool {
    let own = |clause: &str| {
        let names = said.of(clause).flat_map(|(_, all)| all.iter()).flat_map(|values| values.iter());
        names.flat_map(|list| list.split([',', ' ', '[', ']'])).any(|name| name == question)
    };
    let exempts = || {
        own("fact.unless")
            || super::facts().iter().any(|fact| fact.unless.iter().any(|gate| gate.name == question))
    };
    let asks = || {
        own("fact.when")
            || super::facts().iter().any(|fact| fact.when.iter().any(|gate| gate.name == question))
    };
    // What nothing known turns on may be asked by a law that is not written down here.
    if was { asks() || !exempts() } else { exempts() }
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
            let (item, _) = topic.split_once('.').unwrap_or((topic, ""));
            let mut notes = vec![note(&format!("{item}.title"), "x", &["X"])];
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
            ("supplier.notice", &["14 days"], &["7 days"]),
            ("supplier.notice", &["14 days"], &[]),
            ("supplier.agreement", &["dpa", "a.pdf", "until", "2028-03-31"], &[]),
            (
                "supplier.agreement",
                &["dpa", "a.pdf", "until", "2028-03-31"],
                &["dpa", "a.pdf", "until", "2027-03-31"],
            ),
            ("supplier.agreement", &["dpa", "a.pdf"], &["dpa", "a.pdf", "until", "2027-03-31"]),
            ("supplier.agreement", &["dpa", "a.pdf"], &["baa", "a.pdf"]),
            ("supplier.assurance", &["a.pdf", "2028-03-31"], &["a.pdf", "2027-03-31"]),
            ("system.is", &["[insurer, ai_voice]"], &["[insurer]"]),
            ("system.is", &["[insurer]"], &["not", "[insurer]"]),
            ("system.is", &["not", "[hipaa_context]"], &["[hipaa_context]"]),
            ("hold.until", &[], &["2027-01-01"]),
            ("hold.until", &["2027-02-01"], &["2027-01-01"]),
            ("document.covers", &[], &["[a]"]),
            ("document.covers", &["[a, b]"], &["[a]"]),
            ("certificate.covers", &["[a, b]"], &["[a]"]),
            ("fact.unless", &[], &["[minor]"]),
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
            ("supplier.assurance", &["a.pdf", "2028-03-31"], &["b.pdf", "2029-03-31"]),
            ("supplier.agreement", &[], &["dpa", "a.pdf"]),
            ("system.is", &["[insurer]"], &["[insurer, ai_voice]"]),
            ("system.is", &["not", "[outbound]"], &["[outbound]"]),
            ("hold.until", &["2027-01-01"], &[]),
            ("hold.review", &["by", "2026-09-01"], &["by", "2027-03-01"]),
            ("document.covers", &["[a]"], &[]),
            ("certificate.covers", &["[a]"], &["[a, b]"]),
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

    #[test]
    fn the_table_of_the_documents_has_every_row() {
        let page = include_str!("../../docs/registers.md");
        for (topic, ..) in WATCHED {
            let (item, clause) = topic.rsplit_once('.').unwrap_or((topic, ""));
            let item = item.strip_prefix("system.").unwrap_or(item);
            let (item, clause) =
                if *topic == "system.assessment" { ("assessment", "every") } else { (item, clause) };
            let mut rows = page.lines().filter(|line| line.starts_with(&format!("| `{item}` |")));
            assert!(rows.any(|row| row.contains(&format!("`{clause}`"))), "{topic}");
        }
    }
}
