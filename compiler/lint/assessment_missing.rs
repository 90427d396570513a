//! A decision that matters to people is assessed before it is taken.

use super::{Context, Findings, Lint, registers};

/// A system in which much is at stake has no impact assessment.
pub static LINT: Lint =
    lint!("assessment-missing", Warn, Conduct, "Much is at stake in a system without an assessment.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = &context.model.systems;
    // A policy that states neither decisions nor assessments has not come to this yet.
    let begun = systems.iter().any(|system| system.assessment.is_some());
    for system in systems.iter().filter(|system| system.assessment.is_none()) {
        let decides = system.decisions.iter().any(registers::matters)
            || registers::answer(system, "significant_decision") == Some(true)
            || registers::answer(system, "high_risk_ai") == Some(true);
        if !(decides || begun && registers::is_high_stakes(system)) {
            continue;
        }
        let why = if decides { "decides what matters to people" } else { "is of high risk" };
        let text = format!("`{}` {why} and has no impact assessment", system.id.name);
        out.push(LINT.at(system.id.at, text).label("no `assessment`").help(
            "add `assessment \"FILE\" reviewed DATE every DURATION` with whom it affects and what makes it stale",
        ));
    }
}
