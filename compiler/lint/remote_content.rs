//! What a prompt fetches at run time changes without a commit.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint, prompts};

/// A governed prompt points the agent to an address.
pub static LINT: Lint =
    lint!("remote-content", Note, Prompts, "A prompt points to content outside of the repository.", check)
        .needs_repository();

const ADDRESS: &[&str] = &[r"https?://[^\s)\]>]+"];

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut told = BTreeSet::new();
    prompts::find(context, ADDRESS, |prompt, at, words| {
        if !told.insert((prompt.artifact.id.at, words.to_owned())) {
            return;
        }
        let text = format!("`{}` points to {words}", prompt.artifact.id.name);
        let finding = LINT.at(at, text).because(prompt.artifact.id.at, "governed here");
        out.push(finding.help(
            "if the agent reads what is there, keep a copy here and govern that: the page can change unseen",
        ));
    });
}
