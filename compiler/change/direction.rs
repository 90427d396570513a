//! From two canonical values of one artifact to what happened and which way it went.

use crate::decimal::Decimal;
use crate::facts::Value;
use crate::kind::{Direction, Kind, Op};
use crate::policy::Slot;
use crate::time::Period;

/// What happened to one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The operation.
    pub op: Op,
    /// Which way.
    pub direction: Direction,
}

fn to(op: Op, direction: Direction) -> Move {
    Move { op, direction }
}

/// Replaces an absent value by what its absence means, where the policy says so.
pub fn effective(value: &Value, slot: Option<&Slot>) -> Value {
    let (Value::Absent, Some(slot)) = (value, slot) else { return value.clone() };
    let Some(default) = slot.default.clone() else { return Value::Absent };
    match slot.kind {
        Kind::Threshold => match Decimal::parse(&default) {
            Some(number) => Value::Decimal { v: number.to_string(), unit: slot.unit.clone() },
            None => Value::Absent,
        },
        Kind::Switch => Value::Switch { v: default },
        Kind::Parameter => match Decimal::parse(&default) {
            Some(number) => Value::Scalar { r#type: "number".into(), v: number.to_string() },
            None => {
                let kind = if matches!(default.as_str(), "true" | "false") { "bool" } else { "string" };
                Value::Scalar { r#type: kind.into(), v: default }
            }
        },
        _ => Value::Absent,
    }
}

/// Compares two different values of one artifact, defaults already put in.
///
/// An unknown value before a known one is a loosening, so that a broken base can be repaired
/// by those who may loosen; an unknown value after has no direction and stops the gate anyway.
pub fn compare(kind: Kind, before: &Value, after: &Value, safer: &str) -> Move {
    use Direction::{Loosens, Neutral, Unknown};
    let replaced = match kind {
        Kind::Model | Kind::Voice => Op::Swapped,
        Kind::Prompt => Op::Edited,
        // Until two policies are compared by what they allow, every other kernel may be weaker.
        Kind::Policy => Op::Weakened,
        _ => Op::Changed,
    };
    match (before, after) {
        (_, Value::Unknown { .. }) => to(replaced, Unknown),
        (Value::Unknown { .. }, Value::Absent) => to(Op::Removed, Loosens),
        (Value::Unknown { .. }, _) => to(replaced, Loosens),
        (Value::Policy { kernel: a, .. }, Value::Policy { kernel: b, .. }) => {
            if a == b {
                to(Op::Changed, Neutral)
            } else {
                to(Op::Weakened, Loosens)
            }
        }
        (Value::Absent, after) => to(Op::Added, added(kind, after, safer)),
        (_, Value::Absent) => to(Op::Removed, removed(kind, safer)),
        (Value::Decimal { v: a, .. }, Value::Decimal { v: b, .. }) => {
            match Decimal::parse(a).zip(Decimal::parse(b)) {
                Some((a, b)) if b > a => to(Op::Raised, toward(safer, "higher", "lower")),
                Some((a, b)) if b < a => to(Op::Lowered, toward(safer, "lower", "higher")),
                _ => to(Op::Changed, Unknown),
            }
        }
        (Value::Switch { .. }, Value::Switch { v }) => match toward(safer, v, flip(v)) {
            Direction::Tightens => to(Op::Tightened, Direction::Tightens),
            Loosens => to(Op::Loosened, Loosens),
            other => to(Op::Changed, other),
        },
        (Value::Duration { .. }, Value::Duration { .. }) => period(before, after, safer),
        _ => to(replaced, Neutral),
    }
}

/// What an absent value meant before is not known, so only the safest value is surely tighter.
fn added(kind: Kind, after: &Value, safer: &str) -> Direction {
    match (kind, after) {
        (Kind::Switch, Value::Switch { v }) if v == safer => Direction::Tightens,
        (Kind::Threshold | Kind::Switch | Kind::Policy, _) => Direction::Unknown,
        (Kind::Period, _) if !safer.is_empty() => Direction::Unknown,
        _ => Direction::Neutral,
    }
}

fn removed(kind: Kind, safer: &str) -> Direction {
    match kind {
        Kind::Threshold | Kind::Switch | Kind::Policy => Direction::Loosens,
        Kind::Period if !safer.is_empty() => Direction::Loosens,
        _ => Direction::Neutral,
    }
}

fn toward(safer: &str, here: &str, away: &str) -> Direction {
    if safer == here {
        Direction::Tightens
    } else if safer == away {
        Direction::Loosens
    } else {
        Direction::Unknown
    }
}

fn flip(switch: &str) -> &'static str {
    if switch == "on" { "off" } else { "on" }
}

/// Periods of different families have no common measure; `forever` is longer than any.
fn period(before: &Value, after: &Value, safer: &str) -> Move {
    let direction = |side, away| match safer {
        "" => Direction::Neutral,
        _ => toward(safer, side, away),
    };
    let longer = to(Op::Lengthened, direction("longer", "shorter"));
    let shorter = to(Op::Shortened, direction("shorter", "longer"));
    let (Value::Duration { n: a, unit: old }, Value::Duration { n: b, unit: new }) = (before, after) else {
        return to(Op::Changed, Direction::Unknown);
    };
    match (old.as_str(), new.as_str()) {
        ("forever", _) => shorter,
        (_, "forever") => longer,
        _ if old == new => match (a.parse::<u64>(), b.parse::<u64>()) {
            (Ok(a), Ok(b)) if b > a => longer,
            (Ok(a), Ok(b)) if b < a => shorter,
            _ => to(Op::Changed, Direction::Unknown),
        },
        _ => to(Op::Changed, Direction::Unknown),
    }
}

/// Returns after minus before in canonical text, where both are exact numbers of one unit.
pub fn delta(before: &Value, after: &Value) -> Option<String> {
    let number = |value: &Value| match value {
        Value::Decimal { v, .. } => Decimal::parse(v),
        Value::Scalar { r#type, v } if r#type == "number" => Decimal::parse(v),
        _ => None,
    };
    let same_unit = match (before, after) {
        (Value::Decimal { unit: a, .. }, Value::Decimal { unit: b, .. }) => a == b,
        _ => true,
    };
    let (before, after) = (number(before)?, number(after)?);
    after.checked_sub(before).filter(|_| same_unit).map(|delta| delta.to_string())
}

/// Writes a period as people read it.
pub fn period_text(n: &str, unit: &str) -> String {
    let word = unit.strip_suffix('s').unwrap_or(unit);
    match n.parse().ok().and_then(|n| Period::new(n, word)) {
        Some(period) => period.to_string(),
        None => unit.to_owned(),
    }
}
