//! Changes of two versions of one file without a policy: kinds are inferred from key names,
//! values and neighbours. Nothing is judged by this; it is for looking.
//!
//! Two [`side`]s are read, one [`walk`] finds the values that differ, [`rules`] say what sort of
//! value each is by the concepts ([`lexicon`], [`key`]) of the keys around it ([`place`]), and
//! [`moves`] ties what is gone to where it went. What a format of the library declares
//! ([`declared`]) wins over what is inferred.

mod concept;
mod declared;
mod environment;
mod items;
mod key;
mod lexicon;
mod moves;
mod place;
mod resolve;
mod rules;
mod side;
mod value;
mod walk;

use std::sync::Arc;

use self::key::Keys;
use self::place::{FileSort, Place};
use self::rules::Inferred;
use self::side::Side;
use self::walk::{Difference, walk};
use super::direction::{self, Move, delta};
use super::excerpt::Excerpts;
use super::from_facts::shown;
use super::{Change, Changes, Confidence, ModelChange, Unknown, prose};
use crate::facts::Value;
use crate::format::Unreadable;
use crate::kind::{Direction, Kind, Op};
use crate::policy::standard;
use crate::source::{LineColumn, Span};

/// Compares two versions of a file; an absent side is `None`.
///
/// A file that no reader reads, or that is not prose for a model, is one value of kind `other`.
/// The change document stays empty: nothing can be approved without a policy.
pub fn detect(path: &str, before_path: Option<&str>, before: Option<&[u8]>, after: Option<&[u8]>) -> Changes {
    let mut changes = Changes::default();
    if before == after {
        return changes;
    }
    let mut read = |path: &str, side: &str, bytes: Option<&[u8]>| -> Option<Option<Side>> {
        let Some(bytes) = bytes else { return Some(None) };
        match Side::read(path, bytes) {
            Ok(mut found) => {
                let problems = std::mem::take(&mut found.problems);
                changes.unknown.extend(problems.into_iter().map(|problem| unknown(path, side, problem)));
                Some(Some(found))
            }
            Err(problem) => {
                changes.unknown.push(unknown(path, side, problem));
                None
            }
        }
    };
    let sides = (read(before_path.unwrap_or(path), "before", before), read(path, "after", after));
    changes.unknown.sort();
    if let (Some(before), Some(after)) = sides {
        let moved = before_path.filter(|old| *old != path);
        let between = Between { path, moved, before: before.as_ref(), after: after.as_ref() };
        changes.list = between.changes(before_path.unwrap_or(path));
        changes.list.sort_by(Change::order);
    }
    changes
}

fn unknown(path: &str, side: &str, problem: Unreadable) -> Unknown {
    Unknown {
        path: path.to_owned(),
        side: side.to_owned(),
        pointer: None,
        reason: problem.reason.to_owned(),
        message: problem.message,
        span: problem.at,
    }
}

/// Two versions of a file; one may be absent.
struct Between<'a> {
    path: &'a str,
    moved: Option<&'a str>,
    before: Option<&'a Side>,
    after: Option<&'a Side>,
}

