//! Callers should hear that they speak with a machine, and a policy can make sure of it.

use crate::kind::Kind;

use super::{Context, Findings, Fix, Lint, claims, edit, tellings};

/// No prompt of a system has to say that it is automated.
pub static LINT: Lint =
    lint!("undisclosed-agent", Note, Disclosure, "No prompt has to say that the agent is automated.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let mut prompts = system.artifacts.iter().filter(|a| a.kind == Kind::Prompt).peekable();
        let Some(first) = prompts.peek().copied() else { continue };
        if prompts.any(|prompt| tellings::tells(prompt, "ai", claims::discloses)) {
            continue;
        }
        let text = format!("no prompt of `{}` has to say that it is automated", system.id.name);
        let mut finding = LINT.at(first.id.at, text).label("nothing about it in `must say`");
        let clause = context.artifact_item(system, first);
        let line = r#"must say "automated assistant""#;
        finding.fix.extend(clause.map(|clause| edit::add(context.sources, clause, line)));
        out.push(finding.help("add `must say \"automated assistant\"`, or the words that your callers hear"));
    }
}
