//! Goes through two trees at once and finds the values that differ. Equal values cost nothing
//! but the look at them: kinds are inferred for what differs only.

use std::collections::{HashMap, HashSet};

use super::concept::Concept;
use super::items;
use super::place::Place;
use super::rules::{Inferred, infer};
use super::value::{self, Read};
use crate::canonical::Part;
use crate::facts::{Value, split_commas};
use crate::format::{Data, Entry, Node};
use crate::kind::Kind;
use crate::source::Span;

/// A value that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Where: the pointer; of a list where one item differs.
    pub pointer: String,
    /// The last key on the way.
    pub name: String,
    /// What it is, and how sure that is.
    pub inferred: Inferred,
    /// Whether it is one item of a set.
    pub item: bool,
    /// Before, with the place of the value.
    pub before: Option<(Read, Span)>,
    /// After, with the place of the value.
    pub after: Option<(Read, Span)>,
    /// The alias by which the value came, on both sides.
    pub aliases: [Option<Span>; 2],
}

/// Compares what stands at a place on both sides. Recursion ends at [`crate::format::MAX_DEPTH`].
pub fn walk<'n>(
    place: &mut Place<'n>,
    before: Option<&'n Node>,
    after: Option<&'n Node>,
    found: &mut Vec<Difference>,
) {
    let data = |node: Option<&'n Node>| node.map(|node| &node.data);
    for (spans, node) in place.spans.iter_mut().zip([before, after]) {
        spans[1] = node.map(|node| node.span);
    }
    match (data(before), data(after)) {
        (None, None) => {}
        (Some(Data::Map(old)), Some(Data::Map(new))) => map(place, old, new, found),
        (Some(Data::Map(old)), None) if !old.is_empty() => map(place, old, &[], found),
        (None, Some(Data::Map(new))) if !new.is_empty() => map(place, &[], new, found),
        (Some(Data::Seq(old)), Some(Data::Seq(new))) => list(place, before.zip(after), old, new, found),
        (Some(Data::Seq(old)), None) if !old.is_empty() => list(place, None, old, &[], found),
        (None, Some(Data::Seq(new))) if !new.is_empty() => list(place, None, &[], new, found),
        (Some(a), Some(b)) if a == b => {}
        (Some(a), Some(b)) if is_structure(a) || is_structure(b) => {
            // A list of tools may be written as one string.
            match (before.and_then(|node| tools(place, node)), after.and_then(|node| tools(place, node))) {
                (Some(old), Some(new)) => items_of(place, infer(place, b), &old, &new, found),
                _ => {
                    walk(place, before, None, found);
                    walk(place, None, after, found);
                }
            }
        }
        _ => scalar(place, before, after, found),
    }
}

fn map<'n>(place: &mut Place<'n>, old: &'n [Entry], new: &'n [Entry], found: &mut Vec<Difference>) {
    place.maps = [old, new];
    let mut enter = |before: Option<&'n Entry>, after: Option<&'n Entry>| {
        let Some(entry) = before.or(after) else { return };
        let mut inside = place.key(&entry.key);
        inside.spans = [before, after].map(|entry| [entry.map(|entry| entry.key_span), None]);
        walk(&mut inside, before.map(|entry| &entry.value), after.map(|entry| &entry.value), found);
    };
    if old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.key == b.key) {
        old.iter().zip(new).for_each(|(a, b)| enter(Some(a), Some(b)));
        return;
    }
    let after: HashMap<&str, &Entry> = new.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    let before: HashSet<&str> = old.iter().map(|entry| entry.key.as_str()).collect();
    for entry in old {
        enter(Some(entry), after.get(entry.key.as_str()).copied());
    }
    for entry in new.iter().filter(|entry| !before.contains(entry.key.as_str())) {
        enter(None, Some(entry));
    }
}

fn list(
    place: &Place<'_>,
    both: Option<(&Node, &Node)>,
    old: &[Node],
    new: &[Node],
    found: &mut Vec<Difference>,
) {
    if !old.iter().chain(new).any(|item| is_structure(&item.data)) {
        return scalars(place, both, old, new, found);
    }
    for pair in items::pair(old, new) {
        walk(&mut place.item(&pair.name), pair.before, pair.after, found);
    }
}

