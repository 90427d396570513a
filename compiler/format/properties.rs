//! Java properties as a map of texts without types, as `java.util.Properties.load` reads them
//! (Java SE 21 API, read in 2026).

use std::sync::Arc;

use super::entries::Entries;
use super::{Document, Entry, Format, Keys, MAX_NODES, Node, Unreadable, line, scalar, text};
use crate::source::Span;

/// Reads the keys of a text. Every text is a properties file of some sort.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let whole = Span::new(text::bom(&text), text.len());
    let (mut entries, mut at, mut values) = (Entries::default(), whole.start as usize, 0);
    while at < text.len() {
        let (entry, next) = property(&text, at, keys);
        at = next;
        let Some(entry) = entry else { continue };
        values += 1;
        if values > MAX_NODES {
            return Err(super::too_many_values(entry.key_span));
        }
        entries.put(entry, keys)?;
    }
    let root = entries.into_node(whole);
    Ok(Document::tree(Format::Properties, text, root))
}

/// Reads one logical line; returns where the next begins.
fn property(text: &str, start: usize, keys: &Keys) -> (Option<Entry>, usize) {
    let mut end = line::end(text, start);
    let first = line::trim(text, Span::new(start, end));
    let content = text.get(first.range()).unwrap_or_default();
    if content.is_empty() || content.starts_with(['#', '!']) {
        return (None, end + 1);
    }
    let mut from = start;
    while end < text.len() && goes_on(text.get(from..end).unwrap_or_default()) {
        from = end + 1;
        end = line::end(text, from);
    }
    let next = end + 1;
    let start = first.start as usize;
    let whole = text.get(start..end).unwrap_or_default();
    let whole = whole.strip_suffix('\r').unwrap_or(whole);
    let end = start + whole.len();
    let (key, rest) = whole.split_at(key_length(whole));
    let blank = |c: char| matches!(c, ' ' | '\t' | '\u{c}');
    let rest = rest.trim_start_matches(blank);
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(blank);
    let key_span = Span::new(start, start + key.len());
    let node = Node { span: Span::new(end - value.len(), end), data: scalar::bare(unescape(value), keys) };
    (Some(Entry { key: unescape(key), key_span, value: node }), next)
}

/// Tells whether a line ends with a backslash that is not itself escaped.
fn goes_on(line: &str) -> bool {
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The length of a key: up to the first separator that is not escaped.
fn key_length(line: &str) -> usize {
    let mut escaped = false;
    for (i, byte) in line.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'=' | b':' | b' ' | b'\t' | 0xc => return i,
            _ => {}
        }
    }
    line.len()
}

fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('u') => match line::code_point(chars.clone(), 4) {
                Some(c) => {
                    out.push(c);
                    (0..4).for_each(|_| _ = chars.next());
                }
                None => out.push('u'),
            },
            Some(end @ ('\n' | '\r')) => {
                if end == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                while chars.peek().is_some_and(|c| matches!(c, ' ' | '\t' | '\u{c}')) {
                    chars.next();
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}
