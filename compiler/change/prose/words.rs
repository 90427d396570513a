//! Words that were replaced, with a little of what stands around them.

use super::blocks::{Block, Work, blocks};
use super::lines::{Lines, Pair};
use crate::change::WordChange;

/// The most replacements that are listed.
const MAX_LISTED: usize = 40;
/// The most words of all lines, both sides together, that are compared.
const MAX_WORDS: usize = 120_000;
/// The most pairs of lines that are compared.
const MAX_PAIRS: usize = 6_000;
/// Words shown on each side.
const AROUND: usize = 4;
/// The most characters of one replacement that are shown.
const MAX_SHOWN: usize = 160;

/// Two versions of one line in words, at least half of them the same.
pub(super) struct Compared<'t> {
    /// The line.
    pub pair: Pair<'t>,
    old: Vec<&'t str>,
    new: Vec<&'t str>,
    blocks: Vec<Block>,
}

/// Finds what was changed and not exchanged: of the words of the shorter version at least half
/// stand in both. The work is bounded by the number of words, and done as far as it is asked for.
pub(super) fn same_lines<'t>(lines: &Lines<'t>) -> impl Iterator<Item = Compared<'t>> {
    let (mut left, mut work) = (MAX_WORDS, Work::default());
    let mut by_sentence = Work::default();
    let pairs = lines.pairs().take(MAX_PAIRS).flat_map(move |pair| pair.sentences(&mut by_sentence));
    pairs.take(MAX_PAIRS).filter_map(move |pair| {
        let (old, new) = (words_within(pair.old, left)?, words_within(pair.new, left)?);
        left = left.saturating_sub(old.len() + new.len());
        let blocks = changed(&old, &new, &mut work)?;
        Some(Compared { pair, old, new, blocks })
    })
}

/// The words that were replaced in what is still the same line, or the same few; bounded.
#[derive(Default)]
pub(super) struct Listed {
    pub list: Vec<WordChange>,
}

impl Listed {
    pub fn is_full(&self) -> bool {
        self.list.len() >= MAX_LISTED
    }

    pub fn add(&mut self, line: &Compared<'_>) {
        let Compared { pair, old: a, new: b, blocks } = line;
        for block in blocks.iter().take(MAX_LISTED - self.list.len()) {
            let from = block.new.start.saturating_sub(AROUND * 2);
            let to = (block.new.end + AROUND * 2).min(b.len());
            let newlines =
                |words: &[&str]| words.iter().map(|word| word.matches('\n').count() as u64).sum::<u64>();
            self.list.push(WordChange {
                line: pair.line + newlines(&b[..block.new.start]),
                lead: flat(&b[from..block.new.start]),
                before: flat(&a[block.old.clone()]),
                after: flat(&b[block.new.clone()]),
                trail: flat(&b[block.new.end..to]),
            });
        }
    }
}

/// Finds the words that differ, those with nothing but a blank between them together; `None`
/// where less than half of the words of the shorter version are left.
pub(super) fn changed(old: &[&str], new: &[&str], work: &mut Work) -> Option<Vec<Block>> {
    let is_word = |word: &&&str| word.starts_with(char::is_alphanumeric);
    let count = |words: &[&str]| words.iter().filter(is_word).count();
    let mut found: Vec<Block> = Vec::new();
    for block in blocks(old, new, work) {
        let blank = |words: &[&str]| words.iter().all(|word| word.chars().all(char::is_whitespace));
        match found.last_mut() {
            Some(last) if blank(&old[last.old.end..block.old.start]) => {
                (last.old.end, last.new.end) = (block.old.end, block.new.end);
            }
            _ => found.push(block),
        }
    }
    let gone: usize = found.iter().map(|block| count(&old[block.old.clone()])).sum();
    let kept = count(old) - gone;
    (kept > 0 && kept * 2 >= count(old).min(count(new))).then_some(found)
}

/// Splits into words, runs of white space, and single marks; joined again they are the text.
pub(super) fn words(text: &str) -> Vec<&str> {
    words_within(text, usize::MAX).unwrap_or_default()
}

/// Splits into words as [`words`] does; `None` for more of them than `most`.
fn words_within(text: &str, most: usize) -> Option<Vec<&str>> {
    let sort = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '\'' | '’' => 0,
        ' ' | '\n' => 1,
        '\0'..='\x7f' => 1 + u8::from(!c.is_ascii_whitespace()),
        _ if c.is_alphanumeric() => 0,
        _ if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut all = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let here = sort(c);
        if last.is_some_and(|last| last != here || here == 2) {
            if all.len() == most {
                return None;
            }
            all.push(&text[start..at]);
            start = at;
        }
        last = Some(here);
    }
    if start < text.len() {
        all.push(&text[start..]);
    }
    (all.len() <= most).then_some(all)
}

/// Writes words in one line, white space as one space, cut where they are too many.
fn flat(words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        if out.len() > MAX_SHOWN {
            out.push('…');
            break;
        }
        let blank = word.chars().all(char::is_whitespace);
        out.push_str(if blank { " " } else { word.get(..MAX_SHOWN).unwrap_or(word) });
    }
    out.trim().to_owned()
}
