//! What: a configuration or prompt file as a document with a byte-exact span on every value.
//! From: bytes and a file name.
//! No longer knows: quoting, comments, anchors, indentation, key order (spans keep the places).
//! Used by: [`crate::facts`].

use crate::source::{LineColumn, Span};

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
    /// A word that YAML 1.1 reads as a boolean and 1.2 as a string (`yes`, `on`, `no`, `off`).
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
