//! Which rules are about a change. What cannot be told applies, and does not switch `otherwise` off.

use crate::change::{Change, Changes, ModelId};
use crate::decimal::Decimal;
use crate::history::History;
use crate::kind::{Direction, Op};
use crate::policy::{Guard, Kernel, Rule};
use crate::time::Instant;

use super::Extra;
use super::drift::{self, Wander};
use super::sides::{Sides, Surroundings};

/// Whether a rule is about a change, from less to more certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is not.
    No,
    /// It cannot be told; the rule applies.
    Maybe,
    /// It is.
    Yes,
}

/// A rule held against a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    /// Whether the rule applies.
    pub(super) sure: Match,
    /// What the rule saw, in words: how far, or what could not be told. May be empty.
    pub(super) why: String,
    /// What leaves the rule itself undecided.
    pub(super) unknown: Option<Extra>,
}

impl Matched {
    fn new(sure: Match) -> Matched {
        Matched { sure, why: String::new(), unknown: None }
    }

    fn because(sure: Match, why: impl Into<String>) -> Matched {
        Matched { sure, why: why.into(), unknown: None }
    }

    /// Both must hold; the words of the weaker one count, of two equal ones the later.
    fn and(self, other: Matched) -> Matched {
        let unknown = self.unknown.clone().or_else(|| other.unknown.clone());
        let later = other.sure < self.sure || (other.sure == self.sure && !other.why.is_empty());
        let weaker = if later { other } else { self };
        Matched { unknown: unknown.filter(|_| weaker.sure > Match::No), ..weaker }
    }

    /// Either suffices; a decided match counts for more than one that leaves the rule undecided.
    fn or(self, other: Matched) -> Matched {
        let weight = |m: &Matched| (m.sure, m.unknown.is_none(), !m.why.is_empty());
        if weight(&other) > weight(&self) { other } else { self }
    }
}

/// Tells whether a rule is about a change of which nothing else is known: no file, no history.
pub fn about(rule: &Rule, change: &Change, kernel: &Kernel, at: Instant) -> Match {
    let nothing = Changes::default();
    let (sides, history) = (Sides::new(&nothing), History::default());
    self::rule(rule, change, &Surroundings { kernel, sides: &sides, history: &history, at }).sure
}

/// Holds every guard of a rule against a change.
pub(super) fn rule(rule: &Rule, change: &Change, around: &Surroundings) -> Matched {
    let each = rule.guards.iter().map(|g| guard(g, change, around));
    each.fold(Matched::new(Match::No), Matched::or)
}

/// Tells how surely any of some guards matches a change.
pub(super) fn any(guards: &[Guard], change: &Change, around: &Surroundings) -> Match {
    guards.iter().map(|g| guard(g, change, around).sure).max().unwrap_or(Match::No)
}

fn guard(guard: &Guard, change: &Change, around: &Surroundings) -> Matched {
    let named = guard.kind.is_none_or(|kind| kind == change.kind)
        && guard.systems.as_ref().is_none_or(|systems| systems.iter().any(|system| *system == change.system))
        && (guard.artifact.is_empty() || guard.artifact == change.artifact);
    if !named {
        return Matched::new(Match::No);
    }
    let doubtful = around.sides.is_doubtful(change);
    let shape =
        operation(guard, change, doubtful).and(protected(guard, change, doubtful)).and(part(guard, change));
    if shape.sure == Match::No {
        return shape;
    }
    shape.and(size(guard, change, doubtful)).and(wander(guard, change, around))
}

