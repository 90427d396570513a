//! Whoever is decided about can contest it, and has to be told how.

use super::{Context, Findings, Lint, registers};

/// A decision that matters does not say how it is contested.
pub static LINT: Lint =
    lint!("contest-missing", Warn, Conduct, "How a decision that matters is contested is not stated.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for decision in
            system.decisions.iter().filter(|one| registers::matters(one) && one.contest.is_empty())
        {
            let text = format!("how a person contests `{}` is not stated", decision.id.name);
            out.push(LINT.at(decision.id.at, text).label("no `contest`").help(
                "add `contest \"…\"` with where a person turns and what happens then, as callers are told it",
            ));
        }
    }
}
