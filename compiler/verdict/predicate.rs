//! Whether a condition is true of one value; what cannot be told is neither true nor false.

use regex::RegexBuilder;

use crate::decimal::Decimal;
use crate::model_id::{Binding, ModelId};
use crate::policy::Predicate;

use super::disclosure;
use super::said::{MAX_DEPTH, Truth, says};

/// The largest compiled form of a regex of a policy, in bytes (1 MiB).
const REGEX_BYTES: usize = 1 << 20;

/// A value as conditions see it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    /// An id of a voice.
    Id(&'a str),
    /// An id of a model, and how it is read.
    Model(&'a str, &'a ModelId),
    /// Prose of a prompt.
    Prose(&'a str),
    /// A word: a switch, an item of a set, a scalar that is no number.
    Word(&'a str),
    /// A number.
    Number(Decimal),
    /// A period, and how much of its family the unit is in which the policy writes bounds.
    Period {
        /// The period, in its family.
        n: Decimal,
        /// One unit of the policy, in the same family.
        unit: Decimal,
    },
    /// A period without end.
    Forever,
    /// A value that no condition speaks of.
    Other,
}

/// Judges a condition on a value.
pub(super) fn judge(predicate: &Predicate, subject: Subject) -> Truth {
    within(predicate, subject, true, MAX_DEPTH)
}

/// `plain` is false inside an odd number of `not`.
fn within(predicate: &Predicate, subject: Subject, plain: bool, depth: usize) -> Truth {
    let Some(depth) = depth.checked_sub(1) else { return Truth::Unknown };
    let each = |all: &[Predicate]| all.iter().map(|p| within(p, subject, plain, depth)).collect::<Vec<_>>();
    match predicate {
        Predicate::Not(inner) => within(inner, subject, !plain, depth).not(),
        Predicate::And(all) => each(all).into_iter().min().unwrap_or(Truth::Unknown),
        Predicate::Or(any) => each(any).into_iter().max().unwrap_or(Truth::Unknown),
        Predicate::Pinned => match subject {
            Subject::Model(_, id) => pinned(id.binding, plain),
            _ => Truth::Unknown,
        },
        Predicate::From(suppliers) => match subject {
            Subject::Model(id, parts) => comes_from(id, parts, suppliers),
            _ => Truth::Unknown,
        },
        Predicate::In(items) => one_of(items, subject),
        Predicate::Between(low, high) => compare(subject, Some(*low), Some(*high)),
        Predicate::AtLeast(low) => compare(subject, Some(*low), None),
        Predicate::AtMost(high) => compare(subject, None, Some(*high)),
        Predicate::Say(phrase) => text(subject).map_or(Truth::Unknown, |text| says(text, phrase)),
        Predicate::Discloses(told) => {
            prose(subject).map_or(Truth::Unknown, |text| disclosure::judge(text, told))
        }
        Predicate::Match(regex) => text(subject).map_or(Truth::Unknown, |text| matches(text, regex)),
    }
}

fn text(subject: Subject<'_>) -> Option<&str> {
    match subject {
        Subject::Id(text) | Subject::Model(text, _) | Subject::Prose(text) | Subject::Word(text) => {
            Some(text)
        }
        _ => None,
    }
}

fn prose(subject: Subject<'_>) -> Option<&str> {
    match subject {
        Subject::Prose(text) => Some(text),
        _ => None,
    }
}

fn one_of(items: &[String], subject: Subject) -> Truth {
    match subject {
        Subject::Id(v) | Subject::Model(v, _) | Subject::Word(v) => {
            Truth::of(items.iter().any(|item| item == v))
        }
        Subject::Number(n) => Truth::of(items.iter().any(|item| Decimal::parse(item) == Some(n))),
        _ => Truth::Unknown,
    }
}

fn compare(subject: Subject, low: Option<Decimal>, high: Option<Decimal>) -> Truth {
    let between = |n: Decimal, low: Option<Decimal>, high: Option<Decimal>| {
        Truth::of(low.is_none_or(|low| low <= n) && high.is_none_or(|high| n <= high))
    };
    match subject {
        Subject::Number(n) => between(n, low, high),
        Subject::Period { n, unit } => {
            let scaled = |bound: Option<Decimal>| {
                bound.map(|b| b.checked_mul(unit)).map_or(Some(None), |b| b.map(Some))
            };
            match (scaled(low), scaled(high)) {
                (Some(low), Some(high)) => between(n, low, high),
                _ => Truth::Unknown,
            }
        }
        Subject::Forever => Truth::of(high.is_none()),
        _ => Truth::Unknown,
    }
}

/// An id of which nothing is promised never helps to pass: neither `pinned` nor `not pinned`
/// holds of it.
fn pinned(binding: Binding, plain: bool) -> Truth {
    Truth::of(match binding {
        Binding::Pinned => true,
        Binding::Floating => false,
        Binding::Unknown => !plain,
    })
}

fn comes_from(id: &str, parts: &ModelId, suppliers: &[String]) -> Truth {
    let leading = id.split(['/', ':', '.', '@', '-']).next().unwrap_or_default();
    Truth::of(suppliers.iter().any(|s| !s.is_empty() && (*s == parts.provider || s == leading)))
}

fn matches(text: &str, regex: &str) -> Truth {
    let compiled = RegexBuilder::new(regex).size_limit(REGEX_BYTES).dfa_size_limit(REGEX_BYTES).build();
    compiled.map_or(Truth::Unknown, |regex| Truth::of(regex.is_match(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_told_satisfies_neither_a_condition_nor_its_opposite() {
        let not = |p| Predicate::Not(Box::new(p));
        let hidden = Subject::Prose("hu\u{200b}man");
        let broken = Predicate::Match("(".into());
        for predicate in [Predicate::Say("human".into()), broken, Predicate::Pinned, Predicate::And(vec![])] {
            assert_eq!(judge(&predicate, hidden), Truth::Unknown, "{predicate:?}");
            assert_eq!(judge(&not(predicate), hidden), Truth::Unknown);
        }
    }

    #[test]
    fn an_id_that_promises_nothing_is_neither_pinned_nor_not() {
        let library = crate::policy::standard();
        let not = |p| Predicate::Not(Box::new(p));
        for (id, served_by, pinned, moves) in [
            ("gpt-4o-2024-08-06", "", Truth::Yes, Truth::No),
            ("gpt-4o", "", Truth::No, Truth::Yes),
            ("gpt-4o-2024-08-06", "azure", Truth::No, Truth::No),
            ("gpt-6.1-sol", "", Truth::No, Truth::No),
        ] {
            let parts = library.model(id, served_by);
            let judged = |predicate| judge(&predicate, Subject::Model(id, &parts));
            assert_eq!(judged(Predicate::Pinned), pinned, "{id}");
            assert_eq!(judged(not(Predicate::Pinned)), moves, "{id}");
            assert_eq!(judged(not(Predicate::And(vec![Predicate::Pinned]))), moves, "{id}");
            assert_eq!(judged(not(not(Predicate::Pinned))), pinned, "{id}");
        }
    }

    #[test]
    fn huge_and_deep_conditions_cannot_be_told() {
        assert_eq!(matches("a", "(?:a{1000}){1000}"), Truth::Unknown);
        let deep = (0..100).fold(Predicate::Pinned, |p, _| Predicate::Not(Box::new(p)));
        assert_eq!(judge(&deep, Subject::Word("aurora-2026-02-11")), Truth::Unknown);
    }

    #[test]
    fn numbers_are_compared_exactly_and_both_ends_belong_to_a_range() {
        let d = |text| Decimal::parse(text).unwrap();
        let range = Predicate::Between(d("0.65"), d("0.95"));
        for (value, expected) in [("0.65", Truth::Yes), ("0.95", Truth::Yes), ("0.6499999999", Truth::No)] {
            assert_eq!(judge(&range, Subject::Number(d(value))), expected, "{value}");
        }
        assert_eq!(judge(&Predicate::In(vec!["0.80".into()]), Subject::Number(d("0.8"))), Truth::Yes);
        // Fifteen days are more than two weeks.
        let fifteen = Subject::Period { n: d("15"), unit: d("7") };
        assert_eq!(judge(&Predicate::AtMost(d("2")), fifteen), Truth::No);
        assert_eq!(judge(&Predicate::Between(d("2"), d("3")), fifteen), Truth::Yes);
        assert_eq!(judge(&Predicate::AtLeast(d("90")), Subject::Forever), Truth::Yes);
        assert_eq!(judge(&Predicate::AtMost(d("90")), Subject::Forever), Truth::No);
    }
}
