//! `.env` files as a map of texts without types.
//!
//! There is no standard. What the common loaders read alike is read; where they differ, the text
//! is ambiguous when it is judged. Variables are never expanded.

use std::sync::Arc;

use super::entries::Entries;
use super::{Data, Document, Entry, Format, Keys, MAX_NODES, Node, Unreadable, line, scalar, text};
use crate::names;
use crate::source::Span;

/// Reads a text of lines like `export NAME="value" # comment`.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let whole = Span::new(text::bom(&text), text.len());
    let mut reader =
        Reader { text: &text, at: whole.start as usize, complete: true, values: 0, unclosed: None };
    let mut entries = Entries::default();
    while reader.at < text.len() {
        if let Some(entry) = reader.line(keys)? {
            entries.put(entry, keys)?;
        }
    }
    let complete = reader.complete;
    Ok(Document { complete, ..Document::tree(Format::Env, text, entries.into_node(whole)) })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    complete: bool,
    values: usize,
    unclosed: Option<u8>,
}

impl<'t> Reader<'t> {
    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn line(&mut self, keys: &mut Keys) -> Result<Option<Entry>, Unreadable> {
        let end = line::end(self.text, self.at);
        let line = line::trim(self.text, Span::new(self.at, end));
        self.at = end + 1;
        let content = self.slice(line);
        if content.is_empty() || content.starts_with('#') {
            return Ok(None);
        }
        let exported = content.strip_prefix("export").is_some_and(|rest| rest.starts_with([' ', '\t']));
        let from = line.start as usize + if exported { "export".len() } else { 0 };
        let equals = self.text.get(from..line.end as usize).and_then(|rest| rest.find('='));
        let key_span = line::trim(self.text, Span::new(from, from + equals.unwrap_or_default()));
        let key = self.slice(key_span);
        let Some(equals) = equals.filter(|_| is_name(key)) else {
            let message = "not a valid `.env` file: a line is `NAME=value` or a comment";
            return self.refuse(line, message, keys).map(|()| None);
        };
        self.values += 1;
        if self.values > MAX_NODES {
            return Err(super::too_many_values(line));
        }
        let value = self.value(from + equals + 1, end, keys)?;
        Ok(Some(Entry { key: key.to_owned(), key_span, value }))
    }

    fn refuse(&mut self, span: Span, message: &str, keys: &mut Keys) -> Result<(), Unreadable> {
        self.complete = false;
        keys.refuse(Unreadable::within(&names::SYNTAX_ERROR, span, message))
    }

    fn value(&mut self, after: usize, end: usize, keys: &mut Keys) -> Result<Node, Unreadable> {
        let start = line::trim(self.text, Span::new(after, end)).start as usize;
        let Some(quote @ (b'"' | b'\'' | b'`')) = self.text.as_bytes().get(start).copied() else {
            return Ok(self.unquoted(after, end, keys));
        };
        // A quote that is never closed is not looked for again, so that reading stays linear.
        let close = if self.unclosed == Some(quote) { None } else { closing(self.text, start, quote) };
        match close {
            Some(close) => Ok(self.quoted(Span::new(start, close + 1), quote, keys)),
            None => {
                self.unclosed = Some(quote);
                let message = "not a valid `.env` file: the quote is never closed";
                self.refuse(Span::new(start, start + 1), message, keys)?;
                Ok(self.unquoted(after, end, keys))
            }
        }
    }

    /// A quoted value, possibly over several lines.
    fn quoted(&mut self, span: Span, quote: u8, keys: &Keys) -> Node {
        let close = span.end as usize;
        let end = line::end(self.text, close);
        self.at = end + 1;
        let rest = Span::new(close, end);
        let after = self.slice(line::trim(self.text, rest));
        if !after.is_empty() && line::comment(self.slice(rest), b"#") != self.slice(rest).find(after) {
            let span = span.to(line::trim(self.text, rest));
            return Node { span, data: Data::Ambiguous(self.slice(span).to_owned()) };
        }
        let inner = self.text.get(span.start as usize + 1..close - 1).unwrap_or_default();
        let value = if quote == b'"' { unescape(inner) } else { inner.replace("\r\n", "\n") };
        Node { span, data: data(value, quote == b'"' && has_variable(inner), keys) }
    }

    fn unquoted(&self, after: usize, end: usize, keys: &Keys) -> Node {
        let rest = Span::new(after, end);
        let comment = line::comment(self.slice(rest), b"#").unwrap_or(end - after);
        let span = line::trim(self.text, Span::new(after, after + comment));
        let value = self.slice(span);
        // Some loaders read `a#b` as `a`.
        let data = if value.contains('#') && keys.are_judged() {
            Data::Ambiguous(value.to_owned())
        } else {
            data(value.to_owned(), has_variable(value), keys)
        };
        Node { span, data }
    }
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

/// Finds the quote that closes the one at `start`.
fn closing(text: &str, start: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    let bytes = text.bytes().enumerate().skip(start + 1);
    for (i, byte) in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quote == b'"' => escaped = true,
            byte if byte == quote => return Some(i),
            _ => {}
        }
    }
    None
}

/// A text; one that stands for another is carried and not resolved.
fn data(value: String, expands: bool, keys: &Keys) -> Data {
    if expands && keys.are_judged() { Data::Opaque(value) } else { scalar::bare(value, keys) }
}

/// Tells whether `$NAME`, `${NAME…}` or `$(command)` stands in a text.
fn has_variable(text: &str) -> bool {
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, bytes.peek()) {
            (b'\\', _) => _ = bytes.next(),
            (b'$', Some(b'_' | b'{' | b'(' | b'a'..=b'z' | b'A'..=b'Z')) => return true,
            _ => {}
        }
    }
    false
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = match (c, chars.peek()) {
            ('\r', Some('\n')) => continue,
            ('\\', Some('n')) => '\n',
            ('\\', Some('r')) => '\r',
            ('\\', Some('t')) => '\t',
            ('\\', Some(plain @ ('"' | '\'' | '\\' | '$'))) => *plain,
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push(escaped);
        chars.next();
    }
    out
}
