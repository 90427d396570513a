//! What was to be filled in later is in force now.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::{Location, Span};

use super::{Context, Findings, Lint};

/// A text says that it is not finished.
pub static LINT: Lint = lint!("unfinished-text", Warn, Style, "A text says that it is not finished.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for tree in &context.trees {
        let text = &context.sources.get(tree.file()).text;
        for (start, word) in marks(text) {
            let at = Location { file: tree.file(), span: Span::new(start, start + word.len()) };
            out.push(
                LINT.at(at, format!("`{word}` marks something that is not finished"))
                    .help("write what was meant, or remove it: from here on people sign for this text"),
            );
        }
    }
}

/// Words that people leave where something is to come.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), "TBD", "TBC"];

/// Lists the marks that stand in a text as whole words, with the bytes at which they start.
fn marks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&MARKS.join("|")).ok());
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let found = ANY.as_ref().into_iter().flat_map(|any| any.find_iter(text));
    let whole = found.filter(move |mark| {
        !text[..mark.start()].ends_with(inside) && !text[mark.end()..].starts_with(inside)
    });
    whole.map(|mark| (mark.start(), mark.as_str()))
}
