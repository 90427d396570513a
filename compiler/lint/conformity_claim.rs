//! No record, policy or certificate gives conformity with a law, and to say so misleads those who rely on it.

use crate::policy::Paths;
use crate::source::{Location, Span};

use super::{Context, Findings, Lint, claims, conformity, prompts};

/// A text of the policy, or one that it names, claims conformity with the EU AI Act or another law.
pub static LINT: Lint = lint!(
    "conformity-claim",
    Deny,
    Disclosure,
    "A policy, or a text that it names, claims conformity with a law.",
    check
)
.never_waived();

fn check(context: &Context<'_>, out: &mut Findings) {
    // Most files mention no law anywhere, which one look at each tells.
    for tree in context.trees.iter().filter(|tree| tree.any_text(conformity::mentions_law)) {
        claims::texts(tree, &mut |at, text| {
            if let Some(words) = conformity::claims(text).into_iter().next() {
                find(at, &text[words], out);
            }
        });
    }
    for prompt in prompts::all(context) {
        for words in conformity::claims(prompt.text) {
            find(prompt.part(words.start, words.len()), &prompt.text[words], out);
        }
    }
    let Some(around) = &context.surroundings else { return };
    let governed = Paths::governed(&context.policy.kernel);
    for file in around.files.iter().filter(|(path, _)| !governed.matches(path.as_bytes())).map(|(_, id)| *id)
    {
        let text = &context.sources.get(file).text;
        for words in conformity::claims(text) {
            find(Location { file, span: Span::new(words.start, words.end) }, &text[words], out);
        }
    }
}

fn find(at: Location, words: &str, out: &mut Findings) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let message = format!("\"{words}\" claims what no policy can give");
    out.push(LINT.at(at, message).label("a claim of legal conformity").help(
        "say what is done instead: who approves, what is tested, how long data is kept; whether that is enough \
         is for a court or an authority to say",
    ));
}
