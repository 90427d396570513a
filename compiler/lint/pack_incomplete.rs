//! A documentation pack is asked for as a whole.

use crate::kind::Kind;

use super::{Context, Findings, Lint, registers};

/// What a pack about an agent that speaks with people has in it.
const PACK: &[&str] = &["disclosure_script", "user_information", "runbook"];

/// Documents are listed, and a sort that every pack has is missing for a system.
pub static LINT: Lint =
    lint!("pack-incomplete", Note, Conduct, "The documentation of a system lacks a document.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let documents = &context.model.governance.documents;
    let Some(first) = documents.first() else { return };
    let speaks = |system: &&crate::model::System| registers::has(system, Kind::Prompt);
    for system in context.model.systems.iter().filter(speaks) {
        let covers = |document: &&crate::model::governance::Document| {
            document.covers.is_empty() || document.covers.iter().any(|id| id.name == system.id.name)
        };
        let kinds: Vec<&str> = documents.iter().filter(covers).map(|document| document.kind).collect();
        let missing: Vec<&str> = PACK.iter().copied().filter(|kind| !kinds.contains(kind)).collect();
        if missing.is_empty() {
            continue;
        }
        let text = format!("the documents of `{}` lack {}", system.id.name, registers::names(&missing));
        let finding = LINT.at(system.id.at, text).because(first.id.at, "documents are listed");
        out.push(finding.help("add a `document` of each `kind`, with the file that it is in"));
    }
}
