//! JSON, strict: what another reader would take differently is refused, not guessed.

use std::borrow::Cow;
use std::sync::Arc;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::entries::Entries;
use super::{Data, Document, Entry, Format, Keys, MAX_DEPTH, MAX_NODES, Node, Unreadable, text};
use crate::names;
use crate::source::Span;

/// Which JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// RFC 8259.
    Strict,
    /// With comments and trailing commas.
    Comments,
    /// JSON5 (json5.org, version 1.0.0).
    Five,
}

/// Reads a JSON text, with or without a leading BOM.
pub(super) fn read(text: Arc<str>, dialect: Dialect, keys: &mut Keys) -> Result<Document, Unreadable> {
    #[cfg(test)]
    super::passes::count();
    let base = text::bom(&text);
    check_size(base, text.get(base..).unwrap_or_default())?;
    let root = value(&text, Span::new(base, text.len()), dialect, keys)?;
    let format = match dialect {
        Dialect::Strict => Format::Json,
        Dialect::Comments => Format::Jsonc,
        Dialect::Five => Format::Json5,
    };
    Ok(Document::tree(format, text, root))
}

/// Reads JSON Lines: a value a line, empty lines between them, each value a document.
pub(super) fn read_lines(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    #[cfg(test)]
    super::passes::count();
    let base = text::bom(&text);
    check_size(base, text.get(base..).unwrap_or_default())?;
    let (mut values, mut complete, mut at) = (Vec::new(), true, base);
    for line in text.get(base..).unwrap_or_default().split_inclusive('\n') {
        let part = Span::new(at, at + line.len());
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match value(&text, part, Dialect::Strict, keys) {
            Ok(node) => values.push(node),
            // The other lines can still be shown.
            Err(problem) => {
                keys.refuse(problem)?;
                complete = false;
            }
        }
    }
    let root = Node { span: Span::new(base, text.len()), data: Data::Seq(values) };
    Ok(Document { multi: true, complete, ..Document::tree(Format::JsonLines, text, root) })
}

/// Reads the one value in a part of a text; spans point into the whole text.
fn value(text: &str, part: Span, dialect: Dialect, keys: &mut Keys) -> Result<Node, Unreadable> {
    let base = part.start as usize;
    let source = text.get(part.range()).unwrap_or_default();
    let comments = dialect != Dialect::Strict;
    let five = dialect == Dialect::Five;
    let source = if comments && !five { without_hash_comments(source) } else { Cow::Borrowed(source) };
    let options = ParseOptions {
        allow_comments: comments,
        allow_trailing_commas: comments,
        allow_loose_object_property_names: five,
        allow_missing_commas: false,
        allow_single_quoted_strings: five,
        allow_hexadecimal_numbers: five,
        allow_unary_plus_numbers: five,
        allow_bare_decimal_point_numbers: five,
        allow_non_finite_numbers: five,
        allow_extended_string_escapes: five,
    };
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    let syntax = |range: Range, message: String| {
        let span = Span::new(base + range.start, base + range.end);
        Unreadable::within(&names::SYNTAX_ERROR, span, message)
    };
    let parsed = parse_to_ast(&source, &collect, &options)
        .map_err(|e| syntax(e.range(), format!("not valid JSON: {}", lower_first(&e.kind().to_string()))))?;
    let Some(value) = parsed.value else {
        return Err(syntax(Range::new(0, 0), "not valid JSON: the file holds no value".into()));
    };
    Reader { text, base, five, keys }.node(value)
}

/// Blanks out comments that begin with `#`, as some readers of such files allow; every byte keeps
/// its place.
fn without_hash_comments(source: &str) -> Cow<'_, str> {
    if !source.contains('#') {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '#']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let length = match here.as_bytes() {
            [b'"', ..] => string_length(here),
            [b'/', b'*', ..] => here[2..].find("*/").map_or(here.len(), |end| end + 4),
            [b'/', b'/', ..] | [b'#', ..] => here.find('\n').unwrap_or(here.len()),
            _ => 1,
        };
        let (taken, after) = here.split_at(length);
        match taken.starts_with('#') {
            true => out.extend(std::iter::repeat_n(' ', taken.len())),
            false => out.push_str(taken),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The bytes of the string that a text begins with, its quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (i, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return i + 1,
            _ => {}
        }
    }
    text.len()
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    five: bool,
    keys: &'a mut Keys,
}

