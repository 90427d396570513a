//! HCL, the language of Terraform files, as a typed tree.
//!
//! Literals, lists, objects and blocks are read. Any other expression is opaque: its text is
//! kept and never evaluated. A block is a map under its type and labels; blocks without labels
//! may repeat and are always a list: `/resource/aws_s3_bucket/calls/rule/0/days`.

use std::collections::HashMap;
use std::sync::Arc;

use super::entries::Entries;
use super::hcl_scan::{self as scan, Cursor};
use super::{Data, Document, Entry, Format, Keys, MAX_DEPTH, MAX_NODES, Node, Unreadable, text};
use crate::names;
use crate::source::Span;

/// Reads a text of attributes and blocks.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let whole = Span::new(text::bom(&text), text.len());
    let cursor = Cursor::new(&text, whole.start as usize);
    let mut reader = Reader { cursor, keys, depth: 0, values: 0, complete: true };
    let body = reader.body(true)?;
    let complete = reader.complete;
    Ok(Document { complete, ..Document::tree(Format::Hcl, text, body.into_node(whole)) })
}

/// The blocks that their labels name once in a file.
const NAMED_ONCE: &[&str] = &["resource", "data", "variable", "output", "module", "check", "ephemeral"];

struct Reader<'t, 'k> {
    cursor: Cursor<'t>,
    keys: &'k mut Keys,
    depth: usize,
    values: usize,
    complete: bool,
}

