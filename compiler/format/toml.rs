//! TOML 1.0 as a typed tree.
//!
//! The parser gives keys and values in file order; which table a key belongs to, and which keys
//! and tables may not be written twice, is settled here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};

use super::{Data, Document, Entry, Format, Keys, MAX_DEPTH, MAX_NODES, Node, Unreadable, text};
use crate::names;
use crate::source::Span;

/// Reads a TOML text, with or without a leading BOM.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let part = Span::new(text::bom(&text), text.len());
    let (root, complete) = table(&text, part, keys)?;
    Ok(Document { complete, ..Document::tree(Format::Toml, text, root) })
}

/// Reads the table in a part of a text, and tells whether all of it was understood; spans point
/// into the whole text.
pub(super) fn table(text: &str, part: Span, keys: &mut Keys) -> Result<(Node, bool), Unreadable> {
    let source = Source::new(text.get(part.range()).unwrap_or_default());
    let tokens = source.lex().into_vec();
    let mut builder = Builder::new(text, part, keys);
    let mut mistakes = Mistakes { count: 0, first: Vec::new() };
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut builder, source), &mut mistakes);
    let (root, problem) = builder.finish();
    match problem {
        Some(problem) => return Err(problem),
        None => mistakes.report(part.start as usize, keys)?,
    }
    Ok((root, mistakes.count == 0))
}

/// What the parser did not understand.
struct Mistakes {
    count: usize,
    first: Vec<ParseError>,
}

impl ErrorSink for Mistakes {
    fn report_error(&mut self, error: ParseError) {
        self.count += 1;
        if self.first.len() < 20 {
            self.first.push(error);
        }
    }
}

impl Mistakes {
    fn report(&self, base: usize, keys: &mut Keys) -> Result<(), Unreadable> {
        for mistake in &self.first {
            let at = mistake.unexpected().map_or((0, 0), |span| (span.start(), span.end()));
            let span = Span::new(base + at.0, base + at.1);
            let message = format!("not valid TOML: {}", mistake.description());
            keys.refuse(Unreadable::within(&names::SYNTAX_ERROR, span, message))?;
        }
        Ok(())
    }
}

/// How a table came to be, which decides what may still be added to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// On the way to a table below it: `a` of `[a.b]`.
    Implied,
    /// By its own header.
    Header,
    /// By a dotted key under the header with this number; keys below another may not extend it.
    Dotted(usize),
    /// Between braces, complete.
    Inline,
}

struct Table {
    slots: Vec<Slot>,
    index: HashMap<String, usize>,
    made: Made,
    span: Span,
    depth: usize,
}

struct Slot {
    key: Key,
    item: Item,
}

#[derive(Clone)]
struct Key {
    name: String,
    span: Span,
}

enum Item {
    Scalar(Node),
    Table(usize),
    List { items: Vec<Item>, span: Span, headers: bool },
}

/// Where the next value goes.
enum Frame {
    /// Under a key of a table.
    Table { table: usize, path: Vec<Key> },
    /// At the end of a list.
    List { items: Vec<Item>, start: Span },
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    keys: &'a mut Keys,
    tables: Vec<Table>,
    frames: Vec<Frame>,
    header: Option<(Vec<Key>, Span)>,
    headers: usize,
    values: usize,
    problem: Option<Unreadable>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, part: Span, keys: &'a mut Keys) -> Builder<'a> {
        let root =
            Table { slots: Vec::new(), index: HashMap::new(), made: Made::Header, span: part, depth: 1 };
        Builder {
            text,
            base: part.start as usize,
            keys,
            tables: vec![root],
            frames: vec![Frame::Table { table: 0, path: Vec::new() }],
            header: None,
            headers: 0,
            values: 1,
            problem: None,
        }
    }

