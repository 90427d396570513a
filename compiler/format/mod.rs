//! What: a configuration or prompt file as a document with a byte-exact span on every value.
//! From: bytes and a file name.
//! No longer knows: quoting, comments, anchors, indentation, key order (spans keep the places).
//! Used by: [`crate::facts`].

mod anchor;
mod dotenv;
mod encoding;
mod entries;
mod hcl;
mod hcl_scan;
mod ini;
mod json;
mod lenient;
mod line;
pub mod markdown;
mod of_file;
pub mod outline;
mod properties;
mod scalar;
mod template;
pub mod text;
mod toml;
pub mod tree;
mod yaml;

pub use anchor::Anchor;
pub use lenient::read_leniently;

use crate::names::{self, Name};
use crate::source::{LineColumn, LineIndex, Span};

/// The largest governed file that is read, in bytes (64 MiB).
pub const MAX_BYTES: usize = 64 << 20;
/// The largest structured file (YAML, JSON) that is parsed, in bytes (8 MiB).
pub const MAX_STRUCTURED_BYTES: usize = 8 << 20;
/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 128;
/// The most that is told of what a reader for showing let pass.
const MAX_PROBLEMS: usize = 20;
/// The most values a document may have once aliases are expanded.
pub const MAX_NODES: usize = 1_000_000;

/// The file formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// YAML 1.2, one document or several.
    Yaml,
    /// YAML that a template engine fills in first.
    YamlTemplate,
    /// JSON, strict.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// JSON5: also bare keys, single quotes, and more spellings of numbers.
    Json5,
    /// JSON Lines: a value a line.
    JsonLines,
    /// TOML 1.0.
    Toml,
    /// `NAME=value`, as shells and container runtimes load it.
    Env,
    /// Sections and keys.
    Ini,
    /// Java properties.
    Properties,
    /// HCL, the language of Terraform.
    Hcl,
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
    /// Whether `root` is a sequence of documents: of YAML, or of the lines of JSON Lines.
    pub multi: bool,
    /// Where the prose of Markdown or plain text starts (after the front matter) and ends.
    pub body: Option<Span>,
    /// Whether all of it was understood; where not, what seems to be absent may only be unread.
    pub complete: bool,
    /// The anchors of YAML, in the order in which what they name ends.
    pub anchors: Vec<Anchor>,
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
    /// A text in a file type that has no types, such as `.env`: number, word or string is up to
    /// who reads it.
    Bare(String),
    /// A string, decoded.
    String(String),
    /// A text that the readers of its file type take differently: in YAML, the words `yes`, `on`,
    /// `no`, `off` and numbers such as `1_000` and `1:30`.
    Ambiguous(String),
    /// A date or time of the file type, as written.
    Time(String),
    /// A list.
    Seq(Vec<Node>),
    /// A map in file order, keys unique.
    Map(Vec<Entry>),
    /// A text that stands for a value: one under a custom tag, a reference, an expression. It is
    /// carried, never resolved.
    Opaque(String),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// The bytes of the key; of one that came by `<<` of YAML, those of the alias there.
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

/// Reads a file.
///
/// # Errors
/// Says why the file as a whole cannot be read: size, depth, number of values, UTF-8, syntax,
/// duplicate or non-string keys. It never panics, whatever the bytes.
pub fn read(format: Format, bytes: &[u8]) -> Result<Document, Unreadable> {
    read_with(format, bytes, &mut Keys::Unique)
}

fn read_with(format: Format, bytes: &[u8], keys: &mut Keys) -> Result<Document, Unreadable> {
    read_text(format, text::decode(bytes)?, keys)
}

fn read_text(format: Format, text: std::sync::Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    if format.is_structured() && text.len() > MAX_STRUCTURED_BYTES {
        return Err(text::too_large(text.len(), MAX_STRUCTURED_BYTES));
    }
    let place = text.clone();
    let read = match format {
        Format::Yaml => yaml::read(text, keys),
        Format::YamlTemplate => template::read(text, keys),
        Format::Json => json::read(text, json::Dialect::Strict, keys),
        Format::Jsonc => json::read(text, json::Dialect::Comments, keys),
        Format::Json5 => json::read(text, json::Dialect::Five, keys),
        Format::JsonLines => json::read_lines(text, keys),
        Format::Toml => toml::read(text, keys),
        Format::Env => dotenv::read(text, keys),
        Format::Ini => ini::read(text, keys),
        Format::Properties => properties::read(text, keys),
        Format::Hcl => hcl::read(text, keys),
        Format::Markdown => markdown::read(text, keys),
        Format::Text => Ok(text::read(text)),
    };
    read.map_err(|problem| problem.placed(&place))
}

