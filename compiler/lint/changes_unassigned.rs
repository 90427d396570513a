//! The first question of an audit is who signs off on a change of the agent.

use super::{Context, Findings, Fix, Lint, edit};

/// What an activity about changes is called.
const CHANGE: &[&str] = &["change", "prompt", "model", "threshold", "release", "deploy", "swap"];

/// Activities are assigned, and none is about changes.
pub static LINT: Lint = lint!(
    "changes-unassigned",
    Note,
    Conduct,
    "Activities are assigned, and changes of the agent are not.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let activities = &context.model.governance.activities;
    let about = |text: &str| {
        let lower = text.to_lowercase();
        CHANGE.iter().any(|word| lower.contains(word))
    };
    let Some(first) = activities.first() else { return };
    if activities.iter().any(|activity| about(&activity.id.name) || about(&activity.title)) {
        return;
    }
    let text = "no activity is about changes of a prompt, a model or a threshold".to_owned();
    let mut finding = LINT.at(first.id.at, text).label("activities are assigned");
    if let Some(owner) = context.model.systems.iter().find_map(|system| system.owner.as_ref()) {
        let owner = &owner.name;
        let item = format!(
            "activity approve_change \"Approve a change of the agent\" {{\n  responsible [{owner}]\n  accountable {owner}\n}}"
        );
        finding.fix.push(edit::add_item(context.sources, first.id.at, &item));
    }
    out.push(finding.help(
        "add `activity approve_change \"Approve a change of the agent\"` with who does it and who answers for it",
    ));
}
