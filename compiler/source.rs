//! Source files and places in them: every later stage points back here.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets.
    pub fn new(start: usize, end: usize) -> Span {
        let clamp = |n| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end) }
    }

    /// Returns the smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the range, to slice a text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A file's index in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A place in one of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// A line and column as people count them: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One source text with its path as shown to people and an index of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path, `/`-separated, relative to the repository root where there is one.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
    /// Counted when somebody asks: a text without mistakes is never shown.
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// Names a text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        Source { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| LineIndex::starts(&self.text))
    }

    /// Returns where a byte stands.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        LineIndex::find(self.lines(), &self.text, offset)
    }

    /// Returns the line (from 1) that holds a byte, without counting its column.
    pub fn line_of(&self, offset: u32) -> u32 {
        Span::new(self.lines().partition_point(|start| *start <= offset).max(1), 0).start
    }

    /// Counts the lines; a text that ends with a line end has an empty last one.
    pub fn line_count(&self) -> u32 {
        Span::new(self.lines().len(), 0).start
    }

    /// Returns the bytes of a line (from 1) without its end; empty past the last.
    pub fn line_span(&self, line: u32) -> Span {
        let start = |line: u32| self.lines().get(line as usize).map(|start| *start as usize);
        let from = start(line.saturating_sub(1)).unwrap_or(self.text.len());
        let to = start(line).unwrap_or(self.text.len());
        let text = &self.text[from..to];
        let text = text.strip_suffix('\n').unwrap_or(text);
        Span::new(from, from + text.strip_suffix('\r').unwrap_or(text).len())
    }

    /// Returns the text of a line (from 1) without its end, or `""` past the last.
    pub fn line(&self, line: u32) -> &str {
        &self.text[self.line_span(line).range()]
    }
}

/// Counts lines and columns in any text.
pub struct LineIndex;

impl LineIndex {
    /// Returns the offset of each line's first byte.
    pub fn starts(text: &str) -> Vec<u32> {
        let after = text.match_indices('\n').map(|(i, _)| Span::new(i + 1, i + 1).start);
        std::iter::once(0).chain(after).collect()
    }

    /// Finds the line and column of a byte, given the line starts of its text.
    pub fn find(starts: &[u32], text: &str, offset: u32) -> LineColumn {
        let line = starts.partition_point(|start| *start <= offset).max(1) - 1;
        let from = starts[line] as usize;
        let mut to = (offset as usize).min(text.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let column = text.get(from..to).map_or(0, |before| before.chars().count());
        LineColumn { line: Span::new(line + 1, 0).start, column: Span::new(column + 1, 0).start }
    }
}

/// All source texts of one run, in a stable order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and returns its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(Source::new(path, text));
        FileId(Span::new(self.files.len() - 1, 0).start)
    }

    /// Returns a file by its id.
    ///
    /// # Panics
    /// When the id comes from other `Sources`.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// Lists the ids in order.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..Span::new(self.files.len(), 0).start).map(FileId)
    }

    /// Returns the text a location covers.
    pub fn text(&self, at: Location) -> &str {
        self.get(at.file).text.get(at.span.range()).unwrap_or("")
    }

    /// Returns the path, line and column of a location's start.
    pub fn place(&self, at: Location) -> (&str, LineColumn) {
        let source = self.get(at.file);
        (&source.path, source.line_column(at.span.start))
    }
}