/// What happens to keys that readers disagree on.
enum Keys {
    /// The file is refused.
    Unique,
    /// It is noted, and reading goes on.
    Lenient(Vec<Unreadable>),
}

impl Keys {
    /// Tells whether the file is read for a judgement, and not only shown.
    fn are_judged(&self) -> bool {
        matches!(self, Keys::Unique)
    }

    /// Returns what was let pass, each with its place.
    fn into_problems(self, text: &str) -> Vec<Unreadable> {
        match self {
            Keys::Unique => Vec::new(),
            Keys::Lenient(problems) => problems.into_iter().map(|problem| problem.placed(text)).collect(),
        }
    }

    fn refuse(&mut self, problem: Unreadable) -> Result<(), Unreadable> {
        match self {
            Keys::Unique => Err(problem),
            Keys::Lenient(problems) => {
                // A handful tells the story; a hostile file could hold a million.
                if problems.len() < MAX_PROBLEMS {
                    problems.push(problem);
                }
                Ok(())
            }
        }
    }
}

impl Document {
    /// Makes a document that is one typed tree.
    fn tree(format: Format, text: std::sync::Arc<str>, root: Node) -> Document {
        let anchors = Vec::new();
        Document { format, text, root: Some(root), multi: false, body: None, complete: true, anchors }
    }
}

impl Unreadable {
    /// Makes a reason about a file or value as a whole.
    pub fn new(reason: &'static Name, message: impl Into<String>) -> Unreadable {
        Unreadable { reason: reason.name, message: message.into(), span: None, at: None }
    }

    /// Makes a reason about some bytes of a text.
    fn within(reason: &'static Name, span: Span, message: impl Into<String>) -> Unreadable {
        Unreadable { reason: reason.name, message: message.into(), span: Some(span), at: None }
    }

    /// Finds the line and column. This costs a look at the whole text, so it is done for the few
    /// that are shown and not for each that is met.
    fn placed(mut self, text: &str) -> Unreadable {
        let find = |span: Span| LineIndex::find(&LineIndex::starts(text), text, span.start);
        self.at = self.at.or(self.span.map(find));
        self
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
            Data::Bare(_) => "a text",
            Data::Ambiguous(_) => "a word that readers take differently",
            Data::Time(_) => "a date",
            Data::Seq(_) => "a list",
            Data::Map(_) => "a map",
            Data::Opaque(_) => "a value that stands for another",
        }
    }
}

fn duplicate_key(span: Span, key: &str) -> Unreadable {
    let key: String = key.chars().take(80).collect();
    let message = format!("the key `{key}` occurs twice in one map; readers differ in which value they take");
    Unreadable::within(&names::DUPLICATE_KEY, span, message)
}

fn too_deep(span: Span) -> Unreadable {
    let message = format!("values are nested more than {MAX_DEPTH} deep");
    Unreadable::within(&names::TOO_DEEP, span, message)
}

fn too_many_values(span: Span) -> Unreadable {
    let message = format!("the file has more than {MAX_NODES} values once aliases are expanded");
    Unreadable::within(&names::TOO_MANY_VALUES, span, message)
}

/// How often a text was parsed, for the tests that bound it.
#[cfg(test)]
pub(crate) mod passes {
    use std::cell::Cell;

    thread_local! { static PASSES: Cell<usize> = const { Cell::new(0) } }

    /// Counts one.
    pub(super) fn count() {
        PASSES.set(PASSES.get() + 1);
    }

    /// Returns how many passes some work takes.
    pub(crate) fn of<T>(work: impl FnOnce() -> T) -> (usize, T) {
        PASSES.set(0);
        let done = work();
        (PASSES.get(), done)
    }
}
