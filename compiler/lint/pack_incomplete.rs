//! A documentation pack is asked for as a whole.

use std::collections::BTreeSet;

use crate::kind::Kind;
use crate::model::System;

use super::{Context, Findings, Lint, registers};

/// What a pack about an agent that speaks with people has in it.
const PACK: &[&str] = &["disclosure_script", "user_information", "runbook"];

/// Documents are listed, and a sort that every pack has is missing for a system.
pub static LINT: Lint =
    lint!("pack-incomplete", Note, Conduct, "The documentation of a system lacks a document.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let documents = &context.model.governance.documents;
    let Some(first) = documents.first() else { return };
    let by_system = registers::documents(context.model);
    let kinds = |system: Option<&str>| -> BTreeSet<&str> {
        by_system.get(&system).into_iter().flatten().map(|document| document.kind).collect()
    };
    let of_all = kinds(None);
    let speaks = |system: &&System| registers::has(system, Kind::Prompt);
    for system in context.model.systems.iter().filter(speaks) {
        let own = kinds(Some(&system.id.name));
        let missing: Vec<&str> =
            PACK.iter().copied().filter(|kind| !of_all.contains(kind) && !own.contains(kind)).collect();
        if missing.is_empty() {
            continue;
        }
        let text = format!("the documents of `{}` lack {}", system.id.name, registers::names(&missing));
        let finding = LINT.at(system.id.at, text).because(first.id.at, "documents are listed");
        out.push(finding.help("add a `document` of each `kind`, with the file that it is in"));
    }
}