impl Between<'_> {
    fn changes(&self, old_path: &str) -> Vec<Change> {
        let mut found = Vec::new();
        let sort = self.after.or(self.before).map_or(FileSort::default(), |side| side.sort);
        let keys = Keys::default();
        let texts = [self.before, self.after].map(|side| side.map_or("", Side::text_with_anchors));
        walk(
            &mut Place::root(sort, &keys, texts),
            self.before.and_then(Side::root),
            self.after.and_then(Side::root),
            &mut found,
        );
        found.extend(self.body());
        let (before, after) = (self.before.map(|side| &side.parsed), self.after.map(|side| &side.parsed));
        let declared = declared::compare(old_path, before, self.path, after);
        let of = |side: &Option<(value::Read, Span)>| side.as_ref().map(|(_, span)| span.start);
        let before = places(self.before, found.iter().map(|difference| of(&difference.before)));
        let after = places(self.after, found.iter().map(|difference| of(&difference.after)));
        let from = moves::sources(&found);
        let file = |side: Option<&Side>| side.and_then(Side::document).map(|document| document.text.clone());
        let (old_file, new_file) = (file(self.before), file(self.after));
        let mut excerpts = Excerpts::default();
        let mut list = Vec::with_capacity(found.len());
        // Changes are large and are sorted by their place: made in that order, they hardly move.
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by(|a, b| found[*a].pointer.cmp(&found[*b].pointer));
        for i in order {
            let (difference, from, before, after) = (&found[i], from[i], before[i], after[i]);
            let taken = before.is_some_and(|at| declared.taken_before(at));
            if taken || after.is_some_and(|at| declared.taken_after(at)) {
                continue;
            }
            let mut change = self.change(difference);
            (change.before_span, change.after_span) = (before, after);
            let origin = |side: Option<&Side>, alias: Option<Span>| side?.origin(alias?);
            change.before_origin = origin(self.before, difference.aliases[0]);
            change.after_origin = origin(self.after, difference.aliases[1]);
            let mut line = |file: &Option<Arc<str>>, at| excerpts.line(file.as_ref()?, at?);
            change.before_source = line(&old_file, before);
            change.after_source = line(&new_file, after);
            if let Some(from) = from.and_then(|i| found.get(i)) {
                change.before_pointer = Some(from.pointer.clone());
            }
            list.push(change);
        }
        list.extend(declared.changes(self.path, self.moved));
        // What a side that was read in part seems to lack may stand in the rest of it.
        let whole = |side: Option<&Side>| side.and_then(Side::document).is_none_or(|file| file.complete);
        let (before, after) = (whole(self.before), whole(self.after));
        list.retain(|change| (before || change.before.is_some()) && (after || change.after.is_some()));
        list
    }

    /// The prose of the file, if it differs.
    fn body(&self) -> Option<Difference> {
        let of = |side: Option<&Side>| side.and_then(|side| side.body.clone());
        let (before, after) = (of(self.before), of(self.after));
        let kind = after.as_ref().or(before.as_ref())?.0;
        let read = |body: Option<(Kind, value::Read, Span)>| body.map(|(_, read, span)| (read, span));
        let (before, after) = (read(before), read(after));
        if let (Some((a, _)), Some((b, _))) = (&before, &after)
            && value::same(kind, a, b)
        {
            return None;
        }
        let inferred = Inferred { kind, confidence: Confidence::Likely };
        let (pointer, name, aliases) = (String::new(), String::new(), [None, None]);
        Some(Difference { pointer, name, inferred, item: false, before, after, aliases })
    }

    fn change(&self, difference: &Difference) -> Change {
        let Inferred { kind, confidence } = difference.inferred;
        let value = |side: &Option<(value::Read, Span)>| match side {
            Some((read, _)) => read.value.clone(),
            None => Value::Absent,
        };
        let (a, b) = (value(&difference.before), value(&difference.after));
        let what = happened(kind, difference.item, &a, &b);
        let text = |side: &Option<(value::Read, Span)>| side.as_ref().and_then(|(read, _)| read.text.clone());
        let text = match (text(&difference.before), text(&difference.after)) {
            (None, None) => None,
            (a, b) => {
                Some(prose::compare(a.as_deref().unwrap_or_default(), b.as_deref().unwrap_or_default(), &[]))
            }
        };
        let id = |value: &Value, side: Option<&Side>| match value {
            Value::Id { v } => Some(resolve::real(v, side.and_then(Side::root))),
            _ => None,
        };
        Change {
            system: String::new(),
            artifact: difference.name.clone(),
            instance: None,
            kind,
            op: what.op,
            direction: what.direction,
            protected: false,
            path: self.path.to_owned(),
            before_path: self.moved.map(str::to_owned),
            pointer: difference.pointer.clone(),
            before: shown(&a),
            after: shown(&b),
            delta: delta(&a, &b),
            before_pointer: difference.before.as_ref().map(|_| difference.pointer.clone()),
            before_span: None,
            after_span: None,
            before_origin: None,
            after_origin: None,
            before_source: None,
            after_source: None,
            model: (kind == Kind::Model).then(|| {
                let (before, after) = (id(&a, self.before), id(&b, self.after));
                ModelChange::of(&standard(), "", before.as_deref(), after.as_deref())
            }),
            text,
            confidence: (kind != Kind::Other).then_some(confidence),
        }
    }
}

/// Finds the lines and columns of some bytes of a side in one pass over its text: a file may be
/// one line with thousands of changes in it.
fn places(side: Option<&Side>, offsets: impl Iterator<Item = Option<u32>>) -> Vec<Option<LineColumn>> {
    let text = side.and_then(Side::document).map_or("", |document| &document.text);
    let offsets: Vec<Option<u32>> = offsets.collect();
    let mut order: Vec<(u32, usize)> =
        offsets.iter().enumerate().filter_map(|(i, offset)| Some(((*offset)?, i))).collect();
    order.sort_unstable();
    let mut places = vec![None; offsets.len()];
    let mut at = LineColumn { line: 1, column: 1 };
    let mut characters = text.char_indices().peekable();
    for (offset, i) in order {
        while let Some((_, c)) = characters.next_if(|(start, _)| *start < offset as usize) {
            at = match c {
                '\n' => LineColumn { line: at.line + 1, column: 1 },
                _ => LineColumn { line: at.line, column: at.column + 1 },
            };
        }
        if let Some(place) = places.get_mut(i) {
            *place = Some(at);
        }
    }
    places
}

/// What happened to a value whose safe side nobody declared.
fn happened(kind: Kind, is_item: bool, before: &Value, after: &Value) -> Move {
    let is_set = matches!(kind, Kind::Tools | Kind::Regions);
    match (before, after) {
        (Value::Absent, _) if is_set && is_item => Move { op: Op::Widened, direction: Direction::Loosens },
        (_, Value::Absent) if is_set && is_item => Move { op: Op::Narrowed, direction: Direction::Tightens },
        _ => {
            let mut what = direction::compare(kind, before, after, "");
            if kind == Kind::Prompt && what.op == Op::Edited {
                what.op = Op::Reworded;
            }
            let decided =
                matches!(kind, Kind::Threshold | Kind::Switch | Kind::Period | Kind::Tools | Kind::Regions);
            if decided && matches!(what.direction, Direction::Neutral | Direction::Loosens) {
                what.direction = Direction::Unknown;
            }
            what
        }
    }
}
