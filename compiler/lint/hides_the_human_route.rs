//! A caller who asks for a person and is held back has no remedy.

use super::{Context, Findings, Lint, prompts};

/// A prompt tells the agent to keep callers from a person.
pub static LINT: Lint =
    lint!("hides-the-human-route", Warn, Prompts, "A prompt keeps callers from a person.", check)
        .needs_repository();

/// Orders to hold back or hide the way to a person. English only.
const ORDERS: &[&str] = &[
    r"(?i)\b(never|do not|don't|avoid|refuse to|must not)\b[^.\n]{0,30}\b(transfer|escalate|hand (over|off)|offer|mention|connect|forward|put)\b[^.\n]{0,40}\b(human|person|people|agent|colleague|representative|operator|supervisor|staff)\b",
    r"(?i)\b(discourage|dissuade|talk)\b[^.\n]{0,30}\b(caller|user|customer|them|people)\b[^.\n]{0,30}\b(human|person|agent|representative|transfer)\b",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    prompts::find(context, ORDERS, |prompt, at, words| {
        let text = format!("`{}` keeps callers from a person", prompt.artifact.id.name);
        let finding = LINT.at(at, text).label(format!("\"{words}\""));
        out.push(finding.because(prompt.artifact.id.at, "governed here").help(
            "say when the agent hands over, and protect that section: a decision about a person needs a human route",
        ));
    });
}
