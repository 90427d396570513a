//! What: a configuration or prompt file as a document with a byte-exact span on every value.
//! From: bytes and a file name.
//! No longer knows: quoting, comments, anchors, indentation, key order (spans keep the places).
//! Used by: [`crate::facts`].

mod json;
pub mod markdown;
mod scalar;
pub mod text;
pub mod tree;
mod yaml;

use crate::names::{self, Name};
use crate::source::{LineColumn, LineIndex, Span};

/// The largest governed file that is read, in bytes (64 MiB).
pub const MAX_BYTES: usize = 64 << 20;
/// The largest structured file (YAML, JSON) that is parsed, in bytes (8 MiB).
pub const MAX_STRUCTURED_BYTES: usize = 8 << 20;
/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 128;
/// The most values a document may have once aliases are expanded.
pub const MAX_NODES: usize = 1_000_000;

/// The file formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// YAML 1.2, one document or several.
    Yaml,
    /// JSON, strict.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// Markdown, with or without front matter.
    Markdown,
    /// Plain text.
    Text,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which reader read it.
    pub format: Format,
    /// The decoded text that spans point into: the bytes as UTF-8 with one leading BOM kept.
    pub text: std::sync::Arc<str>,
    /// The typed tree of YAML and JSON, or of the front matter of a Markdown file. Several YAML
    /// documents are a [`Data::Seq`] flagged by `multi`.
    pub root: Option<Node>,
    /// Whether `root` is a sequence of YAML documents.
    pub multi: bool,
    /// Where the prose of Markdown or plain text starts (after the front matter) and ends.
    pub body: Option<Span>,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the value; for an alias, those of the anchored value's use (`*name`).
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// A typed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Null.
    Null,
    /// A boolean of the file type.
    Bool(bool),
    /// A number as written; [`crate::decimal::Decimal::parse`] may refuse it.
    Number(String),
    /// A string, decoded.
    String(String),
    /// A plain word that YAML 1.1 reads as another type than the string of 1.2: the booleans
    /// `yes`, `on`, `no`, `off`, and numbers such as `1_000` and `1:30`.
    Ambiguous(String),
    /// A date or time of the file type, as written.
    Time(String),
    /// A list.
    Seq(Vec<Node>),
    /// A map in file order, keys unique.
    Map(Vec<Entry>),
    /// A value under a custom tag, as `!tag` and its text: carried, never resolved.
    Opaque(String),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Why a file, or a value in it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The reason's name (a row of [`crate::names`], stage facts).
    pub reason: &'static str,
    /// One line for people.
    pub message: String,
    /// The bytes, where they are known.
    pub span: Option<Span>,
    /// The place of the span's start.
    pub at: Option<LineColumn>,
}

impl Format {
    /// Finds the reader for a path by its file name; `None` for formats that have no reader
    /// (they are governed as plain text, never by pointer).
    pub fn of_path(path: &str) -> Option<Format> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some((_, extension)) = name.rsplit_once('.') else { return Some(Format::Text) };
        match extension.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            "jsonc" => Some(Format::Jsonc),
            "md" | "markdown" | "mdc" | "mdx" | "prompty" | "prompt" => Some(Format::Markdown),
            "txt" | "text" | "j2" | "jinja" | "jinja2" | "tmpl" | "mustache" | "hbs" | "liquid" => {
                Some(Format::Text)
            }
            _ => None,
        }
    }

    /// Tells whether a file of this format is a typed tree as a whole.
    pub fn is_structured(self) -> bool {
        matches!(self, Format::Yaml | Format::Json | Format::Jsonc)
    }
}

/// Reads a file.
///
/// # Errors
/// Says why the file as a whole cannot be read: size, depth, number of values, UTF-8, syntax,
/// duplicate or non-string keys. It never panics, whatever the bytes.
pub fn read(format: Format, bytes: &[u8]) -> Result<Document, Unreadable> {
    read_with(format, bytes, &mut Keys::Unique)
}

/// Reads a file for showing, not for judging: the last of duplicate keys wins, and a key that is
/// no string is named as it is written. Returns what a judging reader would have refused.
///
/// # Errors
/// As [`read`], but for duplicate and non-string keys.
pub fn read_leniently(format: Format, bytes: &[u8]) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let mut keys = Keys::Lenient(Vec::new());
    let document = read_with(format, bytes, &mut keys)?;
    let Keys::Lenient(problems) = keys else { return Ok((document, Vec::new())) };
    Ok((document, problems))
}

fn read_with(format: Format, bytes: &[u8], keys: &mut Keys) -> Result<Document, Unreadable> {
    let text = text::decode(bytes)?;
    if format.is_structured() && bytes.len() > MAX_STRUCTURED_BYTES {
        return Err(text::too_large(bytes.len(), MAX_STRUCTURED_BYTES));
    }
    match format {
        Format::Yaml => yaml::read(text, keys),
        Format::Json => json::read(text, json::Dialect::Strict, keys),
        Format::Jsonc => json::read(text, json::Dialect::Comments, keys),
        Format::Markdown => markdown::read(text, keys),
        Format::Text => Ok(text::read(text)),
    }
}

/// What happens to keys that readers disagree on.
enum Keys {
    /// The file is refused.
    Unique,
    /// It is noted, and reading goes on.
    Lenient(Vec<Unreadable>),
}

impl Keys {
    fn refuse(&mut self, problem: Unreadable) -> Result<(), Unreadable> {
        match self {
            Keys::Unique => Err(problem),
            Keys::Lenient(problems) => {
                // A handful tells the story; a hostile file could hold a million.
                if problems.len() < 20 {
                    problems.push(problem);
                }
                Ok(())
            }
        }
    }
}

impl Unreadable {
    /// Makes a reason about a file or value as a whole.
    pub fn new(reason: &'static Name, message: impl Into<String>) -> Unreadable {
        Unreadable { reason: reason.name, message: message.into(), span: None, at: None }
    }

    /// Makes a reason about some bytes of a text.
    pub fn within(reason: &'static Name, text: &str, span: Span, message: impl Into<String>) -> Unreadable {
        let at = LineIndex::find(&LineIndex::starts(text), text, span.start);
        Unreadable { reason: reason.name, message: message.into(), span: Some(span), at: Some(at) }
    }
}

impl Node {
    /// Returns the value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }
}

impl Data {
    /// Returns the word for the type that messages use.
    pub fn type_name(&self) -> &'static str {
        match self {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::String(_) => "a string",
            Data::Ambiguous(_) => "a word that YAML 1.1 and 1.2 read differently",
            Data::Time(_) => "a date",
            Data::Seq(_) => "a list",
            Data::Map(_) => "a map",
            Data::Opaque(_) => "a value under a custom tag",
        }
    }
}

fn duplicate_key(text: &str, span: Span, key: &str) -> Unreadable {
    let key: String = key.chars().take(80).collect();
    let message = format!("the key `{key}` occurs twice in one map; readers differ in which value they take");
    Unreadable::within(&names::DUPLICATE_KEY, text, span, message)
}

fn too_deep(text: &str, span: Span) -> Unreadable {
    let message = format!("values are nested more than {MAX_DEPTH} deep");
    Unreadable::within(&names::TOO_DEEP, text, span, message)
}

fn too_many_values(text: &str, span: Span) -> Unreadable {
    let message = format!("the file has more than {MAX_NODES} values once aliases are expanded");
    Unreadable::within(&names::TOO_MANY_VALUES, text, span, message)
}
