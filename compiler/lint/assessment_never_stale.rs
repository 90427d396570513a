//! What is assessed changes with the agent, not with the calendar.

use crate::kind::Kind;

use super::{Context, Findings, Fix, Lint, edit, registers};

/// No change makes an impact assessment stale.
pub static LINT: Lint =
    lint!("assessment-never-stale", Note, Conduct, "No change makes an assessment stale.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let Some(assessment) = system.assessment.as_ref().filter(|one| one.renewed_on.is_empty()) else {
            continue;
        };
        let text = format!("no change makes the assessment of `{}` stale", system.id.name);
        let mut finding = LINT.at(assessment.document.at, text).label("no `renewed on`");
        let change = match registers::has(system, Kind::Model) {
            true => "model swapped",
            false => "prompt edited",
        };
        let clause = context.clause(system.id.at, "assessment");
        finding
            .fix
            .extend(clause.map(|clause| edit::add(context.sources, clause, &format!("renewed on {change}"))));
        out.push(finding.help(format!(
            "add `renewed on {change}`, or the changes that it rests on: the gate then asks for a review with them"
        )));
    }
}
