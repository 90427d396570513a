//! Compares the fact tables of two sides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::direction::{self, Move, delta, effective, period_text};
use super::excerpt::Excerpts;
use super::{Change, Changes, ModelChange, Reading, Shown, TextChange, Unknown, prose};
use crate::facts::{Detail, Facts, Fragment, Origin, Row, Value};
use crate::kind::{Direction, Kind, Op};
use crate::model_id::Library;
use crate::policy::{Kernel, Slot};

/// Compares both sides of every system, each read once for each policy that judges it.
///
/// Systems whose fact tables are equal are left out. Slots are looked up in `kernel`, the
/// policy in force, whichever policy's locators found the value.
pub fn compare(kernel: &Kernel, sides: Vec<(Reading, Facts, Facts)>) -> Changes {
    let mut changes = Changes::default();
    for (reading, before, after) in sides {
        let (old, new) = (before.digest(), after.digest());
        if old == new {
            continue;
        }
        changes.list.extend(system(kernel, &before, &after));
        changes.unknown.extend(unreadable(&before, "before"));
        changes.unknown.extend(unreadable(&after, "after"));
        changes.document.systems.push((after.system.clone(), reading, old, new));
        changes.facts.push((reading, before, after));
    }
    changes.document.systems.sort();
    changes.facts.sort_by(|a, b| (&a.2.system, a.0).cmp(&(&b.2.system, b.0)));
    changes.list.sort_by(Change::order);
    // Both readings find the same change; it is one.
    changes.list.dedup();
    changes.unknown.sort();
    changes.unknown.dedup();
    changes
}

type Key<'r> = (&'r str, &'r str, &'static str, &'r str);

/// The two rows of one location; a row that is not there says absent.
#[derive(Clone, Copy, Default)]
struct Pair<'r> {
    before: Option<&'r Row>,
    after: Option<&'r Row>,
}

fn system(kernel: &Kernel, before: &Facts, after: &Facts) -> Vec<Change> {
    let mut pairs: BTreeMap<Key<'_>, Pair<'_>> = BTreeMap::new();
    fn key(row: &Row) -> Key<'_> {
        (&row.path, &row.pointer, row.kind.word(), &row.artifact)
    }
    for row in &before.rows {
        pairs.entry(key(row)).or_default().before = Some(row);
    }
    for row in &after.rows {
        pairs.entry(key(row)).or_default().after = Some(row);
    }
    let id = if after.system.is_empty() { &before.system } else { &after.system };
    let library = kernel.library();
    let mut list = Vec::new();
    for pair in pairs.into_values() {
        let Some(row) = pair.after.or(pair.before) else { continue };
        if pair.value_before() == pair.value_after() {
            continue;
        }
        let slot = kernel
            .slots
            .iter()
            .find(|slot| slot.system == *id && slot.artifact == row.artifact && slot.kind == row.kind);
        let first = list.len();
        pair.changes(id, slot, &library, &mut list);
        let instance = slot.and_then(|slot| instance(slot, &row.pointer));
        list.iter_mut().skip(first).for_each(|change| change.instance.clone_from(&instance));
    }
    moves(&mut list, before, after);
    sources(&mut list, before, after);
    list
}

/// Adds the lines that people are shown.
fn sources(list: &mut [Change], before: &Facts, after: &Facts) {
    let files = |facts: &Facts| -> BTreeMap<String, Arc<str>> {
        let path = |row: &Row| elsewhere(row.detail.origin.as_ref()).map_or(&row.path, |at| &at.path).clone();
        facts.rows.iter().filter_map(|row| Some((path(row), row.detail.file.clone()?))).collect()
    };
    let (old, new) = (files(before), files(after));
    let mut excerpts = Excerpts::default();
    for change in list {
        let mut line = |files: &BTreeMap<String, Arc<str>>, path: &String, at, origin: &Option<Origin>| {
            let (path, at) = match elsewhere(origin.as_ref()) {
                Some(origin) => (&origin.path, origin.span),
                None => (path, at?),
            };
            excerpts.line(files.get(path)?, at)
        };
        let path = change.before_path.as_ref().unwrap_or(&change.path);
        change.before_source = line(&old, path, change.before_span, &change.before_origin);
        change.after_source = line(&new, &change.path, change.after_span, &change.after_origin);
    }
}

