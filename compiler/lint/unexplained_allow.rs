//! The reason is what the next reader, or an auditor, has to go by.

use super::{Context, Findings, Lint};

/// An `allow` gives no reason that somebody else could judge.
pub static LINT: Lint = lint!(
    "unexplained-allow",
    Warn,
    Suppressions,
    "An `allow` gives no reason that somebody else could judge.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for allow in context.model.allows.iter().filter(|allow| allow.because.split_whitespace().count() < WORDS)
    {
        let text = format!("\"{}\" does not say why this is acceptable", allow.because);
        let finding = LINT.at(allow.lint.at, text);
        out.push(
            finding
                .help("say what makes it acceptable and what will end it: the next reader has nothing else"),
        );
    }
}

/// With fewer words than this nothing is explained.
const WORDS: usize = 3;
