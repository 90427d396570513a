//! INI as maps of texts without types.
//!
//! There is no standard. What the common readers read alike is read; where they differ, as on
//! quotes and on comments after a value, the text is ambiguous when it is judged.

use std::collections::HashMap;
use std::sync::Arc;

use super::entries::Entries;
use super::{Data, Document, Entry, Format, Keys, MAX_NODES, Node, Unreadable, line, scalar, text};
use crate::names;
use crate::source::Span;

/// Reads the sections and keys of a text.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let whole = Span::new(text::bom(&text), text.len());
    let mut reader = Reader::new(&text, whole);
    while reader.at < text.len() {
        reader.line(keys)?;
    }
    reader.finish_value(keys)?;
    let complete = reader.complete;
    let root = reader.finish(whole, keys)?;
    Ok(Document { complete, ..Document::tree(Format::Ini, text, root) })
}

/// Tells whether a text whose name says little is INI: every line is of one of its sorts, and
/// there is a section or at least two keys.
pub(super) fn looks_like(text: &str) -> bool {
    let (mut sections, mut assignments) = (0, 0);
    for line in text.trim_start_matches('\u{feff}').lines() {
        let content = line.trim();
        let is_section = content.starts_with('[') && content.ends_with(']');
        let indented = line.starts_with([' ', '\t']);
        match content.find('=') {
            _ if content.is_empty() || content.starts_with(['#', ';']) => {}
            _ if is_section => sections += 1,
            Some(at) if at > 0 && !content.contains(['{', '}', '<', '>', '(']) => assignments += 1,
            _ if indented && assignments > 0 => {}
            _ => return false,
        }
    }
    assignments > 0 && sections + assignments > 1
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The first has no name: it holds the keys above all sections.
    sections: Vec<Section>,
    index: HashMap<&'t str, usize>,
    current: usize,
    last: Option<Last>,
    values: usize,
    complete: bool,
}

struct Section {
    name: Span,
    span: Span,
    entries: Entries,
}

/// The key whose value the next line may go on with.
struct Last {
    key: Span,
    indent: usize,
    value: Span,
    text: String,
    ambiguous: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, whole: Span) -> Reader<'t> {
        let top = Section { name: Span::new(0, 0), span: whole, entries: Entries::default() };
        let (sections, index) = (vec![top], HashMap::new());
        let at = whole.start as usize;
        Reader { text, at, sections, index, current: 0, last: None, values: 0, complete: true }
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn refuse(&mut self, span: Span, message: &str, keys: &mut Keys) -> Result<(), Unreadable> {
        self.complete = false;
        keys.refuse(Unreadable::within(&names::SYNTAX_ERROR, span, message))
    }

    fn line(&mut self, keys: &mut Keys) -> Result<(), Unreadable> {
        let (start, end) = (self.at, line::end(self.text, self.at));
        self.at = end + 1;
        let line = line::trim(self.text, Span::new(start, end));
        let content = self.slice(line);
        if content.is_empty() || content.starts_with(['#', ';']) {
            return Ok(());
        }
        let indent = line.start as usize - start;
        // A line that is indented deeper than its key goes on with the value.
        if let Some(last) = self.last.as_mut().filter(|last| indent > last.indent) {
            last.text.push('\n');
            last.text.push_str(content);
            last.value.end = line.end;
            return Ok(());
        }
        self.finish_value(keys)?;
        if content.starts_with('[') { self.header(line, keys) } else { self.assignment(line, indent, keys) }
    }

    fn header(&mut self, line: Span, keys: &mut Keys) -> Result<(), Unreadable> {
        let content = self.slice(line);
        let length = line::comment(content, b"#;").unwrap_or(content.len());
        let name = content.get(..length).unwrap_or_default().trim_end().strip_suffix(']');
        let Some(inner) = name.and_then(|name| name.get(1..)) else {
            return self.refuse(line, "not a valid INI file: a section is written `[name]`", keys);
        };
        let start = line.start as usize + 1;
        let name = line::trim(self.text, Span::new(start, start + inner.len()));
        let known = self.index.get(self.slice(name)).copied();
        if known.is_some() {
            // To some readers both are one section, to others the second replaces the first.
            keys.refuse(super::duplicate_key(name, self.slice(name)))?;
        }
        self.current = known.unwrap_or(self.sections.len());
        if known.is_none() {
            self.index.insert(self.slice(name), self.current);
            self.sections.push(Section { name, span: line, entries: Entries::default() });
        }
        Ok(())
    }

    fn assignment(&mut self, line: Span, indent: usize, keys: &mut Keys) -> Result<(), Unreadable> {
        let Some(at) = self.slice(line).find(['=', ':']).filter(|at| *at > 0) else {
            let message = "not a valid INI file: a line is `key = value`, `[section]` or a comment";
            return self.refuse(line, message, keys);
        };
        let middle = line.start as usize + at;
        let key = line::trim(self.text, Span::new(line.start as usize, middle));
        let rest = Span::new(middle + 1, line.end as usize);
        let comment = line::comment(self.slice(rest), b"#;");
        let end = comment.filter(|_| !keys.are_judged()).map_or(line.end as usize, |at| middle + 1 + at);
        let value = line::trim(self.text, Span::new(middle + 1, end));
        let text = self.slice(value).to_owned();
        self.last = Some(Last { key, indent, value, text, ambiguous: comment.is_some() });
        Ok(())
    }

    fn finish_value(&mut self, keys: &mut Keys) -> Result<(), Unreadable> {
        let Some(last) = self.last.take() else { return Ok(()) };
        self.values += 1;
        if self.values > MAX_NODES {
            return Err(super::too_many_values(last.key));
        }
        let inner = unquote(&last.text);
        let data = match keys.are_judged() && (last.ambiguous || inner.is_some()) {
            true => Data::Ambiguous(last.text),
            false => scalar::bare(inner.map(str::to_owned).unwrap_or(last.text), keys),
        };
        let key = self.slice(last.key).to_owned();
        let entry = Entry { key, key_span: last.key, value: Node { span: last.value, data } };
        let section = &mut self.sections[self.current];
        section.span.end = section.span.end.max(last.value.end).max(last.key.end);
        section.entries.put(entry, keys)
    }

    fn finish(self, whole: Span, keys: &mut Keys) -> Result<Node, Unreadable> {
        let text = self.text;
        let mut sections = self.sections.into_iter();
        let mut root = sections.next().map(|top| top.entries).unwrap_or_default();
        for section in sections {
            let key = text.get(section.name.range()).unwrap_or_default().to_owned();
            let value = section.entries.into_node(section.span);
            root.put(Entry { key, key_span: section.name, value }, keys)?;
        }
        Ok(root.into_node(whole))
    }
}

/// The inside of a value that is wholly in quotes.
fn unquote(text: &str) -> Option<&str> {
    ['"', '\''].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner).filter(|inner| !inner.contains(quote))
    })
}
