//! One version of a file, read for looking: as its name says, or else its content.

use std::cell::OnceCell;

use super::environment;
use super::place::{FileSort, Section};
use super::value::{self, Read};
use crate::canonical::{Part, sha256_hex};
use crate::facts::{Origin, Parsed, Value};
use crate::format::{self, Document, Format, Node, Unreadable, text};
use crate::kind::Kind;
use crate::source::{LineIndex, Span};

/// One version of a file.
pub struct Side {
    /// The file.
    pub parsed: Parsed,
    /// What sort of file it is.
    pub sort: FileSort,
    /// Its prose, if it has any.
    pub body: Option<(Kind, Read, Span)>,
    /// What a reader that judges would have refused.
    pub problems: Vec<Unreadable>,
    lines: OnceCell<Vec<u32>>,
}

impl Side {
    /// Reads a version of a file.
    ///
    /// # Errors
    /// Says why nothing of it can be read.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Side, Unreadable> {
        let format = Format::of_path(path);
        if format.is_some_and(Format::is_structured) && bytes.iter().all(u8::is_ascii_whitespace) {
            return Side::empty(format.unwrap_or(Format::Text), bytes);
        }
        let (mut document, mut problems) = format::read_leniently(Format::of_file(path, bytes), bytes)?;
        problems.truncate(20);
        if let Some(root) = &mut document.root {
            environment::name_variables(root, &document.text);
        }
        let sort = sort(path, &document);
        let body = body(path, format, &document);
        Ok(Side { parsed: Parsed::new(bytes, document), sort, body, problems, lines: OnceCell::new() })
    }

    /// The file, as far as it was read.
    pub fn document(&self) -> Option<&Document> {
        self.parsed.document()
    }

    /// Its typed tree, if it has one.
    pub fn root(&self) -> Option<&Node> {
        self.document()?.root.as_ref()
    }

    /// The text, if it has anchors.
    pub fn text_with_anchors(&self) -> &str {
        let document = self.document().filter(|document| !document.anchors.is_empty());
        document.map_or("", |document| &document.text)
    }

    /// Finds the anchor that an alias means.
    pub fn origin(&self, alias: Span) -> Option<Origin> {
        let document = self.document()?;
        let anchor = document.anchor_of(alias)?;
        let starts = self.lines.get_or_init(|| LineIndex::starts(&document.text));
        let span = LineIndex::find(starts, &document.text, anchor.span.start);
        Some(Origin { path: String::new(), anchor: anchor.name.clone(), span })
    }

    /// A structured file with nothing in it: that it says nothing is seen, and where its format
    /// wants a value, that it is refused.
    fn empty(format: Format, bytes: &[u8]) -> Result<Side, Unreadable> {
        let problems = format::read(format, bytes).err().into_iter().collect();
        let mut document = format::read(Format::Text, bytes)?;
        (document.format, document.body) = (format, None);
        let (parsed, sort) = (Parsed::new(bytes, document), FileSort::default());
        Ok(Side { parsed, sort, body: None, problems, lines: OnceCell::new() })
    }
}

fn sort(path: &str, document: &Document) -> FileSort {
    let head = document.root.is_some() && document.body.is_some();
    let lower = path.to_ascii_lowercase();
    let prompt = lower.ends_with(".prompt") || lower.ends_with(".prompty");
    let name = lower.rsplit('/').next().unwrap_or_default();
    let section = match name.split('.').next().unwrap_or_default() {
        "voices" | "voice" | "tts" => Section::Speaking,
        "stt" | "asr" | "vad" => Section::Hearing,
        "tools" | "toolset" | "toolsets" | "mcp" | "permissions" => Section::Tools,
        "prompts" | "prompt" | "instructions" => Section::Prompts,
        "models" | "llms" | "llm" => Section::Model,
        _ => Section::Plain,
    };
    FileSort { agent: head && !prompt, prompt, section }
}

/// The prose of a file as one value.
fn body(path: &str, format: Option<Format>, document: &Document) -> Option<(Kind, Read, Span)> {
    let span = document.body?;
    let prose = document.text.get(span.range()).unwrap_or_default();
    if prose.is_empty() && document.root.is_some() {
        return None;
    }
    if !matches!(format, Some(Format::Markdown | Format::Text)) || is_about_project(path) {
        let text = text::normalise(prose).into_owned();
        let value = Value::Rest { sha256: sha256_hex(text.as_bytes()) };
        return Some((Kind::Other, Read { value, text: Some(Part::from(text)) }, span));
    }
    let template = path.rsplit('.').next().is_some_and(|e| matches!(e, "jinja" | "jinja2" | "j2"));
    let prose =
        if template { Part::from(without_comments(prose)) } else { Part::of(&document.text, span.range()) };
    let read = value::prompt(&prose);
    Some((Kind::Prompt, read, span))
}

/// Files about a project and lists that tools read, not text for a model.
fn is_about_project(path: &str) -> bool {
    const ABOUT: &[&str] = &[
        "readme",
        "changelog",
        "license",
        "licence",
        "contributing",
        "code_of_conduct",
        "security",
        "authors",
        "notice",
        "history",
        "requirements",
        "robots",
        "cmakelists",
        "makefile",
        "dockerfile",
        "jenkinsfile",
        "codeowners",
        "constraints",
        "version",
        "todo",
        "support",
        "governance",
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    ABOUT.contains(&name.split('.').next().unwrap_or_default())
}

/// Drops `{# … #}`, which a template engine never shows to a model, with the line it fills.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        let Some((_, after)) = after.split_once("#}") else { break };
        out.push_str(before);
        let alone = out.is_empty() || out.ends_with('\n');
        rest = if alone { after.strip_prefix('\n').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}
