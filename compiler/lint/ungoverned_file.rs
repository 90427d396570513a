//! An agent file that no system names changes without a trace.

use crate::policy::Paths;

use super::{Context, Findings, Lint};

/// A tracked file looks like the configuration of an agent and is governed by no system.
pub static LINT: Lint =
    lint!("ungoverned-file", Warn, Scope, "A file looks governed and is not.", check).needs_repository();

/// How many files are named one by one.
const MOST: usize = 10;

fn check(context: &Context<'_>, out: &mut Findings) {
    let (Some(around), Some(organization)) = (&context.surroundings, &context.model.organization) else {
        return;
    };
    let governed = Paths::governed(&context.policy.kernel);
    let loose: Vec<&String> = around
        .tracked
        .iter()
        .filter(|path| looks_governed(path) && !governed.matches(path.as_bytes()))
        .collect();
    if loose.is_empty() {
        return;
    }
    let shown: Vec<String> = loose.iter().take(MOST).map(|path| format!("`{path}`")).collect();
    let more = loose.len().saturating_sub(MOST);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (look, are) = if loose.len() == 1 { ("looks", "is") } else { ("look", "are") };
    let text =
        format!("{}{rest} {look} like agent configuration and {are} governed by no system", shown.join(", "));
    out.push(LINT.at(organization.id.at, text).label("covers other files").help(
        "name them in a system, or in one of their own; `allow \"ungoverned-file\" because \"…\" until DATE` says that they are no agent's",
    ));
}

/// Judges by names that are used for nothing else.
fn looks_governed(path: &str) -> bool {
    if path.starts_with("governance/") {
        return false;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let text = [".md", ".txt", ".j2", ".jinja", ".jinja2", ".yaml", ".yml", ".json", ".toml"];
    let is_text = text.iter().any(|end| name.ends_with(end));
    name.ends_with(".prompt")
        || name.ends_with(".prompty")
        || path.starts_with(".claude/agents/")
        || path.contains("/agent_configs/")
        || path.starts_with("agent_configs/")
        || (is_text
            && stem.split(['_', '-']).any(|word| {
                matches!(word, "prompt" | "prompts" | "agent" | "agents" | "guardrails" | "assistant")
            }))
}
