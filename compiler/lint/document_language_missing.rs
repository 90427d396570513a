//! Who is spoken to in a language reads in it too.

use std::collections::{BTreeMap, BTreeSet};

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
    let documents = &context.model.governance.documents;
    // A translation is often a document of its own.
    let mut written: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for document in documents {
        written.entry(document.kind).or_default().extend(document.languages.iter().map(String::as_str));
    }
    let mut spoken: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for system in &context.model.systems {
        let languages = tellings::prompts(system).map(|prompt| prompt.language.as_str());
        spoken.entry(&system.id.name).or_default().extend(languages.filter(|language| !language.is_empty()));
    }
    let anywhere: BTreeSet<&str> = spoken.values().flatten().copied().collect();
    for document in
        documents.iter().filter(|one| FOR_CALLERS.contains(&one.kind) && !one.languages.is_empty())
    {
        let covered = document.covers.iter().filter_map(|id| spoken.get(id.name.as_str())).flatten();
        let spoken = if document.covers.is_empty() { anywhere.clone() } else { covered.copied().collect() };
        let missing: Vec<&str> = spoken.difference(&written[document.kind]).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let clause = context.clause(document.id.at, "language");
        let at = clause.map_or(document.id.at, |clause| clause.head_at());
        let missing = registers::names(&missing);
        let text = format!("`{}` is not in {missing}, which callers are spoken to in", document.id.name);
        out.push(
            LINT.at(at, text)
                .help("have it translated and add the language, or a `document` with the translation"),
        );
    }
}
