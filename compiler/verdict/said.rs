//! Whether words stand in a text, as far as that can be told.

use crate::facts::is_invisible;

use super::comments::blanked;

/// How deep conditions may nest; deeper ones cannot be told.
pub(super) const MAX_DEPTH: usize = 32;

/// An answer that may be missing. `not` keeps unknown, so that neither a condition nor its
/// opposite holds of what cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    /// False.
    No,
    /// Cannot be told.
    Unknown,
    /// True.
    Yes,
}

impl Truth {
    pub(super) fn of(yes: bool) -> Truth {
        if yes { Truth::Yes } else { Truth::No }
    }

    pub(super) fn not(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

/// Looks for whole words, case and white space folded. A phrase that stands there only in a comment,
/// or when invisible characters are left out, is neither said nor not said.
pub(super) fn says(text: &str, phrase: &str) -> Truth {
    let phrase = fold(phrase, false);
    if phrase.is_empty() {
        return Truth::Unknown;
    }
    let shown = blanked(text);
    if holds_words(&fold(&shown, false), &phrase) {
        Truth::Yes
    } else if [text, &shown].iter().any(|text| holds_words(&fold(text, true), &phrase)) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

fn fold(text: &str, drop_invisible: bool) -> String {
    let seen = text.chars().filter(|c| !(drop_invisible && is_invisible(*c) && !c.is_whitespace()));
    let lower: String = seen.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds_words(text: &str, phrase: &str) -> bool {
    let glued = |edge: Option<char>, beside: Option<char>| {
        edge.is_some_and(joins_words) && beside.is_some_and(joins_words)
    };
    text.match_indices(phrase).any(|(at, found)| {
        let (before, after) = (text.get(..at), text.get(at + found.len()..));
        let before = before.and_then(|t| t.chars().next_back());
        let after = after.and_then(|t| t.chars().next());
        !glued(found.chars().next(), before) && !glued(found.chars().next_back(), after)
    })
}

/// Tells whether a character belongs to the word beside it. Scripts without spaces between words
/// have no such characters here, so that a phrase is found inside running text.
fn joins_words(c: char) -> bool {
    let unspaced = matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
        | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
    (c.is_alphanumeric() || c == '_') && !unspaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_with_case_and_space_folded() {
        let cases = [
            ("I am an Automated\n  Assistant.", "automated assistant", Truth::Yes),
            ("semi-automated assistants", "automated assistant", Truth::No),
            ("an automatedassistant", "automated assistant", Truth::No),
            ("automated\u{a0}assistant", "automated assistant", Truth::Yes),
            ("STRASSE", "strasse", Truth::Yes),
            ("superhuman", "human", Truth::No),
            ("human_like", "human", Truth::No),
            ("(human)", "human", Truth::Yes),
            ("inhuman, but human", "human", Truth::Yes),
            ("我是自动助手。", "自动助手", Truth::Yes),
            ("I am hu\u{200b}man", "human", Truth::Unknown),
            ("I am hu\u{ad}man", "human", Truth::Unknown),
            ("<!-- a human -->", "human", Truth::Unknown),
            ("<!-- a robot --> a human", "human", Truth::Yes),
            ("anything", " ", Truth::Unknown),
            ("", "human", Truth::No),
        ];
        for (text, phrase, expected) in cases {
            assert_eq!(says(text, phrase), expected, "{phrase:?} in {text:?}");
        }
    }
}
