//! YAML 1.2 as a typed tree, built from the parser's events.
//!
//! The events never expand aliases; expansion happens here, under a budget. What the readers of
//! YAML 1.1 and 1.2 type differently is kept apart as [`Data::Ambiguous`].

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::anchor::{Anchor, without_anchor};
use super::entries::Entries;
use super::scalar;
use super::{Data, Document, Entry, Format, Keys, MAX_BYTES, MAX_DEPTH, MAX_NODES, Node, Unreadable, text};
use crate::names;
use crate::source::Span;

/// The most anchors that are kept with their names, for people.
const MAX_NAMED: usize = 1_000;

/// Reads a YAML text of one document or several.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let whole = Span::new(text::bom(&text), text.len());
    let Documents { list: mut documents, complete, anchors } = documents(&text, whole, keys)?;
    let multi = documents.len() > 1;
    let end = Span::new(text.len(), text.len());
    let root = match documents.pop() {
        None => Node { span: end, data: Data::Null },
        Some(only) if !multi => only,
        Some(last) => {
            documents.push(last);
            Node { span: Span::new(text::bom(&text), text.len()), data: Data::Seq(documents) }
        }
    };
    Ok(Document { multi, complete, anchors, ..Document::tree(Format::Yaml, text, root) })
}

/// What a stream holds.
pub(super) struct Documents {
    pub(super) list: Vec<Node>,
    /// Whether all of it was understood.
    pub(super) complete: bool,
    pub(super) anchors: Vec<Anchor>,
}

/// Reads the documents in a part of a text; spans point into the whole text. Of a stream that
/// breaks off, what stands before the break is read, where that is let pass.
pub(super) fn documents(text: &str, part: Span, keys: &mut Keys) -> Result<Documents, Unreadable> {
    #[cfg(test)]
    super::passes::count();
    let source = text.get(part.range()).unwrap_or_default();
    let offsets = Offsets::new(source, part.start as usize);
    let (open, anchors, budget) = (Vec::new(), HashMap::new(), Budget::default());
    let mut builder = Builder { text, open, anchors, named: Vec::new(), budget, keys };
    let mut documents = Vec::new();
    let mut parser = Parser::new_from_str(source);
    while let Some(event) = parser.next_event() {
        let (event, place) = match event {
            Ok(event) => event,
            Err(e) => {
                let at = offsets.byte(e.marker().index());
                let message = format!("not valid YAML: {}", e.info());
                let problem = Unreadable::within(&names::SYNTAX_ERROR, Span::new(at, at), message);
                builder.keys.refuse(problem)?;
                documents.extend(builder.break_off(Span::new(at, at))?);
                return Ok(Documents { list: documents, complete: false, anchors: builder.named });
            }
        };
        let span = Span::new(offsets.byte(place.start.index()), offsets.byte(place.end.index()));
        if let Some(document) = builder.event(event, span)? {
            documents.push(document);
        }
    }
    Ok(Documents { list: documents, complete: true, anchors: builder.named })
}

/// Turns the parser's character indexes into byte offsets.
enum Offsets {
    Ascii { base: usize, len: usize },
    Table { base: usize, bytes: Vec<u32> },
}

impl Offsets {
    fn new(source: &str, base: usize) -> Offsets {
        if source.is_ascii() {
            return Offsets::Ascii { base, len: source.len() };
        }
        let ends = std::iter::once(source.len());
        let bytes =
            source.char_indices().map(|(i, _)| i).chain(ends).map(|i| Span::new(i, i).start).collect();
        Offsets::Table { base, bytes }
    }

    fn byte(&self, character: usize) -> usize {
        match self {
            Offsets::Ascii { base, len } => base + character.min(*len),
            Offsets::Table { base, bytes } => {
                base + bytes.get(character).or(bytes.last()).map_or(0, |offset| *offset as usize)
            }
        }
    }
}

/// What aliases, anchors and nesting may still cost.
#[derive(Default)]
struct Budget {
    values: usize,
    bytes: usize,
    copied: usize,
}

/// The cost of a tree.
#[derive(Clone, Copy, Default)]
struct Size {
    values: usize,
    bytes: usize,
    depth: usize,
}

struct Anchored {
    node: Node,
    size: Size,
}

enum Shape {
    Seq(Vec<Node>),
    Map { entries: Vec<Entry>, merges: Vec<Entry>, key: Option<(String, Span, bool)> },
}

struct Open {
    shape: Shape,
    span: Span,
    anchor: usize,
    tag: Option<String>,
    size: Size,
}

struct Builder<'t> {
    text: &'t str,
    keys: &'t mut Keys,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    named: Vec<Anchor>,
    budget: Budget,
}

