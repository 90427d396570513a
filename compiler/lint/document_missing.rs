//! A document that is not in the repository is evidence for nobody.

use super::{Context, Findings, Lint};

/// No tracked file matches the location of a document.
pub static LINT: Lint =
    lint!("document-missing", Warn, Evidence, "A document is not in the repository.", check)
        .needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    for evidence in context.model.evidence.iter().filter(|e| e.reader == "document") {
        if context.is_tracked(&evidence.glob.text) {
            continue;
        }
        let text = format!("no tracked file matches `{}`", evidence.glob.text);
        let finding = LINT.at(evidence.glob.at, text).because(evidence.id.at, "the evidence");
        out.push(finding.help("commit the document, or mend the path: every rule that asks for it blocks"));
    }
}
