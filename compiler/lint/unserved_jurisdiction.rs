//! A place that no system serves makes the scope look larger than it is.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit};

/// The organization serves a jurisdiction that no system does.
pub static LINT: Lint = lint!(
    "unserved-jurisdiction",
    Note,
    Scope,
    "The organization serves a jurisdiction that no system does.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(organization) = &context.model.organization else { return };
    let systems = &context.model.systems;
    if systems.iter().any(|system| system.serves.is_empty()) {
        // A system that lists none may serve them all.
        return;
    }
    let served: BTreeSet<&str> = systems.iter().flat_map(|s| s.serves.iter().map(String::as_str)).collect();
    let Some(list) = context.clause(organization.id.at, "serves") else { return };
    for code in organization.serves.iter().filter(|code| !served.contains(code.as_str())) {
        let Some(place) = edit::phrase_at(list, code) else { continue };
        let mut finding = LINT.at(place, format!("no system serves `{code}`"));
        finding.fix.extend(edit::remove_name(context, organization.id.at, place));
        out.push(finding.help("remove it, or add it to `serves` of the system that does"));
    }
}
