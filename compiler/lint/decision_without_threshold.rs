//! An agent that decides for people needs a number at which it stops deciding.

use crate::kind::Kind;

use super::{Context, Findings, Lint, registers};

/// A system decides what matters, and governs no threshold.
pub static LINT: Lint = lint!(
    "decision-without-threshold",
    Note,
    Conduct,
    "A system decides what matters, and no threshold hands a call over.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in context.model.systems.iter().filter(|system| !registers::has(system, Kind::Threshold)) {
        let Some(decision) = system.decisions.iter().find(|one| registers::matters(one)) else { continue };
        let text = format!("`{}` decides `{}`, and governs no threshold", system.id.name, decision.id.name);
        out.push(
            LINT.at(decision.id.at, text).because(system.id.at, "no `threshold`").help(
                "govern the number at which it hands over: `threshold NAME at LOCATION { safer higher }`",
            ),
        );
    }
}
