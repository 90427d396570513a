//! A document that is not in the repository is evidence for nobody.

use super::documents::SAYS_NOTHING;
use super::{Context, Document, Findings, Lint};

/// No tracked file matches the location of a document, or an empty one.
pub static LINT: Lint =
    lint!("document-missing", Warn, Evidence, "A document is not in the repository, or is empty.", check)
        .needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    for evidence in context.model.evidence.iter().filter(|e| e.reader == "document") {
        let Some(around) = &context.surroundings else { return };
        let named = &evidence.glob.text;
        let (text, help) = match around.document(named) {
            Document::There => continue,
            Document::Empty => (format!("what matches `{named}` says nothing"), SAYS_NOTHING),
            Document::Missing => (
                format!("no tracked file matches `{named}`"),
                "commit the document, or mend the path: every rule that asks for it blocks",
            ),
        };
        let finding = LINT.at(evidence.glob.at, text).because(evidence.id.at, "the evidence");
        out.push(finding.help(help));
    }
}
