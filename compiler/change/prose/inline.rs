//! Two versions of one line in one: what went in `[-…-]`, what came in `{+…+}`.

use super::blocks::Work;
use super::words::{changed, words};

/// A piece of such a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What stands in both.
    Same(String),
    /// What went.
    Gone(String),
    /// What came.
    Come(String),
}

/// Unchanged words that are shown before and after a change in a long line.
const AROUND: usize = 16;
/// Lines up to this many characters are shown whole.
const SHORT: usize = 120;

/// Joins two versions of a line, of which at least half of the words are the same; else `None`.
pub fn inline(before: &str, after: &str) -> Option<Vec<Piece>> {
    let (old, new) = (words(before), words(after));
    let found = changed(&old, &new, &mut Work::default()).filter(|found| !found.is_empty())?;
    let long = before.chars().count().max(after.chars().count()) > SHORT;
    let mut pieces = Vec::new();
    let mut at = 0;
    for (n, block) in found.iter().enumerate() {
        let same = &new[at..block.new.start];
        pieces.extend(between(same, n > 0, true, long));
        let (went, came) = (old[block.old.clone()].concat(), new[block.new.clone()].concat());
        if !went.is_empty() {
            pieces.push(Piece::Gone(went));
        }
        if !came.is_empty() {
            pieces.push(Piece::Come(came));
        }
        at = block.new.end;
    }
    pieces.extend(between(&new[at..], true, false, long));
    Some(pieces)
}

/// What stands between two changes; of many words, those next to a change.
fn between(words: &[&str], after_change: bool, before_change: bool, long: bool) -> Option<Piece> {
    let ends = usize::from(after_change) + usize::from(before_change);
    if words.is_empty() {
        return None;
    }
    if !long || words.len() <= AROUND * ends + 4 {
        return Some(Piece::Same(words.concat()));
    }
    let front = if after_change { words[..AROUND].concat() } else { String::new() };
    let back = if before_change { words[words.len() - AROUND..].concat() } else { String::new() };
    Some(Piece::Same(format!("{}…{}", front.trim_end(), back.trim_start())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let piece = |piece| match piece {
            Piece::Same(text) => text,
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::Come(text) => format!("{{+{text}+}}"),
        };
        inline(before, after).map(|all| all.into_iter().map(piece).collect()).unwrap_or_default()
    }

    #[test]
    fn words_are_shown_where_they_change() {
        assert_eq!(
            shown("You must call the desk.", "You should call the desk."),
            "You [-must-]{+should+} call the desk."
        );
        assert_eq!(shown("a b c d", "a b c d e"), "a b c d{+ e+}");
        assert_eq!(shown("one two", "three four"), "");
        let long =
            |word: &str| format!("{} {word} {}", "a b c d ".repeat(40).trim(), "e f g h ".repeat(40).trim());
        assert_eq!(shown(&long("must"), &long("may")), "…a b c d a b c d [-must-]{+may+} e f g h e f g h…");
    }
}
