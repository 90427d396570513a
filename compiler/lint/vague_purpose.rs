//! A purpose of two words covers everything that somebody will want later.

use super::{Context, Findings, Lint};

/// A purpose or scope says too little to be held to.
pub static LINT: Lint =
    lint!("vague-purpose", Note, Scope, "A purpose or scope says too little to be held to.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let purposes =
        context.model.systems.iter().map(|system| (system.id.at, "purpose", system.purpose.as_str()));
    let scope = context.model.organization.iter().map(|o| (o.id.at, "scope", o.scope.as_str()));
    for (item, word, said) in purposes.chain(scope) {
        if said.split_whitespace().count() >= WORDS {
            continue;
        }
        let Some(clause) = context.clause(item, word) else { continue };
        let text = format!("\"{said}\" is too short for a {word}");
        out.push(LINT.at(clause.head_at(), text).help(
            "say what it does, for whom and over which channel: whether a change stays within it is judged by this line",
        ));
    }
}

/// With fewer words than this nothing is left out.
const WORDS: usize = 3;
