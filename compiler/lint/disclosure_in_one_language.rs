//! A disclosure that only some callers hear leaves out those who need it most.

use crate::kind::Kind;
use crate::model::Artifact;

use super::{Context, Findings, Lint, claims, tellings};

/// Some prompts of a system must disclose, and one need not.
pub static LINT: Lint = lint!(
    "disclosure-in-one-language",
    Warn,
    Disclosure,
    "One prompt has to disclose, and its sibling has not.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let prompts: Vec<_> = system.artifacts.iter().filter(|a| a.kind == Kind::Prompt).collect();
        let Some(told) = prompts.iter().find(|prompt| tellings::tells(prompt, "ai", claims::discloses))
        else {
            continue;
        };
        for prompt in prompts.iter().filter(|prompt| silent(prompt)) {
            let text = format!(
                "`{}` must say that it is automated, and `{}` need not",
                told.id.name, prompt.id.name
            );
            let finding = LINT.at(prompt.id.at, text).label("no `must say`");
            out.push(
                finding
                    .because(told.id.at, "must say it")
                    .help("add a `must say` with the words in the language of this prompt"),
            );
        }
    }
}

/// Tells whether a prompt has to say nothing at all.
fn silent(prompt: &Artifact) -> bool {
    prompt.discloses.is_empty() && prompt.must.iter().all(|must| must.not)
}
