//! Reading for showing, not for judging: as much as can be read, with what could not.

use std::sync::Arc;

use super::{
    Data, Document, Format, Keys, Node, Unreadable, encoding, json, names, read_text, template, text,
};
use crate::source::Span;

/// Reads a file for showing, not for judging. The last of duplicate keys wins, and a key that is
/// no string is named as it is written; text in another encoding than UTF-8 is decoded; YAML with
/// parts of a template is read as such; of a file that breaks off, what stands before is read.
/// Returns what a judging reader would have refused.
///
/// # Errors
/// As [`super::read`], where nothing of the file can be shown.
pub fn read_leniently(format: Format, bytes: &[u8]) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let (text, mut problems) = match text::decode(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(problem) if problem.reason == names::NOT_UTF8.name => {
            let Some((text, encoding)) = encoding::decode(bytes) else { return Err(problem) };
            let message = format!("{}; shown as {encoding}", problem.message);
            (Arc::from(text), vec![Unreadable { message, ..problem }])
        }
        Err(problem) => return Err(problem),
    };
    let (document, more) = shown(format, text)?;
    problems.extend(more);
    Ok((document, problems))
}

fn shown(format: Format, text: Arc<str>) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    match format {
        // A template is often YAML with odd keys; only if it is no YAML at all, is it read as one.
        Format::Yaml if template::is_template(&text) => {
            match read_text(Format::Yaml, text.clone(), &mut Keys::Unique) {
                Ok(document) => Ok((document, Vec::new())),
                Err(_) => {
                    attempt(Format::YamlTemplate, text.clone()).or_else(|_| attempt(Format::Yaml, text))
                }
            }
        }
        Format::Json | Format::Jsonc => {
            let strict = match attempt(format, text.clone()) {
                Ok(read) => return Ok(read),
                Err(problem) => problem,
            };
            let comments = attempt(Format::Jsonc, text.clone());
            let Err(problem) = comments else { return comments };
            if let Ok((document, problems)) = attempt(Format::Jsonc, without_hashes(&text)) {
                return Ok((Document { text, ..document }, problems));
            }
            // Of the two readers, the one that came further knows better what is wrong.
            let further = if problem.span > strict.span { problem } else { strict };
            let Some((before, end)) = json::before(&text, &further) else { return Err(further) };
            let (mut document, mut problems) =
                attempt(Format::Jsonc, Arc::from(before)).map_err(|_| further.clone())?;
            problems.push(further);
            document.root.iter_mut().for_each(|root| clip(root, Span::new(end, end).end));
            Ok((Document { text, complete: false, ..document }, problems))
        }
        format => attempt(format, text),
    }
}

/// Some programs let `#` begin a comment in JSON as well. Such comments are blanked out, so that
/// every value keeps its place.
fn without_hashes(text: &str) -> Arc<str> {
    let mut blanked = String::with_capacity(text.len());
    let (mut in_string, mut escaped, mut comment) = (false, false, None);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match comment {
            Some(_) if c == '\n' => comment = None,
            Some(_) => {}
            None if in_string => match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' | '\n' => in_string = false,
                _ => {}
            },
            None if c == '"' => in_string = true,
            None if c == '#' => comment = Some('#'),
            None if c == '/' && characters.peek() == Some(&'/') => comment = Some('/'),
            None => {}
        }
        match comment {
            Some('#') => blanked.extend(std::iter::repeat_n(' ', c.len_utf8())),
            _ => blanked.push(c),
        }
    }
    Arc::from(blanked)
}

/// Ends what is open at the end of what was read. Recursion ends at [`super::MAX_DEPTH`].
fn clip(node: &mut Node, end: u32) {
    node.span.end = node.span.end.min(end);
    match &mut node.data {
        Data::Seq(items) => items.iter_mut().for_each(|item| clip(item, end)),
        Data::Map(entries) => entries.iter_mut().for_each(|entry| clip(&mut entry.value, end)),
        _ => {}
    }
}

fn attempt(format: Format, text: Arc<str>) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let mut keys = Keys::Lenient(Vec::new());
    let document = read_text(format, text, &mut keys)?;
    let Keys::Lenient(problems) = keys else { return Ok((document, Vec::new())) };
    Ok((document, problems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tree;

    fn lines(format: Format, bytes: &[u8]) -> (String, bool, Vec<&'static str>) {
        let (document, problems) = read_leniently(format, bytes).unwrap();
        let lines = document.root.map(|root| tree::lines(&root, None)).unwrap_or_default();
        (lines, document.complete, problems.iter().map(|problem| problem.reason).collect())
    }

    #[test]
    fn what_stands_before_a_break_is_read() {
        let broken = lines(Format::Json, b"{\"a\": [1, {\"b\": 2}], \"c\": 3 \"d\": 4}");
        assert_eq!(broken, ("/a/0: 1\n/a/1/b: 2\n".into(), false, vec!["syntax-error"]));
        let broken = lines(Format::Yaml, b"a: 1\nb:\n  c: 2\n  d: [\n}\n");
        assert_eq!((broken.1, broken.2), (false, vec!["syntax-error"]));
        assert!(broken.0.starts_with("/a: 1\n/b/c: 2\n"), "{}", broken.0);
        let broken = lines(Format::Toml, b"a = 1\nb = = 2\nc = 3\n");
        assert_eq!((broken.0.as_str(), broken.1), ("/a: 1\n/c: 3\n", false));
        let broken = lines(Format::Markdown, b"---\na: 1\nb: [\n---\nprose\n");
        assert_eq!((broken.1, broken.2), (false, vec!["syntax-error"]));
        assert!(read_leniently(Format::Json, b"}").is_err());
    }

    #[test]
    fn other_encodings_are_shown_and_marked() {
        let read = lines(Format::Yaml, b"a: \xe9\n");
        assert_eq!(read, ("/a: \"\u{e9}\"\n".into(), true, vec!["not-utf8"]));
        assert!(super::super::read(Format::Yaml, b"a: \xe9\n").is_err());
    }
}