impl Builder<'_> {
    /// Takes one event; returns a finished document.
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Node>, Unreadable> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let span = self.quoted(style, span);
                let data = self.scalar(&value, style, tag.as_deref(), span)?;
                let size = Size { values: 1, bytes: value.len(), depth: 1 };
                self.spend(size, span)?;
                let plain_merge = style == ScalarStyle::Plain && value == "<<" && tag.is_none();
                self.finish(Node { span, data }, size, anchor, plain_merge)
            }
            Event::Alias(id) => {
                let Some(anchored) = self.anchors.get(&id) else {
                    let message = "not valid YAML: an alias stands inside the value it names";
                    return Err(Unreadable::within(&names::SYNTAX_ERROR, span, message));
                };
                // The cost is checked before the copy is made.
                let size = anchored.size;
                self.spend(size, span)?;
                if self.open.len() + size.depth > MAX_DEPTH {
                    return Err(super::too_deep(span));
                }
                let data = self.anchors.get(&id).map_or(Data::Null, |anchored| anchored.node.data.clone());
                self.finish(Node { span, data }, size, 0, false)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Shape::Seq(Vec::new()), span, anchor, tag.as_deref())
            }
            Event::MappingStart(anchor, tag) => {
                let shape = Shape::Map { entries: Vec::new(), merges: Vec::new(), key: None };
                self.start(shape, span, anchor, tag.as_deref())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::DocumentStart(_) | Event::DocumentEnd => {
                // Anchors do not outlive their document.
                self.anchors.clear();
                Ok(None)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd => Ok(None),
        }
    }

    fn spend(&mut self, size: Size, span: Span) -> Result<(), Unreadable> {
        self.budget.values = self.budget.values.saturating_add(size.values);
        self.budget.bytes = self.budget.bytes.saturating_add(size.bytes);
        if self.budget.values > MAX_NODES || self.budget.bytes > MAX_BYTES {
            return Err(super::too_many_values(span));
        }
        Ok(())
    }

    fn start(
        &mut self,
        shape: Shape,
        span: Span,
        anchor: usize,
        tag: Option<&Tag>,
    ) -> Result<Option<Node>, Unreadable> {
        let size = Size { values: 1, bytes: 0, depth: 1 };
        self.spend(size, span)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(super::too_deep(span));
        }
        let collection = ["map", "seq", "set", "omap", "pairs"];
        let tag = tag.filter(|tag| {
            !(tag.is_yaml_core_schema() && collection.contains(&tag.suffix.as_str()) || is_plain_bang(tag))
        });
        self.open.push(Open { shape, span, anchor, tag: tag.map(ToString::to_string), size });
        Ok(None)
    }

    /// Ends everything that is open.
    fn break_off(&mut self, span: Span) -> Result<Option<Node>, Unreadable> {
        let mut document = None;
        while !self.open.is_empty() {
            document = self.end(span)?;
        }
        Ok(document)
    }

    fn end(&mut self, span: Span) -> Result<Option<Node>, Unreadable> {
        let Some(open) = self.open.pop() else { return Ok(None) };
        let whole = self.tight(open.span, span);
        let data = match open.shape {
            Shape::Seq(items) => Data::Seq(items),
            Shape::Map { entries, merges, .. } => Data::Map(self.merge(entries, merges)?),
        };
        let node = Node { span: whole, data };
        let data = match open.tag {
            Some(tag) => Data::Opaque(format!("{tag} {}", super::tree::encode(&node, None))),
            None => node.data,
        };
        self.finish(Node { span: whole, data }, open.size, open.anchor, false)
    }

    /// The span of a scalar in quotes, without what follows the closing quote.
    fn quoted(&self, style: ScalarStyle, span: Span) -> Span {
        let quote = match style {
            ScalarStyle::DoubleQuoted => b'"',
            ScalarStyle::SingleQuoted => b'\'',
            _ => return span,
        };
        let bytes = self.text.as_bytes().get(span.range()).unwrap_or_default();
        if bytes.first() != Some(&quote) {
            return span;
        }
        let mut at = 1;
        while let Some(byte) = bytes.get(at) {
            at += match byte {
                b'\\' if quote == b'"' => 2,
                // A quote in single quotes is written twice.
                b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => 2,
                byte if *byte == quote => {
                    return Span::new(span.start as usize, span.start as usize + at + 1);
                }
                _ => 1,
            };
        }
        span
    }

    /// The span of a collection, without the white space that block collections end with.
    fn tight(&self, start: Span, end: Span) -> Span {
        let whole = start.to(end);
        let text = self.text.get(whole.range()).unwrap_or_default();
        Span::new(whole.start as usize, whole.start as usize + text.trim_end().len())
    }

    /// Puts a finished value where it belongs.
    fn finish(
        &mut self,
        mut node: Node,
        size: Size,
        anchor: usize,
        plain_merge: bool,
    ) -> Result<Option<Node>, Unreadable> {
        if anchor > 0 {
            // A copy for each anchor: nested anchors may not multiply the file.
            self.budget.copied = self.budget.copied.saturating_add(size.values);
            if self.budget.copied > MAX_NODES {
                return Err(super::too_many_values(node.span));
            }
            if let Some((named, value)) = without_anchor(self.text, node.span) {
                node.span = value;
                if self.named.len() < MAX_NAMED {
                    self.named.push(named);
                }
            }
            self.anchors.insert(anchor, Anchored { node: node.clone(), size });
        }
        let Some(parent) = self.open.last_mut() else { return Ok(Some(node)) };
        parent.size.values += size.values;
        parent.size.bytes += size.bytes;
        parent.size.depth = parent.size.depth.max(size.depth + 1);
        match &mut parent.shape {
            Shape::Seq(items) => items.push(node),
            Shape::Map { key: slot @ None, .. } => {
                let span = node.span;
                *slot = Some((key_text(self.text, node, self.keys)?, span, plain_merge));
            }
            Shape::Map { entries, merges, key } => {
                if let Some((key, key_span, is_merge)) = key.take() {
                    let entry = Entry { key, key_span, value: node };
                    if is_merge { merges.push(entry) } else { entries.push(entry) }
                }
            }
        }
        Ok(None)
    }

    /// Checks keys and applies `<<`: written keys win, then earlier merged maps.
    fn merge(&mut self, written: Vec<Entry>, merges: Vec<Entry>) -> Result<Vec<Entry>, Unreadable> {
        let mut entries = Entries::default();
        for entry in written {
            entries.put(entry, self.keys)?;
        }
        if let Some(second) = merges.get(1) {
            self.keys.refuse(super::duplicate_key(second.key_span, "<<"))?;
        }
        for merge in merges {
            let place = merge.value.span;
            let maps = match merge.value.data {
                Data::Map(_) => vec![merge.value],
                Data::Seq(items) => items,
                _ => return Err(self.bad_merge(place)),
            };
            for map in maps {
                let Data::Map(inherited) = map.data else { return Err(self.bad_merge(place)) };
                let here = |entry| Entry { key_span: map.span, ..entry };
                inherited.into_iter().for_each(|entry| entries.put_if_new(here(entry)));
            }
        }
        Ok(entries.finish())
    }

    fn bad_merge(&self, span: Span) -> Unreadable {
        let message = "not valid YAML: `<<` takes a map or a list of maps";
        Unreadable::within(&names::SYNTAX_ERROR, span, message)
    }

    fn scalar(
        &self,
        value: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<Data, Unreadable> {
        let Some(tag) = tag else {
            let plain = style == ScalarStyle::Plain;
            return Ok(if plain { scalar::plain(value) } else { Data::String(value.to_owned()) });
        };
        if is_plain_bang(tag) {
            return Ok(Data::String(value.to_owned()));
        }
        if !tag.is_yaml_core_schema() {
            return Ok(Data::Opaque(format!("{tag} {value}")));
        }
        let typed = scalar::plain(value);
        let data = match (tag.suffix.as_str(), typed) {
            ("str", _) => Data::String(value.to_owned()),
            ("null", Data::Null) => Data::Null,
            ("bool", data @ Data::Bool(_)) => data,
            ("int" | "float", data @ Data::Number(_)) => data,
            ("timestamp", data @ Data::Time(_)) => data,
            ("null" | "bool" | "int" | "float" | "timestamp", _) => {
                let message = format!("not valid YAML: the value does not fit its tag `!!{}`", tag.suffix);
                return Err(Unreadable::within(&names::SYNTAX_ERROR, span, message));
            }
            (other, _) => Data::Opaque(format!("!!{other} {value}")),
        };
        Ok(data)
    }
}

