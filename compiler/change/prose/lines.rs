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

/// Two texts in lines, and where they differ. Only the lines from the first that differs to the
/// last are held, with those shown around them.
pub(super) struct Lines<'t> {
    before: &'t str,
    after: &'t str,
    old: Vec<&'t str>,
    new: Vec<&'t str>,
    blocks: Vec<Block>,
    /// How many lines stand before those that are held.
    above: usize,
    /// Whether lines stand below them.
    below: bool,
}

impl<'t> Lines<'t> {
    pub fn of(before: &'t str, after: &'t str) -> Lines<'t> {
        Lines::held(before, after, Window::of(before.as_bytes(), after.as_bytes()))
    }

    fn held(before: &'t str, after: &'t str, Window { head, tail }: Window) -> Lines<'t> {
        let held = |text: &'t str| match text {
            "" => Vec::new(),
            _ => split(&text[head..text.len() - tail]),
        };
        let (old, new) = (held(before), held(after));
        let blocks = blocks(&old, &new, &mut Work::default());
        let above = memchr::memchr_iter(b'\n', &before.as_bytes()[..head]).count();
        Lines { before, after, old, new, blocks, above, below: tail > 0 }
    }

    /// Pairs what was replaced: line by line where as many stand there now, else each block as a
    /// whole.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'t>> {
        let pair = |(old, new): (Range<usize>, Range<usize>)| Pair {
            old: slice(self.before, &self.old[old.clone()]),
            new: slice(self.after, &self.new[new.clone()]),
            old_at: offset(self.before, self.old[old.start]),
            new_at: offset(self.after, self.new[new.start]),
            line: self.number(new.start),
        };
        self.blocks.iter().flat_map(replaced).map(pair)
    }

    /// Lists the stretches that came, each with its first line.
    pub fn came(&self) -> impl Iterator<Item = (u64, &'t str)> {
        let some = self.blocks.iter().filter(|block| !block.new.is_empty());
        some.map(|block| (self.number(block.new.start), slice(self.after, &self.new[block.new.clone()])))
    }

    /// Lists the stretches that went, each with its first line.
    pub fn went(&self) -> impl Iterator<Item = (u64, &'t str)> {
        let some = self.blocks.iter().filter(|block| !block.old.is_empty());
        some.map(|block| (self.number(block.old.start), slice(self.before, &self.old[block.old.clone()])))
    }

    /// Returns the number of a held line in its text, from 1.
    fn number(&self, line: usize) -> u64 {
        (self.above + line) as u64 + 1
    }

    /// Lists the lines with their sign, with context, bounded; `…` stands for what is left out.
    pub fn shown(&self) -> Vec<String> {
        let mut out = Printer { lines: Vec::new(), left_out: false };
        let mut shown_to = 0;
        for (i, block) in self.blocks.iter().enumerate() {
            let context = block.old.start.saturating_sub(CONTEXT).max(shown_to);
            if context > shown_to || (i == 0 && self.above > 0) {
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
        if (shown_to < self.old.len() || self.below) && !self.blocks.is_empty() {
            out.gap();
        }
        out.lines
    }
}

/// How much of two texts is the same at both ends, in bytes, less the lines that are shown around
/// a change. Both ends lie between lines.
struct Window {
    head: usize,
    /// Counted from the end, with the line end before it.
    tail: usize,
}

impl Window {
    fn of(before: &[u8], after: &[u8]) -> Window {
        let same = common_head(before, after);
        let mut head = Some(same);
        for _ in 0..=CONTEXT {
            head = head.and_then(|head| memchr::memrchr(b'\n', &before[..head]));
        }
        let most = before.len().min(after.len()) - same;
        let same = common_tail(before, after, most);
        let mut tail = Some(before.len() - same);
        for _ in 0..=CONTEXT {
            let from = |start: usize| Some(start + memchr::memchr(b'\n', before.get(start..)?)? + 1);
            tail = tail.and_then(from);
        }
        let tail = tail.map_or(0, |start| before.len() - start + 1);
        Window { head: head.map_or(0, |end| end + 1), tail }
    }
}

/// Bytes that are compared at once.
const STEP: usize = 256;

fn common_head(a: &[u8], b: &[u8]) -> usize {
    let steps = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    steps + a[steps..].iter().zip(&b[steps..]).take_while(|(a, b)| a == b).count()
}

/// Counts the bytes that are the same at the end, at most `most` of them.
fn common_tail(a: &[u8], b: &[u8], most: usize) -> usize {
    let (a, b) = (&a[a.len() - most..], &b[b.len() - most..]);
    let steps = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    let rest = a[..most - steps].iter().rev().zip(b[..most - steps].iter().rev());
    steps + rest.take_while(|(a, b)| a == b).count()
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
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        lines.push(&text[start..end]);
        start = end + 1;
    }
    lines.push(&text[start..]);
    lines
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of up to seven lines out of three.
    fn texts() -> impl Iterator<Item = String> {
        (0..3000usize).map(|seed| {
            let lines = (0..seed % 8).map(|n| ["a", "", "ab"][seed / 8 / 3usize.pow(n as u32) % 3]);
            lines.collect::<Vec<_>>().join("\n")
        })
    }

    #[test]
    fn what_is_not_held_is_not_missed() {
        let texts: Vec<String> = texts().collect();
        for (n, before) in texts.iter().enumerate() {
            for after in [&texts[n * 7 % texts.len()], &texts[(n * 31 + 5) % texts.len()]] {
                let all = |lines: &Lines<'_>| {
                    let came: Vec<(u64, String)> = lines.came().map(|(n, text)| (n, text.into())).collect();
                    let went: Vec<(u64, String)> = lines.went().map(|(n, text)| (n, text.into())).collect();
                    let pairs: Vec<_> = lines.pairs().map(|p| (p.line, p.old_at, p.new_at)).collect();
                    (lines.shown(), came, went, pairs)
                };
                let whole = Lines::held(before, after, Window { head: 0, tail: 0 });
                assert_eq!(all(&Lines::of(before, after)), all(&whole), "{before:?} {after:?}");
            }
        }
    }
}
