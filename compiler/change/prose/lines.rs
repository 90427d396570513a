//! The lines of a change as people are shown them.

use std::ops::Range;

use super::blocks::{Block, Work, blocks};

/// The most lines that are shown.
const MAX_SHOWN: usize = 200;
/// The most characters of a line that are shown.
pub(super) const MAX_WIDTH: usize = 400;
/// A pair of lines, or blocks of lines, beyond this many bytes is compared by its sentences first.
const LONG: usize = 4_000;
/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;

/// Two texts in lines, and where they differ.
pub(super) struct Lines<'t> {
    before: &'t str,
    after: &'t str,
    pub old: Vec<&'t str>,
    pub new: Vec<&'t str>,
    pub blocks: Vec<Block>,
}

impl<'t> Lines<'t> {
    pub fn of(before: &'t str, after: &'t str) -> Lines<'t> {
        let (old, new) = (split(before), split(after));
        let blocks = blocks(&old, &new, &mut Work::default());
        Lines { before, after, old, new, blocks }
    }

    /// Pairs what was replaced: line by line where as many stand there now, else each block as a
    /// whole.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'t>> {
        let pair = |(old, new): (Range<usize>, Range<usize>)| Pair {
            old: slice(self.before, &self.old[old.clone()]),
            new: slice(self.after, &self.new[new.clone()]),
            old_at: offset(self.before, self.old[old.start]),
            new_at: offset(self.after, self.new[new.start]),
            line: new.start as u64 + 1,
        };
        self.blocks.iter().flat_map(replaced).map(pair)
    }

    /// Lists the stretches that came, each with its first line, and those that went.
    pub fn came(&self) -> impl Iterator<Item = (u64, &'t str)> {
        let some = self.blocks.iter().filter(|block| !block.new.is_empty());
        some.map(|block| (block.new.start as u64 + 1, slice(self.after, &self.new[block.new.clone()])))
    }

    /// Lists the stretches that went.
    pub fn went(&self) -> impl Iterator<Item = &'t str> {
        let some = self.blocks.iter().filter(|block| !block.old.is_empty());
        some.map(|block| slice(self.before, &self.old[block.old.clone()]))
    }

    /// Lists the lines with their sign, with context, bounded; `…` stands for what is left out.
    pub fn shown(&self) -> Vec<String> {
        let mut out = Printer { lines: Vec::new(), left_out: false };
        let mut shown_to = 0;
        for (i, block) in self.blocks.iter().enumerate() {
            let context = block.old.start.saturating_sub(CONTEXT).max(shown_to);
            if context > shown_to {
                out.gap();
            }
            self.old[context..block.old.start].iter().for_each(|line| out.push(' ', line, 0));
            let paired = block.old.len() == block.new.len();
            for (n, line) in self.old[block.old.clone()].iter().enumerate() {
                let other = self.new.get(block.new.start + n).filter(|_| paired);
                out.push('-', line, other.map_or(0, |other| first_difference(line, other)));
            }
            for (n, line) in self.new[block.new.clone()].iter().enumerate() {
                let other = self.old.get(block.old.start + n).filter(|_| paired);
                out.push('+', line, other.map_or(0, |other| first_difference(line, other)));
            }
            let next = self.blocks.get(i + 1).map_or(self.old.len(), |next| next.old.start);
            let until = (block.old.end + CONTEXT).min(next);
            self.old[block.old.end..until].iter().for_each(|line| out.push(' ', line, 0));
            shown_to = until;
            if out.left_out {
                return out.lines;
            }
        }
        if shown_to < self.old.len() && !self.blocks.is_empty() {
            out.gap();
        }
        out.lines
    }
}

/// What a block replaced: item by item where as many stand there now, else as a whole; nothing
/// where one side is empty.
fn replaced(block: &Block) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + use<> {
    let Block { old, new } = block.clone();
    let even = old.len() == new.len();
    let steps = match old.is_empty() || new.is_empty() {
        true => 0,
        false if even => old.len(),
        false => 1,
    };
    (0..steps).map(move |n| {
        let part =
            |whole: &Range<usize>| if even { whole.start + n..whole.start + n + 1 } else { whole.clone() };
        (part(&old), part(&new))
    })
}

/// What was replaced, and by what.
#[derive(Clone, Copy)]
pub(super) struct Pair<'t> {
    pub old: &'t str,
    pub new: &'t str,
    /// Where they start, in bytes of their texts.
    pub old_at: usize,
    pub new_at: usize,
    /// The first line of what stands there now, from 1.
    pub line: u64,
}

impl<'t> Pair<'t> {
    /// Parts a long pair into those of its sentences that differ, so that one word in a text
    /// without line ends is found as quickly as one in a line.
    pub fn sentences(self, work: &mut Work) -> Vec<Pair<'t>> {
        if self.old.len().max(self.new.len()) <= LONG {
            return vec![self];
        }
        let (old, new) = (sentences(self.old), sentences(self.new));
        let (mut line, mut counted) = (self.line, 0);
        let mut pairs = Vec::new();
        for (a, b) in blocks(&old, &new, work).iter().flat_map(replaced) {
            let (old_at, new_at) = (offset(self.old, old[a.start]), offset(self.new, new[b.start]));
            line += self.new[counted..new_at].bytes().filter(|byte| *byte == b'\n').count() as u64;
            counted = new_at;
            pairs.push(Pair {
                old: slice(self.old, &old[a]),
                new: slice(self.new, &new[b]),
                old_at: self.old_at + old_at,
                new_at: self.new_at + new_at,
                line,
            });
        }
        pairs
    }
}

/// Splits after what ends a sentence or line.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['.', '!', '?', ';', '\n']).collect()
}

/// Returns where a line starts in the text that it is a part of.
fn offset(text: &str, line: &str) -> usize {
    line.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns some neighbouring lines as the text has them.
fn slice<'t>(text: &'t str, lines: &[&'t str]) -> &'t str {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => &text[offset(text, first)..offset(text, last) + last.len()],
        _ => "",
    }
}

fn split(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// Returns the byte at which two lines start to differ.
fn first_difference(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count()
}

struct Printer {
    lines: Vec<String>,
    left_out: bool,
}

impl Printer {
    fn push(&mut self, sign: char, line: &str, focus: usize) {
        if self.lines.len() < MAX_SHOWN {
            self.lines.push(format!("{sign}{}", window(line, focus)));
        } else if !self.left_out {
            self.left_out = true;
            self.lines.push("…".into());
        }
    }

    fn gap(&mut self) {
        if self.lines.len() < MAX_SHOWN && self.lines.last().is_none_or(|line| line != "…") {
            self.lines.push("…".into());
        }
    }
}

/// Cuts a long line to a part that holds the byte at `focus`.
pub(super) fn window(line: &str, focus: usize) -> String {
    if line.len() <= MAX_WIDTH {
        return line.to_owned();
    }
    let lead = MAX_WIDTH / 4;
    let mut start = if focus > lead * 2 { focus - lead } else { 0 };
    while !line.is_char_boundary(start) {
        start -= 1;
    }
    let rest = &line[start..];
    let end = rest.char_indices().nth(MAX_WIDTH).map_or(rest.len(), |(end, _)| end);
    let (front, back) = (if start > 0 { "…" } else { "" }, if end < rest.len() { "…" } else { "" });
    format!("{front}{}{back}", &rest[..end])
}
