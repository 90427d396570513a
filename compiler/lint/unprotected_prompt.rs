//! A prompt of which nothing is protected can be rewritten as mere wording.

use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// A prompt has no phrase it must say and no protected part.
pub static LINT: Lint =
    lint!("unprotected-prompt", Note, Prompts, "Nothing in a prompt is protected.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (_, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Prompt) {
        if artifact.must.is_empty() && artifact.protect.is_empty() {
            let text = format!("every word of `{}` may change as mere wording", artifact.id.name);
            out.push(LINT.at(artifact.id.at, text).label("nothing is protected").help(
                "name what must stay, `protect section \"…\"`, and what must be said, `must say \"…\"`",
            ));
        }
    }
}
