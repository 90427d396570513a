//! The rows of the fact tables behind a change: what stood there before, what stands there after.

use std::collections::BTreeMap;

use crate::change::{Change, Changes, Shown, Unknown};
use crate::decimal::Decimal;
use crate::facts::{Facts, Row, Value};
use crate::history::History;
use crate::kind::Kind;
use crate::policy::{Kernel, Slot};
use crate::time::Instant;

type Place<'a> = (&'a str, &'a str, &'a str, Kind, &'a str);

/// The fact rows of all touched systems by place, and what could not be read.
pub(super) struct Sides<'a> {
    before: BTreeMap<Place<'a>, &'a Row>,
    after: BTreeMap<Place<'a>, &'a Row>,
    unknown: &'a [Unknown],
}

/// A decimal as a bound reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// The value, or the default that stands for a missing key.
    Known(Decimal),
    /// Nothing is there, and no default says what that means.
    Absent,
    /// It cannot be read as a decimal.
    Unknown,
}

impl<'a> Sides<'a> {
    pub(super) fn new(changes: &'a Changes) -> Sides<'a> {
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        for (_, old, new) in &changes.facts {
            index(&mut before, old);
            index(&mut after, new);
        }
        Sides { before, after, unknown: &changes.unknown }
    }

    /// Tells whether a side of a change could not be read, so that its operation is a guess.
    pub(super) fn is_doubtful(&self, change: &Change) -> bool {
        let rows = [self.row_before(change), self.row_after(change)];
        let unreadable = rows.iter().flatten().any(|row| matches!(row.value, Value::Unknown { .. }));
        let (old_path, old_pointer) = old_place(change);
        let reported = |u: &Unknown| {
            let (path, pointer) =
                if u.side == "before" { (old_path, old_pointer) } else { (&*change.path, &*change.pointer) };
            u.path == path && u.pointer.as_deref().is_none_or(|p| p == pointer)
        };
        unreadable || self.unknown.iter().any(reported)
    }

    /// Reads the value after a change as a decimal.
    pub(super) fn number_after(&self, change: &Change, slot: &Slot) -> Number {
        number(self.row_after(change), change.after.as_ref(), slot)
    }

    /// Reads the value before a change as a decimal.
    pub(super) fn number_before(&self, change: &Change, slot: &Slot) -> Number {
        number(self.row_before(change), change.before.as_ref(), slot)
    }

    fn row_before(&self, change: &Change) -> Option<&'a Row> {
        let (path, pointer) = old_place(change);
        self.before.get(&(&*change.system, path, pointer, change.kind, &*change.artifact)).copied()
    }

    fn row_after(&self, change: &Change) -> Option<&'a Row> {
        let place = (&*change.system, &*change.path, &*change.pointer, change.kind, &*change.artifact);
        self.after.get(&place).copied()
    }
}

/// Finds the slot that a change is about.
pub(super) fn slot<'a>(kernel: &'a Kernel, change: &Change) -> Option<&'a Slot> {
    let same =
        |s: &&Slot| s.system == change.system && s.artifact == change.artifact && s.kind == change.kind;
    kernel.slots.iter().find(same)
}

fn index<'a>(rows: &mut BTreeMap<Place<'a>, &'a Row>, facts: &'a Facts) {
    for row in &facts.rows {
        let place = (&*facts.system, &*row.path, &*row.pointer, row.kind, &*row.artifact);
        // Two readings of one place: the one that cannot be read decides.
        let seen = rows.entry(place).or_insert(row);
        if matches!(row.value, Value::Unknown { .. }) {
            *seen = row;
        }
    }
}

fn old_place(change: &Change) -> (&str, &str) {
    let path = change.before_path.as_deref().unwrap_or(&change.path);
    (path, change.before_pointer.as_deref().unwrap_or(&change.pointer))
}

fn number(row: Option<&Row>, shown: Option<&Shown>, slot: &Slot) -> Number {
    let parsed = |text: &str| Decimal::parse(text).map_or(Number::Unknown, Number::Known);
    match (row.map(|row| &row.value), shown) {
        (Some(Value::Decimal { v, .. }), _) => parsed(v),
        (Some(Value::Absent), _) | (None, None) => slot.default.as_deref().map_or(Number::Absent, parsed),
        (None, Some(Shown::Text(text))) => parsed(text),
        _ => Number::Unknown,
    }
}

/// What guards read besides the change.
pub(super) struct Surroundings<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) sides: &'a Sides<'a>,
    pub(super) history: &'a History,
    pub(super) at: Instant,
}