fn operation(guard: &Guard, change: &Change, doubtful: bool) -> Matched {
    let Some(op) = guard.op else { return Matched::new(Match::Yes) };
    let loosens = matches!(change.direction, Direction::Loosens | Direction::Unknown);
    let same = match op {
        Op::Changed => true,
        Op::Edited => matches!(change.op, Op::Edited | Op::Reworded),
        Op::Reworded => matches!(change.op, Op::Edited | Op::Reworded) && !change.protected,
        // By direction, whatever the operation; an unknown direction counts as loosening.
        Op::Loosened => loosens,
        Op::Tightened => change.direction == Direction::Tightens,
        // A list that comes has gained each of its items, and one that goes has lost them; without a
        // list of what may be used it could be everything.
        Op::Widened => {
            matches!(change.op, Op::Widened | Op::Added)
                || (change.op, change.direction) == (Op::Removed, Direction::Unknown)
        }
        Op::Narrowed => matches!(change.op, Op::Narrowed | Op::Removed),
        _ => change.op == op,
    };
    match (same, doubtful) {
        (true, false) => Matched::new(Match::Yes),
        (true, true) if matches!(op, Op::Changed | Op::Loosened) => Matched::new(Match::Yes),
        (false, false) => Matched::new(Match::No),
        (false, true) if op == Op::Tightened => Matched::new(Match::No),
        (_, true) => Matched::because(
            Match::Maybe,
            format!("one side cannot be read, so whether the value was {op} cannot be told"),
        ),
    }
}

fn protected(guard: &Guard, change: &Change, doubtful: bool) -> Matched {
    match (guard.protected, change.protected, doubtful) {
        (false, ..) | (_, true, false) => Matched::new(Match::Yes),
        (_, false, false) => Matched::new(Match::No),
        (_, _, true) => Matched::because(
            Match::Maybe,
            "one side cannot be read, so whether a protected part is touched cannot be told",
        ),
    }
}

/// Compares one part of a model id; a part that neither id says decides nothing unless another
/// part tells the two apart.
fn part(guard: &Guard, change: &Change) -> Matched {
    let read: fn(&ModelId) -> &str = match guard.part.as_str() {
        "" => return Matched::new(Match::Yes),
        "provider" => |id| &id.provider,
        "family" => |id| &id.family,
        _ => |id| &id.version,
    };
    let sides = change.model.as_ref().map(|m| (m.before.as_ref(), m.after.as_ref()));
    let Some((Some(before), Some(after))) = sides else {
        return Matched::because(Match::Maybe, format!("the {} of the model cannot be told", guard.part));
    };
    let apart =
        before.provider != after.provider || before.family != after.family || before.version != after.version;
    match (read(before) == read(after), read(before).is_empty() && !apart) {
        (false, _) => Matched::new(Match::Yes),
        (true, false) => Matched::new(Match::No),
        (true, true) => Matched::because(Match::Maybe, format!("neither model id says its {}", guard.part)),
    }
}

/// Compares how far a value moves. A value that is new has nothing to move from; one that is
/// removed, without a default, moves further than any number says.
fn size(guard: &Guard, change: &Change, doubtful: bool) -> Matched {
    let Some(limit) = guard.by_more_than else { return Matched::new(Match::Yes) };
    if change.op == Op::Added && !doubtful {
        return Matched::new(Match::No);
    }
    let Some(delta) = change.delta.as_deref().and_then(Decimal::parse).map(Decimal::abs) else {
        let why = format!("the size of this change cannot be told; at most {limit} is allowed at a time");
        return Matched::because(Match::Maybe, why);
    };
    if delta > limit {
        Matched::because(Match::Yes, format!("moves by {delta}, more than {limit} at a time"))
    } else {
        Matched::new(Match::No)
    }
}

fn wander(guard: &Guard, change: &Change, around: &Surroundings) -> Matched {
    let Some(bound) = &guard.drift else { return Matched::new(Match::Yes) };
    match drift::judge(bound, change, around) {
        Wander::Within => Matched::new(Match::No),
        Wander::Beyond(why) => Matched::because(Match::Yes, why),
        Wander::Unmeasured(why) => Matched::because(Match::Maybe, why),
        Wander::Unknown(extra) => {
            Matched { sure: Match::Maybe, why: extra.message.clone(), unknown: Some(extra) }
        }
    }
}
