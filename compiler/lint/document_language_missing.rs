//! Who is spoken to in a language reads in it too.

use std::collections::BTreeSet;

use crate::model::governance::Document;

use super::{Context, Findings, Lint, registers, tellings};

/// Documents that callers read, or that say what they hear.
const FOR_CALLERS: &[&str] = &["disclosure_script", "user_information", "privacy_notice", "consent_form"];

/// A document for callers is not in a language in which an agent speaks to them.
pub static LINT: Lint = lint!(
    "document-language-missing",
    Note,
    Disclosure,
    "A document for callers is not in a language that the agent speaks.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let documents = model.governance.documents.iter();
    let for_callers = documents.filter(|one| FOR_CALLERS.contains(&one.kind) && !one.languages.is_empty());
    for document in for_callers {
        let covers = |system: &&crate::model::System| covers(document, &system.id.name);
        let prompts = model.systems.iter().filter(covers).flat_map(tellings::prompts);
        let spoken: BTreeSet<&str> =
            prompts.map(|prompt| prompt.language.as_str()).filter(|language| !language.is_empty()).collect();
        // A translation is often a document of its own.
        let same = model.governance.documents.iter().filter(|one| one.kind == document.kind);
        let written: BTreeSet<&str> = same.flat_map(|one| &one.languages).map(String::as_str).collect();
        let missing: Vec<&str> = spoken.difference(&written).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let clause = context.clause(document.id.at, "language");
        let at = clause.map_or(document.id.at, |clause| clause.head_at());
        let text = format!(
            "`{}` is not in {}, which callers are spoken to in",
            document.id.name,
            registers::names(&missing)
        );
        out.push(
            LINT.at(at, text)
                .help("have it translated and add the language, or a `document` with the translation"),
        );
    }
}

fn covers(document: &Document, system: &str) -> bool {
    document.covers.is_empty() || document.covers.iter().any(|id| id.name == system)
}
