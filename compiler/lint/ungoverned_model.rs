//! The same prompt under another model is another agent.

use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// A system governs its prompt and not its model.
pub static LINT: Lint =
    lint!("ungoverned-model", Note, Scope, "A system governs its prompt and not its model.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let has = |kind: Kind| system.artifacts.iter().find(|artifact| artifact.kind == kind);
        let Some(prompt) = has(Kind::Prompt).filter(|_| has(Kind::Model).is_none()) else { continue };
        let text = format!("`{}` governs its prompt and no model", system.id.name);
        let finding = LINT.at(system.id.at, text).because(prompt.id.at, "the prompt");
        out.push(finding.help(
            "add `model NAME at \"…\"` with the place of its id: under another model, the same prompt is another agent",
        ));
    }
}
