//! A recording that nobody announces is unlawful in many places.

use crate::kind::Kind;

use super::{Context, Findings, Lint, claims, tellings};

/// A system can record, and no prompt has to say so.
pub static LINT: Lint = lint!(
    "recording-unannounced",
    Note,
    Disclosure,
    "Recording is governed, and no prompt has to announce it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let records = |a: &&crate::model::Artifact| a.kind == Kind::Switch && a.id.name.contains("record");
        let Some(switch) = system.artifacts.iter().find(records) else { continue };
        let mut prompts = system.artifacts.iter().filter(|a| a.kind == Kind::Prompt).peekable();
        if prompts.peek().is_none()
            || prompts.any(|prompt| tellings::tells(prompt, "recording", claims::announces_recording))
        {
            continue;
        }
        let text = format!("calls of `{}` can be recorded, and no prompt has to say so", system.id.name);
        out.push(LINT.at(switch.id.at, text).label("governs the recording").help(
            "add `must say \"recorded\"`, or the words that your callers hear, to the prompt that greets",
        ));
    }
}
