//! What a change of text touches: sections, protected parts, words, and what may be overlooked.
//!
//! Everything here is bounded by numbers of lines and words and never by a clock, so that every
//! machine shows the same.

mod blocks;
mod encoded;
mod findings;
mod inline;
mod lines;
mod outline;
mod words;

use crate::policy::{Protected, wordings};

use super::TextChange;
pub use inline::{Piece, inline};
use lines::Lines;
use outline::Outline;
pub(super) use outline::{holds, touches};

/// Compares two normalised texts; `protected` are the parts that the policy names.
pub fn compare(before: &str, after: &str, protected: &[Protected]) -> TextChange {
    let lines = Lines::of(before, after);
    let outline = Outline::of(before, after, protected);
    let (mut words, mut weaker) = (words::Listed::default(), findings::Weaker::new(&outline, wordings()));
    for line in words::same_lines(&lines) {
        words.add(&line);
        weaker.add(&line.pair);
        if words.is_full() && weaker.is_full() {
            break;
        }
    }
    TextChange {
        sections: outline.touched(),
        diff: lines.shown(),
        words: words.list,
        findings: findings::list(before, after, &lines, weaker),
    }
}
