//! The one diagnostic: what is wrong in a user's file, where, why it matters, what to do next.
//!
//! Stages return diagnostics as values and never print; [`crate::render`] shows them.

use crate::names::{Level, Name};
use crate::source::{Location, Span};

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub at: Location,
    /// What this place has to do with the finding; may be empty on the primary label.
    pub text: String,
}

/// A replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub at: Location,
    /// The new text.
    pub text: String,
}

/// One finding in a user's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The row of [`crate::names`]: name, level, page.
    pub name: &'static Name,
    /// One line, lower case, names the user's words in backticks.
    pub message: String,
    /// The one place that is wrong.
    pub primary: Label,
    /// The places that asked for it, for example the rule or the first definition.
    pub secondary: Vec<Label>,
    /// The next step, with the corrected text where there is one.
    pub help: Option<String>,
    /// Edits that carry the help out.
    pub fix: Vec<Edit>,
}

impl Diagnostic {
    /// Makes a finding at a place.
    pub fn new(name: &'static Name, at: Location, message: impl Into<String>) -> Diagnostic {
        let primary = Label { at, text: String::new() };
        Diagnostic {
            name,
            message: message.into(),
            primary,
            secondary: Vec::new(),
            help: None,
            fix: Vec::new(),
        }
    }

    /// Sets the words under the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Adds a place that asked for it.
    #[must_use]
    pub fn because(mut self, at: Location, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { at, text: text.into() });
        self
    }

    /// Sets the next step.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Adds an edit that carries the help out.
    #[must_use]
    pub fn edit(mut self, at: Location, text: impl Into<String>) -> Diagnostic {
        self.fix.push(Edit { at, text: text.into() });
        self
    }

    /// Tells whether the policy cannot be used.
    pub fn is_error(&self) -> bool {
        self.name.level == Level::Deny
    }

    /// Returns the key that findings are sorted and deduplicated by.
    pub fn key(&self) -> (Location, &'static str, Span) {
        (self.primary.at, self.name.name, self.primary.at.span)
    }
}

/// Returns the candidate nearest to a misspelt word, if it is near enough to be meant.
///
/// Near enough is at most one edit for words of up to four characters, two for longer ones,
/// counting a swap of neighbours as one.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = if word.chars().count() <= 4 { 1 } else { 2 };
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        // Letters that are too many or too few are edits; one has at most four bytes.
        let most = if word.is_ascii() && candidate.is_ascii() { limit } else { 4 * limit };
        if candidate.len().abs_diff(word.len()) > most {
            continue;
        }
        // Capitals are no other letters.
        let distance = match lower == word {
            true => edit_distance(word, candidate),
            false => edit_distance(word, candidate).min(1 + edit_distance(&lower, candidate)),
        };
        if distance <= limit && best.is_none_or(|(d, c)| (distance, candidate) < (d, c)) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The letters of a word that are compared.
const COMPARED: usize = 64;

fn edit_distance(a: &str, b: &str) -> usize {
    let letters = |word: &str| {
        let mut letters = ['\0'; COMPARED];
        let count = letters.iter_mut().zip(word.chars()).map(|(place, c)| *place = c).count();
        (letters, count)
    };
    let ((a, m), (b, n)) = (letters(a), letters(b));
    // Only the last three rows of the table are needed.
    let mut rows = [[0; COMPARED + 1]; 3];
    for i in 0..=m {
        for j in 0..=n {
            rows[i % 3][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = rows[(i + 2) % 3][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { rows[(i + 1) % 3][j - 2] + 1 } else { usize::MAX };
                change.min(rows[(i + 2) % 3][j] + 1).min(rows[i % 3][j - 1] + 1).min(swap)
            };
        }
    }
    rows[m % 3][n]
}