/// Keeps an origin that is in another file.
fn elsewhere(origin: Option<&Origin>) -> Option<&Origin> {
    origin.filter(|origin| !origin.path.is_empty())
}

/// Names the match of a location that has several.
fn instance(slot: &Slot, pointer: &str) -> Option<String> {
    let [at] = slot.at.as_slice() else { return None };
    let fragment = Fragment::parse(&at.fragment).ok().filter(|_| pointer.starts_with('/'))?;
    fragment.instance(pointer)
}

impl<'r> Pair<'r> {
    fn value_before(&self) -> &'r Value {
        self.before.map_or(&Value::Absent, |row| &row.value)
    }

    fn value_after(&self) -> &'r Value {
        self.after.map_or(&Value::Absent, |row| &row.value)
    }

    fn changes(&self, system: &str, slot: Option<&Slot>, library: &Library, list: &mut Vec<Change>) {
        match (self.value_before(), self.value_after()) {
            (Value::Set { v: old }, Value::Set { v: new }) => {
                self.items((system, slot), old, new, Op::Narrowed, Op::Widened, list);
            }
            (Value::Absent, Value::Set { v: new }) if !new.is_empty() => {
                self.items((system, slot), &[], new, Op::Removed, Op::Added, list);
            }
            (Value::Set { v: old }, Value::Absent) if !old.is_empty() => {
                self.items((system, slot), old, &[], Op::Removed, Op::Added, list);
            }
            (Value::Files { v: old }, Value::Files { v: new }) => self.files(system, old, new, list),
            (Value::Absent, Value::Files { v: new }) => self.files(system, &[], new, list),
            (Value::Files { v: old }, Value::Absent) => self.files(system, old, &[], list),
            _ => list.extend(self.whole(system, slot, library)),
        }
    }

    /// One change for each item that one side has and the other has not.
    fn items(
        &self,
        (system, slot): (&str, Option<&Slot>),
        old: &[String],
        new: &[String],
        gone: Op,
        come: Op,
        list: &mut Vec<Change>,
    ) {
        // Without the list at all, what may be used is not known: it could be everything.
        let denies = slot.is_some_and(|slot| slot.safer == "wider");
        let removed = match gone {
            _ if denies => Direction::Loosens,
            Op::Removed => Direction::Unknown,
            _ => Direction::Tightens,
        };
        let added = if denies { Direction::Tightens } else { Direction::Loosens };
        for (i, item) in old.iter().enumerate().filter(|(_, item)| new.binary_search(item).is_err()) {
            let Some(mut change) = self.start(system, Move { op: gone, direction: removed }) else {
                continue;
            };
            change.before = Some(Shown::Text(item.clone()));
            change.before_span = self.before.and_then(|row| row.detail.items.get(i).copied());
            change.after_span = None;
            list.push(change);
        }
        for (i, item) in new.iter().enumerate().filter(|(_, item)| old.binary_search(item).is_err()) {
            let to = Move { op: come, direction: added };
            let Some(mut change) = self.start(system, to) else { continue };
            change.after = Some(Shown::Text(item.clone()));
            change.after_span = self.after.and_then(|row| row.detail.items.get(i).copied());
            change.before_span = None;
            list.push(change);
        }
    }

    /// One change for each knowledge file.
    fn files(
        &self,
        system: &str,
        old: &[(String, String, String)],
        new: &[(String, String, String)],
        list: &mut Vec<Change>,
    ) {
        let mut files: BTreeMap<&str, [Option<(&str, &str)>; 2]> = BTreeMap::new();
        for (side, rows) in [old, new].into_iter().enumerate() {
            for (path, mode, sha256) in rows {
                if let Some(place) = files.entry(path).or_default().get_mut(side) {
                    *place = Some((mode, sha256));
                }
            }
        }
        for (path, [before, after]) in files {
            let op = match (before, after) {
                _ if before == after => continue,
                (None, _) => Op::Added,
                (_, None) => Op::Removed,
                _ => Op::Changed,
            };
            let Some(mut change) = self.start(system, Move { op, direction: Direction::Neutral }) else {
                continue;
            };
            let shown = |side: Option<(&str, &str)>| {
                side.map(|(_, sha256)| Shown::Prompt { sha256: sha256.to_owned().into(), lines: 0 })
            };
            (change.before, change.after) = (shown(before), shown(after));
            change.path = path.to_owned();
            change.pointer = String::new();
            change.before_pointer = before.map(|_| String::new());
            list.push(change);
        }
    }

    /// The change of a value as a whole.
    fn whole(&self, system: &str, slot: Option<&Slot>, library: &Library) -> Option<Change> {
        let kind = self.after.or(self.before)?.kind;
        let (before, after) = (effective(self.value_before(), slot), effective(self.value_after(), slot));
        let safer = slot.map(|slot| slot.safer.as_str()).unwrap_or_default();
        let mut what = if before == after {
            // The key came or went, and what it says is what its absence means.
            let op = if *self.value_before() == Value::Absent { Op::Added } else { Op::Removed };
            Move { op, direction: Direction::Neutral }
        } else {
            direction::compare(kind, &before, &after, safer)
        };
        let protected = self.protected(slot);
        if kind == Kind::Prompt && what.op == Op::Edited && !protected {
            what.op = Op::Reworded;
        }
        let mut change = self.start(system, what)?;
        change.protected = protected;
        change.delta = delta(&before, &after);
        let served_by = slot.map_or("", |slot| &slot.served_by);
        change.model =
            (kind == Kind::Model).then(|| ModelChange::of(library, served_by, id(&before), id(&after)));
        change.text = self.text(kind, slot);
        (change.before, change.after) = (shown(&before), shown(&after));
        Some(change)
    }

    /// A side that cannot be read may have held a protected part.
    fn protected(&self, slot: Option<&Slot>) -> bool {
        let Some(slot) = slot.filter(|slot| slot.kind == Kind::Prompt && !slot.protected.is_empty()) else {
            return false;
        };
        let unknown = |value: &Value| matches!(value, Value::Unknown { .. });
        if unknown(self.value_before()) || unknown(self.value_after()) {
            return true;
        }
        match (text_of(self.before), text_of(self.after)) {
            (Some(before), Some(after)) => prose::touches(before, after, &slot.protected),
            (Some(text), None) | (None, Some(text)) => prose::holds(text, &slot.protected),
            (None, None) => false,
        }
    }

    fn text(&self, kind: Kind, slot: Option<&Slot>) -> Option<TextChange> {
        if !matches!(kind, Kind::Prompt | Kind::Other) {
            return None;
        }
        let (before, after) = (text_of(self.before), text_of(self.after));
        if before.is_none() && after.is_none() {
            return None;
        }
        let protected = slot.map_or(&[][..], |slot| &slot.protected);
        let mut text = prose::compare(before.unwrap_or_default(), after.unwrap_or_default(), protected);
        if kind == Kind::Other {
            text.sections.clear();
        }
        Some(text)
    }

    fn start(&self, system: &str, what: Move) -> Option<Change> {
        let row = self.after.or(self.before)?;
        let there = |row: Option<&'r Row>| row.filter(|row| row.value != Value::Absent);
        let place = |row: Option<&Row>| row.and_then(|row| row.detail.at);
        let origin = |row: Option<&Row>| row.and_then(|row| row.detail.origin.clone());
        Some(Change {
            system: system.to_owned(),
            artifact: row.artifact.clone(),
            instance: None,
            kind: row.kind,
            op: what.op,
            direction: what.direction,
            protected: false,
            path: row.path.clone(),
            before_path: None,
            pointer: row.pointer.clone(),
            before: None,
            after: None,
            delta: None,
            before_pointer: there(self.before).map(|row| row.pointer.clone()),
            before_span: place(there(self.before)),
            after_span: place(there(self.after)),
            before_origin: origin(there(self.before)),
            after_origin: origin(there(self.after)),
            before_source: None,
            after_source: None,
            model: None,
            text: None,
            confidence: None,
        })
    }
}

