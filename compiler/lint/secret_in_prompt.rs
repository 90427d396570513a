//! A key in a prompt is in the history, in the provider's logs, and one question away from any caller.

use crate::kind::Kind;

use super::{Context, Findings, Lint, prompts};

/// A governed prompt holds what looks like a key.
pub static LINT: Lint = lint!("secret-in-prompt", Deny, Prompts, "A prompt holds a secret.", check)
    .needs_repository()
    .woken_by(|change| change.kind == Kind::Prompt);

/// Well-known shapes of credentials.
const SHAPES: &[&str] = &[
    r"\bsk-[A-Za-z0-9_-]{20,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bglpat-[A-Za-z0-9_-]{20,}",
    r"\bxox[abpors]-[A-Za-z0-9-]{10,}",
    r"\bAIza[0-9A-Za-z_-]{35}\b",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    prompts::find(context, SHAPES, |prompt, at, _| {
        let text = format!("`{}` holds what looks like a key", prompt.artifact.id.name);
        let finding = LINT.at(at, text).because(prompt.artifact.id.at, "governed here");
        out.push(finding.help(
            "revoke the key first, then take it out: it stays in the history, and a caller can ask the agent for it",
        ));
    });
}