impl Reader<'_> {
    fn span(&self, range: Range) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    /// Recursion ends at [`MAX_DEPTH`], which was checked before parsing.
    fn node(&mut self, value: Value<'_>) -> Result<Node, Unreadable> {
        let span = self.span(value.range());
        let data = match value {
            Value::NullKeyword(_) => Data::Null,
            Value::BooleanLit(literal) => Data::Bool(literal.value),
            Value::StringLit(literal) => self.string(literal.value.into_owned(), span)?,
            Value::NumberLit(literal) => {
                if !self.five && !is_number(literal.value) {
                    let message = format!("not valid JSON: `{}` is no number", literal.value);
                    return Err(Unreadable::within(&names::SYNTAX_ERROR, span, message));
                }
                Data::Number(literal.value.trim_start_matches('+').to_owned())
            }
            Value::Array(array) => {
                Data::Seq(array.elements.into_iter().map(|item| self.node(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => {
                let mut entries = Entries::default();
                for property in object.properties {
                    let (key, range) = match property.name {
                        ObjectPropName::String(name) => (name.value.into_owned(), name.range),
                        ObjectPropName::Word(name) => (name.value.to_owned(), name.range),
                    };
                    let key_span = self.span(range);
                    let entry = Entry { key, key_span, value: self.node(property.value)? };
                    entries.put(entry, self.keys)?;
                }
                Data::Map(entries.finish())
            }
        };
        Ok(Node { span, data })
    }

    /// JSON forbids raw control characters in strings; the parser lets them pass.
    fn string(&self, value: String, span: Span) -> Result<Data, Unreadable> {
        let raw = self.text.get(span.range()).unwrap_or_default();
        // A string of JSON5 may go on after a line end.
        if !self.five && raw.bytes().any(|b| b < 0x20) {
            let message = "not valid JSON: a string holds a raw control character; write it as an escape";
            return Err(Unreadable::within(&names::SYNTAX_ERROR, span, message));
        }
        Ok(Data::String(value))
    }
}

/// Returns what stands before a mistake, closed where it breaks off: the values that end before
/// it, at the same bytes, and where it breaks off. `None` if there are none.
pub(super) fn before(text: &str, problem: &Unreadable) -> Option<(String, usize)> {
    let until = problem.span?.start as usize;
    let (mut open, mut cut) = (Vec::new(), None);
    let (mut in_string, mut escaped) = (false, false);
    for (i, byte) in text.bytes().enumerate().take(until) {
        if in_string {
            (in_string, escaped) = match byte {
                _ if escaped => (true, false),
                b'\\' => (true, true),
                byte => (byte != b'"', false),
            };
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' => open.push('}'),
            b'[' => open.push(']'),
            b'}' | b']' => _ = open.pop(),
            b',' => {}
            _ => continue,
        }
        if byte != b'"' {
            cut = Some((i + usize::from(byte != b','), open.clone()));
        }
    }
    let (end, open) = cut?;
    let closing: String = open.iter().rev().collect();
    Some((format!("{}{closing}", text.get(..end)?), end))
}

/// Bounds depth and number of values before the parser, which recurses, sees the text.
fn check_size(base: usize, source: &str) -> Result<(), Unreadable> {
    let (mut depth, mut values, mut in_string, mut escaped) = (0usize, 1usize, false, false);
    for (i, byte) in source.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        let span = Span::new(base + i, base + i + 1);
        if depth > MAX_DEPTH {
            return Err(super::too_deep(span));
        }
        if values > MAX_NODES {
            return Err(super::too_many_values(span));
        }
    }
    Ok(())
}

/// The number grammar of RFC 8259.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..)),
        None => (rest, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
