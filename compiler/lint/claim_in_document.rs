//! A document that is handed out says what people rely on, and no document gives conformity with a law.

use crate::kind::Kind;
use crate::source::{Location, Span};

use super::{Context, Findings, Lint, conformity, conformity_claim, documents, prompts};

/// A document that the policy names or governs claims conformity with a law. A person can answer a finding
/// that is none: a document speaks of many things, and words are matched and not understood.
pub static LINT: Lint = lint!(
    "claim-in-document",
    Deny,
    Disclosure,
    "A document that a policy names claims conformity with a law.",
    check
)
.needs_repository()
.woken_by(|change| {
    matches!(change.kind, Kind::Other | Kind::Knowledge) && documents::is_text(change.path.as_bytes())
});

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(around) = &context.surroundings else { return };
    let prompts: Vec<_> = prompts::all(context).iter().map(prompts::Prompt::file).collect();
    let texts = around.files.iter().filter(|(path, _)| documents::is_text(path.as_bytes()));
    for (path, file) in texts.filter(|(_, file)| !prompts.contains(file)) {
        let text = &context.sources.get(*file).text;
        for words in conformity::claims(text) {
            let at = Location { file: *file, span: Span::new(words.start, words.end) };
            let finding = conformity_claim::found(&LINT, at, &text[words]);
            let finding = match documents::named_at(context, path) {
                Some(named) => finding.because(named, "named here"),
                None => finding,
            };
            out.push(finding.help(format!(
                "{}; where these words claim nothing, say so: `allow \"claim-in-document\" because \"…\" until DATE` in the item that \
                 names the document",
                conformity_claim::INSTEAD
            )));
        }
    }
}
