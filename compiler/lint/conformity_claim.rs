//! No record, policy or certificate gives conformity with a law, and to say so misleads those who rely on it.

use crate::kind::Kind;
use crate::source::Location;

use super::{Context, Findings, Lint, claims, conformity, prompts};

/// A text of the policy, or a governed prompt, claims conformity with the EU AI Act or another law.
pub static LINT: Lint = lint!(
    "conformity-claim",
    Deny,
    Disclosure,
    "A policy, or a prompt that it governs, claims conformity with a law.",
    check
)
.woken_by(|change| change.kind == Kind::Prompt)
.never_waived();

/// What to write instead, for this lint and the one about documents.
pub const INSTEAD: &str = "say what is done instead: who approves, what is tested, how long data is kept; whether that is enough \
                           is for a court or an authority to say";

fn check(context: &Context<'_>, out: &mut Findings) {
    // Most files mention no law anywhere, which one look at each tells.
    for tree in context.trees.iter().filter(|tree| tree.any_text(conformity::mentions_law)) {
        claims::texts(tree, &mut |at, text| {
            if let Some(words) = conformity::claims(text).into_iter().next() {
                out.push(found(&LINT, at, &text[words]).help(INSTEAD));
            }
        });
    }
    for prompt in prompts::all(context) {
        for words in conformity::claims(prompt.text) {
            let at = prompt.part(words.start, words.len());
            out.push(found(&LINT, at, &prompt.text[words]).help(INSTEAD));
        }
    }
}

/// Makes a finding of some words.
pub fn found(lint: &'static Lint, at: Location, words: &str) -> crate::diagnostic::Diagnostic {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let message = format!("\"{words}\" claims what no policy can give");
    lint.at(at, message).label("a claim of legal conformity")
}
