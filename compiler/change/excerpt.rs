//! The lines of the files that a change is in, for people; they are in no output for programs.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::{LineColumn, LineIndex};

/// The most characters of a line that are kept.
const MAX_WIDTH: usize = 400;

/// A line of a file, and the part of it that holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The line, without its end; long ones are cut.
    pub text: String,
    /// How many characters stand before the value.
    pub before: usize,
    /// How many characters the value takes on this line.
    pub width: usize,
}

/// Finds lines in files, each of which is split once.
#[derive(Default)]
pub(super) struct Excerpts {
    starts: HashMap<usize, Vec<u32>>,
}

impl Excerpts {
    /// Returns the line of a place; a value that fills lines of its own has none to show.
    pub fn line(&mut self, file: &Arc<str>, at: LineColumn) -> Option<SourceLine> {
        let start = self.start(file, at.line.checked_sub(1)? as usize)?;
        let rest = file.get(start..)?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let (text, _) = cut(&rest[..end], MAX_WIDTH);
        let before = at.column.checked_sub(1)? as usize;
        let (_, value) = cut(text, before);
        if value.trim().is_empty() || before >= MAX_WIDTH / 2 {
            return None;
        }
        Some(SourceLine { text: text.to_owned(), before, width: width(value) })
    }

    /// Returns where a line starts, counted from 0. The first, where prose begins, needs no split.
    fn start(&mut self, file: &Arc<str>, line: usize) -> Option<usize> {
        if line == 0 {
            return Some(0);
        }
        let starts = self.starts.entry(file.as_ptr() as usize).or_insert_with(|| LineIndex::starts(file));
        starts.get(line).map(|start| *start as usize)
    }
}

/// Cuts a text after so many characters.
fn cut(text: &str, characters: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at))
}

/// Guesses where a value ends that starts a text: at its closing quote, or before what parts
/// values.
fn width(value: &str) -> usize {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut last = None;
    for (n, c) in value.chars().enumerate() {
        match quote {
            Some(quote) if n > 0 && c == quote && last != Some('\\') => return n + 1,
            None if matches!(c, ',' | '}' | ']' | '#') && (c != '#' || last == Some(' ')) => {
                let taken: String = value.chars().take(n).collect();
                return taken.trim_end().chars().count().max(1);
            }
            _ => last = Some(c),
        }
    }
    value.trim_end().chars().count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_marked_as_far_as_it_goes() {
        let file: Arc<str> = "a:\n  b: 0.75 # why\n  c: [x, \"y, z\"]\n".into();
        let mut excerpts = Excerpts::default();
        let mut marked = |line, column| {
            let found = excerpts.line(&file, LineColumn { line, column }).unwrap();
            found.text.chars().skip(found.before).take(found.width).collect::<String>()
        };
        assert_eq!(marked(2, 6), "0.75");
        assert_eq!(marked(3, 7), "x");
        assert_eq!(marked(3, 10), "\"y, z\"");
    }
}
