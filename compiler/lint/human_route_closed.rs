//! A route that is closed at night is no route at night.

use crate::model::governance::Hours;

use super::{Context, Findings, Lint};

/// A person can be reached in some hours only, and nothing says what happens in the others.
pub static LINT: Lint =
    lint!("human-route-closed", Warn, Conduct, "Outside of some hours nothing takes a decision over.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for decision in &system.decisions {
            let Hours::In(hours) = &decision.hours else { continue };
            if !decision.otherwise.is_empty() {
                continue;
            }
            let clause = context.decision_item(system, decision).and_then(|item| item.find("hours"));
            let at = clause.map_or(decision.id.at, |clause| clause.head_at());
            let text = format!("outside of {hours} nobody takes `{}` over", decision.id.name);
            out.push(LINT.at(at, text).because(decision.id.at, "no `otherwise`").help(
                "add `otherwise \"…\"` with what callers get then, such as a call back on the next working day",
            ));
        }
    }
}