/// The tag `!` alone only says "not plain".
fn is_plain_bang(tag: &Tag) -> bool {
    (tag.handle.is_empty() && tag.suffix == "!") || (tag.handle == "!" && tag.suffix.is_empty())
}

fn key_text(text: &str, key: Node, keys: &mut Keys) -> Result<String, Unreadable> {
    match key.data {
        // A plain word or date is a string in YAML 1.2; as a key it names the same thing.
        Data::String(key) | Data::Ambiguous(key) | Data::Time(key) => Ok(key),
        other => {
            let message = format!("a key is {}; only strings can be named in a policy", other.type_name());
            keys.refuse(Unreadable::within(&names::NON_STRING_KEY, key.span, message))?;
            Ok(text.get(key.span.range()).unwrap_or_default().to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_quotes_ends_at_its_quote() {
        for (text, value) in [
            ("a: \"x\" # y\"\n", "\"x\""),
            ("a: \"x\\\"y\"   \n\nb: 1\n", "\"x\\\"y\""),
            ("a: 'it''s'\t# c\nb: 1\n", "'it''s'"),
            ("a: 'x'\n  # more\n", "'x'"),
            ("{a: \"é\", b: 'x'}\n", "\"é\""),
            ("a:\n  \"x\n  y\"\n\n# end\n", "\"x\n  y\""),
            ("a: \"\"\n", "\"\""),
        ] {
            let document = read(text.into(), &mut Keys::Unique).unwrap();
            let span = document.root.as_ref().and_then(|root| root.get("a")).map(|node| node.span);
            assert_eq!(text.get(span.unwrap().range()), Some(value), "{text:?}");
        }
    }
}