fn text_of(row: Option<&Row>) -> Option<&str> {
    row.and_then(|row| row.detail.text.as_deref())
}

fn id(value: &Value) -> Option<&str> {
    match value {
        Value::Id { v } => Some(v),
        _ => None,
    }
}

/// Writes a value as people read it; what is absent or unknown is not shown.
pub(super) fn shown(value: &Value) -> Option<Shown> {
    let text = match value {
        Value::Text { sha256, lines, .. } => {
            return Some(Shown::Prompt { sha256: sha256.clone(), lines: *lines });
        }
        Value::Id { v } | Value::Decimal { v, .. } | Value::Scalar { v, .. } | Value::Switch { v } => {
            v.clone()
        }
        Value::Set { v } => v.join(", "),
        Value::Duration { n, unit } => period_text(n, unit),
        Value::Files { v } => {
            let paths: Vec<&str> = v.iter().map(|(path, _, _)| path.as_str()).collect();
            paths.join(", ")
        }
        Value::Rest { sha256 } => sha256.clone(),
        Value::Policy { kernel, .. } => kernel.clone(),
        Value::Absent | Value::Unknown { .. } => return None,
    };
    Some(Shown::Text(text))
}

/// Points an added value at the removed one that it repeats. Both stay in the list, since both
/// are in the fact tables.
fn moves(list: &mut [Change], before: &Facts, after: &Facts) {
    let added = |c: &Change| c.op == Op::Added && c.kind != Kind::Knowledge;
    let removed = |c: &Change| c.op == Op::Removed && c.kind != Kind::Knowledge;
    let value = |facts: &Facts, change: &Change| -> Option<String> {
        let row = facts.rows.iter().find(|row| {
            row.path == change.path
                && row.pointer == change.pointer
                && row.kind == change.kind
                && row.artifact == change.artifact
        })?;
        serde_json::to_string(&row.value).ok()
    };
    let mut sources: BTreeMap<(Kind, String, String, String), Vec<String>> = BTreeMap::new();
    for change in list.iter().filter(|change| removed(change)) {
        if let Some(value) = value(before, change) {
            let key = (change.kind, change.artifact.clone(), change.pointer.clone(), value);
            sources.entry(key).or_default().push(change.path.clone());
        }
    }
    for change in list.iter_mut().filter(|change| added(change)) {
        let Some(value) = value(after, change) else { continue };
        let key = (change.kind, change.artifact.clone(), change.pointer.clone(), value);
        change.before_path =
            sources.get(&key).and_then(|paths| paths.iter().find(|path| **path != change.path)).cloned();
    }
}

/// Lists what a side has that could not be read.
fn unreadable(facts: &Facts, side: &str) -> Vec<Unknown> {
    let unknown = |row: &Row| {
        let Value::Unknown { why, .. } = &row.value else { return None };
        let Detail { unreadable, .. } = &row.detail;
        let whole_file = row.kind == Kind::Other || row.pointer.is_empty();
        Some(Unknown {
            path: row.path.clone(),
            side: side.to_owned(),
            pointer: if whole_file { None } else { Some(row.pointer.clone()) },
            reason: why.clone(),
            message: unreadable.as_ref().map(|cause| cause.message.clone()).unwrap_or_default(),
            span: unreadable.as_ref().and_then(|cause| cause.at),
        })
    };
    let all: Vec<Unknown> = facts.rows.iter().filter_map(unknown).collect();
    // A file that cannot be read at all is told once, not once for each artifact in it.
    let of_file = |one: &Unknown| {
        all.iter().any(|other| {
            other.pointer.is_none()
                && (&other.path, &other.reason, &other.message, other.span)
                    == (&one.path, &one.reason, &one.message, one.span)
        })
    };
    all.iter().filter(|one| one.pointer.is_none() || !of_file(one)).cloned().collect()
}
