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
        // A template is often YAML as it stands; only if it is not, is it read as a template.
        Format::Yaml if template::is_template(&text) => {
            let plain = attempt(Format::Yaml, text.clone());
            match plain {
                Ok((document, problems)) if problems.is_empty() => Ok((document, problems)),
                plain => covered(text).or(plain),
            }
        }
        Format::Json | Format::Jsonc => {
            let problem = match attempt(Format::Jsonc, text.clone()) {
                Ok((document, problems)) => return Ok((Document { format, ..document }, problems)),
                Err(problem) => problem,
            };
            let Some((before, end)) = json::before(&text, &problem) else { return Err(problem) };
            let (mut document, mut problems) =
                attempt(Format::Jsonc, Arc::from(before)).map_err(|_| problem.clone())?;
            problems.push(problem);
            document.root.iter_mut().for_each(|root| clip(root, Span::new(end, end).end));
            Ok((Document { format, text, complete: false, ..document }, problems))
        }
        format => attempt(format, text),
    }
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

fn covered(text: Arc<str>) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let mut keys = Keys::Lenient(Vec::new());
    let document =
        template::read_covered(text.clone(), &mut keys).map_err(|problem| problem.placed(&text))?;
    Ok((document, keys.into_problems(&text)))
}

fn attempt(format: Format, text: Arc<str>) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let mut keys = Keys::Lenient(Vec::new());
    let document = read_text(format, text.clone(), &mut keys)?;
    Ok((document, keys.into_problems(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{passes, tree};

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
    fn a_file_is_parsed_once_and_what_is_broken_or_filled_in_twice() {
        let passes = |format, text: &str| passes::of(|| read_leniently(format, text.as_bytes())).0;
        assert_eq!(passes(Format::Yaml, "a: 1\n"), 1);
        assert_eq!(passes(Format::Yaml, "a: \"{{ x }}\"\n"), 1);
        assert_eq!(passes(Format::Yaml, "a: {{ x }}\n"), 2);
        assert_eq!(passes(Format::Yaml, "a: [\n}\n"), 1);
        assert_eq!(passes(Format::Json, "{\"a\": 1}"), 1);
        assert_eq!(passes(Format::Json, "// a remark\n{\"a\": 1, # another\n}"), 1);
        assert_eq!(passes(Format::Json, "{\"a\": 1, \"b\" 2}"), 2);
        let judged = |format, text: &str| passes::of(|| super::super::read(format, text.as_bytes())).0;
        assert_eq!(judged(Format::Yaml, "a: {{ x }}\n"), 1);
        assert_eq!(judged(Format::YamlTemplate, "a: {{ x }}\n"), 2);
    }

    #[test]
    fn json5_has_bare_keys_and_other_quotes() {
        let text = "// a remark\n{ model: 'm-1', \"n\": +2, stop: ['a', \"#c\"], }";
        let (lines, complete, problems) = lines(Format::Json5, text.as_bytes());
        assert_eq!(lines, "/model: \"m-1\"\n/n: 2\n/stop/0: \"a\"\n/stop/1: \"#c\"\n");
        assert!(complete && problems.is_empty());
        assert!(super::super::read(Format::Jsonc, b"{a: 1}").is_err());
    }

    #[test]
    fn other_encodings_are_shown_and_marked() {
        let read = lines(Format::Yaml, b"a: \xe9\n");
        assert_eq!(read, ("/a: \"\u{e9}\"\n".into(), true, vec!["not-utf8"]));
        assert!(super::super::read(Format::Yaml, b"a: \xe9\n").is_err());
    }
}
