//! What was to be filled in later is in force now.

use crate::source::{Location, Span};

use super::{Context, Findings, Lint};

/// A text says that it is not finished.
pub static LINT: Lint = lint!("unfinished-text", Warn, Style, "A text says that it is not finished.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for tree in &context.trees {
        let text = &context.sources.get(tree.file()).text;
        for (start, word) in words(text).filter(|(_, word)| MARKS.contains(word)) {
            let span = Span::new(start, start + word.len());
            let at = Location { file: tree.file(), span };
            out.push(
                LINT.at(at, format!("`{word}` marks something that is not finished"))
                    .help("write what was meant, or remove it: from here on people sign for this text"),
            );
        }
    }
}

/// Words that people leave where something is to come.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), "TBD", "TBC"];

/// Lists the words of a text with the bytes at which they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.split(move |c| !inside(c)).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
