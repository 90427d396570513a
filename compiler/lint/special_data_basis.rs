//! For biometric and health data an ordinary ground is not enough.

use crate::law::acts_as;
use crate::model::System;
use crate::model::governance::Capacity;

use super::{Context, Findings, Lint};

/// Biometric or health data is kept on a ground that is not one for such data.
pub static LINT: Lint = lint!(
    "special-data-basis",
    Warn,
    Retention,
    "Biometric or health data is kept on an ordinary ground, and nothing is said of the extra one.",
    check
);

/// Grounds that are enough for special data too.
const ENOUGH: &[&str] = &["explicit_consent", "legal_claims", "vital_interest"];

fn check(context: &Context<'_>, out: &mut Findings) {
    let law = &context.schedules().law;
    for retention in &context.model.governance.retentions {
        if ENOUGH.contains(&retention.basis) || !retention.basis_because.is_empty() {
            continue;
        }
        let special = retention.covers.iter().find_map(|coverage| {
            // The ground is a matter of the controller; a processor has none of its own.
            if law.system(&coverage.system.name).is_some_and(is_for_another) {
                return None;
            }
            let special = law.lineage.get(&coverage.category.name)?.special;
            matches!(special, "biometric" | "health").then_some((coverage, special))
        });
        let Some((coverage, special)) = special else { continue };
        let at = context.clause(retention.id.at, "basis").map_or(retention.id.at, |clause| clause.head_at());
        let text = format!(
            "`{}` of `{}` is {special} data, and `{}` alone is no ground for it",
            coverage.category.name, coverage.system.name, retention.basis
        );
        out.push(LINT.at(at, text).label("GDPR Art. 9(2) asks for a ground of its own").help(
            "take `explicit_consent`, `legal_claims` or `vital_interest`, or say the extra ground: `basis … because TEXT`",
        ));
    }
}

/// Tells whether the data of a system is processed for somebody else alone.
fn is_for_another(system: &System) -> bool {
    acts_as(system, Capacity::Controller) == Some(false)
}