/// A list of scalars is a set, whatever its kind; one of instructions is one text, and one of
/// models to fall back on has an order.
fn scalars(
    place: &Place<'_>,
    both: Option<(&Node, &Node)>,
    old: &[Node],
    new: &[Node],
    found: &mut Vec<Difference>,
) {
    if old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.data == b.data) {
        return;
    }
    let Some(first) = new.first().or(old.first()) else { return };
    // What the list holds says more than that it is a list, except for tools and prompts.
    let of_list = infer(place, &Data::Seq(Vec::new()));
    let inferred = match of_list.kind {
        Kind::Tools | Kind::Prompt => of_list,
        _ => infer(&place.item("0"), &first.data),
    };
    let span = |items: &[Node]| items.first().map(|item| item.span);
    let spans = match both {
        Some((a, b)) => (Some(a.span), Some(b.span)),
        None => (span(old), span(new)),
    };
    let (old, new) = (pieces(old), pieces(new));
    let joined = |pieces: &[Piece], by: &str| -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(by)
    };
    if inferred.kind == Kind::Prompt {
        let text = |pieces: &[Piece], span: Option<Span>| {
            span.map(|span| (value::prompt(&Part::from(joined(pieces, "\n"))), span))
        };
        return report(place, inferred, false, text(&old, spans.0), text(&new, spans.1), found);
    }
    if inferred.kind == Kind::Other && value::is_drawing(place) {
        return;
    }
    let before = found.len();
    items_of(place, inferred, &old, &new, found);
    if found.len() == before && inferred.kind == Kind::Model && place.concepts().all.has(Concept::Fallback) {
        let text = |pieces: &[Piece], span: Option<Span>| {
            let value = Value::Id { v: joined(pieces, ", ") };
            span.map(|span| (Read { value, text: None }, span))
        };
        report(place, inferred, false, text(&old, spans.0), text(&new, spans.1), found);
    }
}

/// One item of a set.
struct Piece {
    text: String,
    data: Data,
    span: Span,
}

fn pieces(items: &[Node]) -> Vec<Piece> {
    let piece =
        |item: &Node| Piece { text: value::shown(&item.data), data: item.data.clone(), span: item.span };
    items.iter().map(piece).collect()
}

/// The tools that a string or a list of scalars under a key for tools names.
fn tools(place: &Place<'_>, node: &Node) -> Option<Vec<Piece>> {
    let key = place.concepts();
    let names = key.last.any(&[Concept::Tool, Concept::Allow]) || key.all.has(Concept::Allow);
    if !names || key.all.has(Concept::Oversight) || infer(place, &node.data).kind != Kind::Tools {
        return None;
    }
    let piece =
        |text: &str| Piece { text: text.to_owned(), data: Data::String(text.to_owned()), span: node.span };
    match &node.data {
        Data::String(text) | Data::Bare(text) => Some(split_commas(text).into_iter().map(piece).collect()),
        Data::Seq(items) if !items.iter().any(|item| is_structure(&item.data)) => Some(pieces(items)),
        _ => None,
    }
}

/// One difference for each item that one side has more often than the other.
fn items_of(
    place: &Place<'_>,
    inferred: Inferred,
    old: &[Piece],
    new: &[Piece],
    found: &mut Vec<Difference>,
) {
    let mut more: HashMap<&str, i64> = HashMap::new();
    for piece in new {
        *more.entry(&piece.text).or_default() += 1;
    }
    for piece in old {
        *more.entry(&piece.text).or_default() -= 1;
    }
    let item = |piece: &Piece| Some((value::read(inferred.kind, &piece.data), piece.span));
    for piece in old {
        if let Some(n) = more.get_mut(piece.text.as_str()).filter(|n| **n < 0) {
            *n += 1;
            report(place, inferred, true, item(piece), None, found);
        }
    }
    for piece in new {
        if let Some(n) = more.get_mut(piece.text.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            report(place, inferred, true, None, item(piece), found);
        }
    }
}

fn scalar(place: &Place<'_>, before: Option<&Node>, after: Option<&Node>, found: &mut Vec<Difference>) {
    let (old, new) = (before.map(|node| &node.data), after.map(|node| &node.data));
    let of = |data: Option<&Data>| data.map(|data| infer(place, data));
    let inferred = match (of(old), of(new)) {
        // The side whose shape says more decides.
        (Some(a), Some(b)) if b.kind == Kind::Other || a.kind == Kind::Prompt => a,
        (Some(a), None) => a,
        (_, Some(b)) => b,
        (None, None) => return,
    };
    if inferred.kind == Kind::Other && value::is_noise(place, old, new) {
        return;
    }
    if inferred.kind == Kind::Tools {
        let side = |node: Option<&Node>| node.map_or(Some(Vec::new()), |node| tools(place, node));
        if let (Some(old), Some(new)) = (side(before), side(after))
            // One tool for another is one change of the value.
            && (old.len() > 1 || new.len() > 1 || old.is_empty() != new.is_empty())
        {
            return items_of(place, inferred, &old, &new, found);
        }
    }
    let read = |node: Option<&Node>| node.map(|node| (value::read(inferred.kind, &node.data), node.span));
    report(place, inferred, false, read(before), read(after), found);
}

fn report(
    place: &Place<'_>,
    inferred: Inferred,
    item: bool,
    before: Option<(Read, Span)>,
    after: Option<(Read, Span)>,
    found: &mut Vec<Difference>,
) {
    if let (Some((a, _)), Some((b, _))) = (&before, &after)
        && value::same(inferred.kind, a, b)
    {
        return;
    }
    let (pointer, name) = (place.pointer(), place.last_name().to_owned());
    let aliases = [place.alias(0), place.alias(1)];
    found.push(Difference { pointer, name, inferred, item, before, after, aliases });
}

fn is_structure(data: &Data) -> bool {
    matches!(data, Data::Seq(_) | Data::Map(_))
}