    fn span(&self, span: toml_parser::Span) -> Span {
        Span::new(self.base + span.start(), self.base + span.end())
    }

    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Raw<'a> {
        let text = self.text.get(self.span(span).range()).unwrap_or_default();
        Raw::new_unchecked(text, encoding, span)
    }

    fn stop(&mut self, problem: Unreadable) {
        self.problem.get_or_insert(problem);
    }

    fn refuse_duplicate(&mut self, key: &Key) {
        if let Err(problem) = self.keys.refuse(super::duplicate_key(key.span, &key.name)) {
            self.stop(problem);
        }
    }

    /// Makes a table below another; nothing is nested deeper than is read.
    fn new_table(&mut self, made: Made, span: Span, depth: usize) -> Option<usize> {
        self.spend(span, depth)?;
        self.tables.push(Table { slots: Vec::new(), index: HashMap::new(), made, span, depth });
        Some(self.tables.len() - 1)
    }

    fn spend(&mut self, span: Span, depth: usize) -> Option<()> {
        self.values += 1;
        if depth > MAX_DEPTH {
            self.stop(super::too_deep(span));
        } else if self.values > MAX_NODES {
            self.stop(super::too_many_values(span));
        }
        self.problem.is_none().then_some(())
    }

    fn put(&mut self, table: usize, key: Key, item: Item) {
        let table = &mut self.tables[table];
        table.index.insert(key.name.clone(), table.slots.len());
        table.slots.push(Slot { key, item });
    }

    fn slot(&mut self, table: usize, name: &str) -> Option<&mut Slot> {
        let table = &mut self.tables[table];
        table.index.get(name).copied().and_then(|at| table.slots.get_mut(at))
    }

    /// Goes from the current table along the first parts of a dotted key.
    fn enter_dotted(&mut self, mut table: usize, path: &[Key]) -> Option<usize> {
        for key in path {
            let header = self.headers;
            let next = match self.slot(table, &key.name).map(|slot| &slot.item) {
                None => {
                    let depth = self.tables[table].depth + 1;
                    let made = self.new_table(Made::Dotted(header), key.span, depth)?;
                    self.put(table, key.clone(), Item::Table(made));
                    made
                }
                Some(Item::Table(next)) => *next,
                Some(_) => {
                    self.refuse_duplicate(key);
                    return None;
                }
            };
            if self.tables[next].made != Made::Dotted(header) {
                self.refuse_duplicate(key);
            }
            table = next;
        }
        self.problem.is_none().then_some(table)
    }

    /// Goes from the root along the first parts of a header.
    fn enter_header(&mut self, path: &[Key]) -> Option<usize> {
        let mut table = 0;
        for key in path {
            let next = match self.slot(table, &key.name).map(|slot| &slot.item) {
                None => {
                    let depth = self.tables[table].depth + 1;
                    let made = self.new_table(Made::Implied, key.span, depth)?;
                    self.put(table, key.clone(), Item::Table(made));
                    Some(made)
                }
                Some(Item::Table(next)) => Some(*next),
                Some(Item::List { items, headers: true, .. }) => match items.last() {
                    Some(Item::Table(last)) => Some(*last),
                    _ => None,
                },
                Some(_) => None,
            };
            let Some(next) = next.filter(|next| self.tables[*next].made != Made::Inline) else {
                self.refuse_duplicate(key);
                return None;
            };
            table = next;
        }
        Some(table)
    }

    /// Opens the table that a header names.
    fn open_header(&mut self, close: Span, is_array: bool) {
        let Some((mut path, open)) = self.header.take() else { return };
        let Some(key) = path.pop() else { return };
        let span = open.to(close);
        self.headers += 1;
        // What stands below a header that is refused is read, but belongs nowhere.
        let table = self.header_table(&path, key, span, is_array);
        let table = table.or_else(|| self.new_table(Made::Header, span, 2)).unwrap_or(0);
        self.frames = vec![Frame::Table { table, path: Vec::new() }];
    }

    fn header_table(&mut self, path: &[Key], key: Key, span: Span, is_array: bool) -> Option<usize> {
        let parent = self.enter_header(path)?;
        let depth = self.tables[parent].depth + 1 + usize::from(is_array);
        match self.slot(parent, &key.name).map(|slot| &mut slot.item) {
            None => {
                let made = self.new_table(Made::Header, span, depth)?;
                let table = Item::Table(made);
                let list = |table| Item::List { items: vec![table], span, headers: true };
                self.put(parent, key, if is_array { list(table) } else { table });
                Some(made)
            }
            Some(Item::List { headers: true, .. }) if is_array => {
                let made = self.new_table(Made::Header, span, depth)?;
                if let Some(Slot { item: Item::List { items, .. }, .. }) = self.slot(parent, &key.name) {
                    items.push(Item::Table(made));
                }
                Some(made)
            }
            Some(Item::Table(table)) if !is_array => {
                let table = *table;
                if self.tables[table].made == Made::Implied {
                    self.tables[table].made = Made::Header;
                    self.tables[table].span = span;
                } else {
                    self.refuse_duplicate(&key);
                }
                Some(table)
            }
            Some(_) => {
                self.refuse_duplicate(&key);
                None
            }
        }
    }

    /// Puts a finished value where it belongs.
    fn value(&mut self, item: Item, span: Span) {
        match self.frames.last_mut() {
            Some(Frame::List { items, .. }) => items.push(item),
            Some(Frame::Table { table, path }) => {
                let (table, mut path) = (*table, std::mem::take(path));
                let Some(key) = path.pop() else { return };
                let Some(inner) = self.enter_dotted(table, &path) else { return };
                for grown in [table, inner] {
                    let whole = &mut self.tables[grown].span;
                    whole.end = whole.end.max(span.end);
                }
                if self.slot(inner, &key.name).is_some() {
                    self.refuse_duplicate(&key);
                    if let Some(slot) = self.slot(inner, &key.name) {
                        *slot = Slot { key, item };
                    }
                } else {
                    self.put(inner, key, item);
                }
            }
            None => {}
        }
    }

    fn depth(&self) -> usize {
        let outer = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Table { table, path } => Some(self.tables[*table].depth + path.len()),
            Frame::List { .. } => None,
        });
        let lists = self.frames.iter().rev().take_while(|frame| matches!(frame, Frame::List { .. })).count();
        outer.unwrap_or(1) + lists
    }

    fn finish(mut self) -> (Node, Option<Unreadable>) {
        let root = self.node(Item::Table(0));
        (root, self.problem)
    }

    /// Recursion ends at [`MAX_DEPTH`]: nothing deeper was made.
    fn node(&mut self, item: Item) -> Node {
        match item {
            Item::Scalar(node) => node,
            Item::List { items, span, .. } => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item)).collect();
                Node { span, data: Data::Seq(items) }
            }
            Item::Table(table) => {
                let span = self.tables[table].span;
                let slots = std::mem::take(&mut self.tables[table].slots);
                let entry = |slot: Slot| Entry {
                    key: slot.key.name,
                    key_span: slot.key.span,
                    value: self.node(slot.item),
                };
                Node { span, data: Data::Map(slots.into_iter().map(entry).collect()) }
            }
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some((Vec::new(), self.span(span)));
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.open_header(self.span(span), false);
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.header = Some((Vec::new(), self.span(span)));
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        self.open_header(self.span(span), true);
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let (span, depth) = (self.span(span), self.depth() + 1);
        let Some(table) = self.new_table(Made::Inline, span, depth) else { return false };
        self.frames.push(Frame::Table { table, path: Vec::new() });
        true
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        let span = self.span(span);
        if self.frames.len() > 1
            && let Some(Frame::Table { table, .. }) = self.frames.pop()
        {
            self.tables[table].span.end = span.end;
            let whole = self.tables[table].span;
            self.value(Item::Table(table), whole);
        }
    }

    fn array_open(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) -> bool {
        let (start, depth) = (self.span(span), self.depth() + 1);
        if self.spend(start, depth).is_none() {
            return false;
        }
        self.frames.push(Frame::List { items: Vec::new(), start });
        true
    }

    fn array_close(&mut self, span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        let span = self.span(span);
        if let Some(Frame::List { .. }) = self.frames.last()
            && let Some(Frame::List { items, start }) = self.frames.pop()
        {
            let whole = start.to(span);
            self.value(Item::List { items, span: whole, headers: false }, whole);
        }
    }

    fn simple_key(&mut self, span: toml_parser::Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut name = Cow::Borrowed("");
        self.raw(span, kind).decode_key(&mut name, error);
        let key = Key { name: name.into_owned(), span: self.span(span) };
        match (&mut self.header, self.frames.last_mut()) {
            (Some((path, _)), _) => path.push(key),
            (None, Some(Frame::Table { path, .. })) => path.push(key),
            _ => {}
        }
    }

    fn scalar(&mut self, span: toml_parser::Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut decoded = Cow::Borrowed("");
        let raw = self.raw(span, kind);
        if raw.is_empty() {
            // The place of a missing value, which is reported.
            return self.value_sep(span, error);
        }
        let kind = raw.decode_scalar(&mut decoded, error);
        let data = match kind {
            // A line end in a file is one line end, whatever system wrote it.
            ScalarKind::String if raw.as_str().contains("\r\n") => {
                Data::String(decoded.replace("\r\n", "\n"))
            }
            ScalarKind::String => Data::String(decoded.into_owned()),
            ScalarKind::Boolean(value) => Data::Bool(value),
            ScalarKind::DateTime => Data::Time(raw.as_str().to_owned()),
            ScalarKind::Float => Data::Number(plain(raw.as_str())),
            ScalarKind::Integer(radix) => Data::Number(integer(raw.as_str(), radix.value())),
        };
        let (span, depth) = (self.span(span), self.depth() + 1);
        if self.spend(span, depth).is_some() {
            self.value(Item::Scalar(Node { span, data }), span);
        }
    }

    fn value_sep(&mut self, _span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        if let Some(Frame::Table { path, .. }) = self.frames.last_mut() {
            path.clear();
        }
    }

    fn newline(&mut self, _span: toml_parser::Span, _error: &mut dyn ErrorSink) {
        // A key without a value is a mistake that was reported; it must not reach the next line.
        if let ([Frame::Table { path, .. }], None) = (self.frames.as_mut_slice(), &self.header) {
            path.clear();
        }
        self.header = None;
    }
}

/// A number without the underscores and the plus sign that only help the eye.
fn plain(text: &str) -> String {
    text.strip_prefix('+').unwrap_or(text).replace('_', "")
}

/// An integer in base ten, where it fits; TOML leaves no doubt about what the others mean.
fn integer(text: &str, radix: u32) -> String {
    let plain = plain(text);
    let digits = plain.get(2..).filter(|_| radix != 10);
    match digits.and_then(|digits| u128::from_str_radix(digits, radix).ok()) {
        Some(value) => value.to_string(),
        None => plain,
    }
}