impl<'t> Reader<'t, '_> {
    fn refuse(&mut self, span: Span, message: &str) -> Result<(), Unreadable> {
        self.complete = false;
        let message = format!("not valid HCL: {message}");
        self.keys.refuse(Unreadable::within(&names::SYNTAX_ERROR, span, message))
    }

    fn here(&self) -> Span {
        let length = self.cursor.rest().chars().next().map_or(0, char::len_utf8);
        Span::new(self.cursor.at, self.cursor.at + length)
    }

    /// Counts a value and a level; the level ends with [`Reader::leave`].
    fn enter(&mut self, span: Span) -> Result<(), Unreadable> {
        self.depth += 1;
        self.values += 1;
        if self.depth > MAX_DEPTH {
            return Err(super::too_deep(span));
        }
        if self.values > MAX_NODES {
            return Err(super::too_many_values(span));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Reads attributes and blocks up to `}` or the end of the file.
    fn body(&mut self, is_file: bool) -> Result<Entries, Unreadable> {
        let (mut entries, mut labelled) = (Entries::default(), Labelled::new());
        loop {
            self.cursor.skip_blanks_and_lines();
            match self.cursor.peek() {
                None if is_file => return Ok(entries),
                None => {
                    self.refuse(self.here(), "a `{` is never closed")?;
                    return Ok(entries);
                }
                Some(b'}') if !is_file => {
                    self.cursor.at += 1;
                    return Ok(entries);
                }
                Some(_) => self.item(&mut entries, &mut labelled)?,
            }
        }
    }

    fn item(&mut self, entries: &mut Entries, labelled: &mut Labelled) -> Result<(), Unreadable> {
        let Some(name) = self.cursor.identifier() else {
            self.refuse(self.here(), "an attribute or a block begins with its name")?;
            self.cursor.skip_line();
            return Ok(());
        };
        self.cursor.skip_blanks();
        if self.cursor.peek() == Some(b'=') && self.cursor.peek_at(1) != Some(b'=') {
            self.cursor.at += 1;
            self.cursor.skip_blanks();
            let value = self.expression(scan::Ends::Line)?;
            let entry = Entry { key: self.cursor.slice(name).to_owned(), key_span: name, value };
            return entries.put(entry, self.keys);
        }
        self.block(name, entries, labelled)
    }

    fn block(
        &mut self,
        name: Span,
        entries: &mut Entries,
        labelled: &mut Labelled,
    ) -> Result<(), Unreadable> {
        let mut path = vec![(self.cursor.slice(name).to_owned(), name)];
        loop {
            self.cursor.skip_blanks();
            let label = match self.cursor.peek() {
                Some(b'{') => break,
                Some(b'"') => self.cursor.string().map(|(text, span, _)| (text, span)),
                _ => self.cursor.identifier().map(|span| (self.cursor.slice(span).to_owned(), span)),
            };
            let Some(label) = label.filter(|_| path.len() < MAX_DEPTH) else {
                self.refuse(self.here(), "after a name comes `=`, a label or `{`")?;
                self.cursor.skip_line();
                return Ok(());
            };
            path.push(label);
        }
        let open = self.here();
        let levels = path.len();
        for _ in 0..levels {
            self.enter(open)?;
        }
        self.cursor.at += 1;
        let body = self.body(false)?;
        (0..levels).for_each(|_| self.leave());
        let span = Span::new(name.start as usize, self.cursor.at);
        self.put_block(entries, labelled, &path, body.into_node(span))
    }

    fn put_block(
        &mut self,
        entries: &mut Entries,
        labelled: &mut Labelled,
        path: &[(String, Span)],
        body: Node,
    ) -> Result<(), Unreadable> {
        let [(kind, kind_span), labels @ ..] = path else { return Ok(()) };
        if labels.is_empty() {
            return match entries.get_mut(kind).map(|node| &mut node.data) {
                Some(Data::Seq(list)) => {
                    list.push(body);
                    Ok(())
                }
                _ => {
                    let value = Node { span: body.span, data: Data::Seq(vec![body]) };
                    let entry = Entry { key: kind.clone(), key_span: *kind_span, value };
                    entries.put(entry, self.keys)
                }
            };
        }
        if entries.get_mut(kind).is_none_or(|node| !matches!(node.data, Data::Map(_))) {
            let value = Node { span: body.span, data: Data::Map(Vec::new()) };
            let entry = Entry { key: kind.clone(), key_span: *kind_span, value };
            entries.put(entry, self.keys)?;
        }
        let Some(node) = entries.get_mut(kind) else { return Ok(()) };
        let once = NAMED_ONCE.contains(&kind.as_str());
        if !put_labelled(node, labelled, kind.clone(), labels, body, once)
            && let Some((label, span)) = labels.last()
        {
            self.keys.refuse(super::duplicate_key(*span, label))?;
        }
        Ok(())
    }

    /// Reads one value. What is more than a literal is opaque.
    fn expression(&mut self, ends: scan::Ends) -> Result<Node, Unreadable> {
        let start = self.cursor.at;
        self.enter(self.here())?;
        let (complete, depth) = (self.complete, self.depth);
        let read = self.literal()?;
        let node = match read {
            Some(node) if self.cursor.is_at_end_of(ends) => node,
            _ => {
                // What a literal had noted is said again by nobody: the whole is opaque.
                (self.complete, self.depth) = (complete, depth);
                self.cursor.at = start;
                self.opaque(ends)?
            }
        };
        self.leave();
        Ok(node)
    }

    fn opaque(&mut self, ends: scan::Ends) -> Result<Node, Unreadable> {
        let start = self.cursor.at;
        let text = self.cursor.expression_text(ends);
        let span = super::line::trim(self.cursor.text, Span::new(start, self.cursor.at));
        if text.is_empty() {
            self.refuse(self.here(), "a value is missing")?;
            if !self.cursor.is_at_end_of(ends) {
                self.cursor.at += self.here().range().len();
            }
        }
        Ok(Node { span, data: Data::Opaque(text) })
    }

    fn literal(&mut self) -> Result<Option<Node>, Unreadable> {
        let start = self.cursor.at;
        let data = match self.cursor.peek() {
            Some(b'"') => match self.cursor.string() {
                Some((text, _, scan::Template::Reference)) => Data::Opaque(text),
                Some((text, ..)) => Data::String(text),
                None => return Ok(None),
            },
            Some(b'<') => match self.cursor.heredoc() {
                Some(text) => Data::String(text),
                None => return Ok(None),
            },
            Some(b'[') => match self.list()? {
                Some(items) => Data::Seq(items),
                None => return Ok(None),
            },
            Some(b'{') => match self.object()? {
                Some(entries) => Data::Map(entries.finish()),
                None => return Ok(None),
            },
            Some(b'-' | b'0'..=b'9') => match self.cursor.number() {
                Some(number) => Data::Number(self.cursor.slice(number).to_owned()),
                None => return Ok(None),
            },
            _ => {
                let Some(word) = self.cursor.identifier() else { return Ok(None) };
                match self.cursor.slice(word) {
                    "true" => Data::Bool(true),
                    "false" => Data::Bool(false),
                    "null" => Data::Null,
                    "jsonencode" | "yamlencode" | "toset" | "tolist" | "tomap" => {
                        return self.call(word);
                    }
                    _ => return Ok(None),
                }
            }
        };
        Ok(Some(Node { span: Span::new(start, self.cursor.at), data }))
    }

    /// A function that only changes the form of its one argument is a map of that argument.
    fn call(&mut self, name: Span) -> Result<Option<Node>, Unreadable> {
        if self.cursor.peek() != Some(b'(') {
            return Ok(None);
        }
        self.cursor.at += 1;
        self.cursor.skip_blanks_and_lines();
        let value = self.expression(scan::Ends::Inside)?;
        self.cursor.skip_blanks_and_lines();
        if self.cursor.peek() != Some(b')') {
            return Ok(None);
        }
        self.cursor.at += 1;
        let entry = Entry { key: self.cursor.slice(name).to_owned(), key_span: name, value };
        let span = Span::new(name.start as usize, self.cursor.at);
        Ok(Some(Node { span, data: Data::Map(vec![entry]) }))
    }

    fn list(&mut self) -> Result<Option<Vec<Node>>, Unreadable> {
        self.cursor.at += 1;
        let mut items = Vec::new();
        loop {
            self.cursor.skip_blanks_and_lines();
            match self.cursor.peek() {
                Some(b']') => {
                    self.cursor.at += 1;
                    return Ok(Some(items));
                }
                None => return Ok(None),
                Some(_) if items.is_empty() && self.cursor.is_word("for") => return Ok(None),
                Some(_) => items.push(self.expression(scan::Ends::Inside)?),
            }
            self.cursor.skip_blanks_and_lines();
            match self.cursor.peek() {
                Some(b',') => self.cursor.at += 1,
                Some(b']') => {}
                _ => return Ok(None),
            }
        }
    }

    fn object(&mut self) -> Result<Option<Entries>, Unreadable> {
        self.cursor.at += 1;
        let mut entries = Entries::default();
        loop {
            self.cursor.skip_blanks_and_lines();
            let (key, key_span) = match self.cursor.peek() {
                Some(b'}') => {
                    self.cursor.at += 1;
                    return Ok(Some(entries));
                }
                Some(b'"') => match self.cursor.string() {
                    Some((text, span, _)) => (text, span),
                    None => return Ok(None),
                },
                Some(b'(') => {
                    let start = self.cursor.at;
                    let text = self.cursor.group_text();
                    (text, Span::new(start, self.cursor.at))
                }
                _ if self.cursor.is_word("for") => return Ok(None),
                _ => match self.cursor.identifier().or_else(|| self.cursor.number()) {
                    Some(span) => (self.cursor.slice(span).to_owned(), span),
                    None => return Ok(None),
                },
            };
            self.cursor.skip_blanks();
            if !matches!(self.cursor.peek(), Some(b'=' | b':')) {
                return Ok(None);
            }
            self.cursor.at += 1;
            self.cursor.skip_blanks_and_lines();
            let value = self.expression(scan::Ends::Entry)?;
            entries.put(Entry { key, key_span, value }, self.keys)?;
            self.cursor.skip_blanks();
            if self.cursor.peek() == Some(b',') {
                self.cursor.at += 1;
            }
        }
    }
}

/// Where each group of labels of a body stands among those beside it.
type Labelled = HashMap<String, usize>;

/// Puts a body under its labels; `false` if they are taken and its kind of block is named once.
fn put_labelled(
    node: &mut Node,
    labelled: &mut Labelled,
    mut way: String,
    labels: &[(String, Span)],
    body: Node,
    once: bool,
) -> bool {
    let ([(label, span), below @ ..], Data::Map(entries)) = (labels, &mut node.data) else { return true };
    way.push('\0');
    way.push_str(label);
    let known = labelled.get(&way).copied();
    let at = known.unwrap_or(entries.len());
    if known.is_none() {
        labelled.insert(way.clone(), at);
        let value = Node { span: body.span, data: Data::Map(Vec::new()) };
        entries.push(Entry { key: label.clone(), key_span: *span, value });
    }
    let Some(place) = entries.get_mut(at).map(|entry| &mut entry.value) else { return true };
    if !below.is_empty() {
        return put_labelled(place, labelled, way, below, body, once);
    }
    match &mut place.data {
        _ if known.is_none() || once => *place = body,
        Data::Seq(list) => list.push(body),
        _ => {
            let first = std::mem::replace(place, Node { span: body.span, data: Data::Null });
            place.data = Data::Seq(vec![first, body]);
        }
    }
    known.is_none() || !once
}
