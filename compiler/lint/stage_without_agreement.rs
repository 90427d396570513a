//! Who works on personal data for somebody does so under a contract.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint};

/// A supplier works on personal data of a place that asks for a contract, and none is named.
pub static LINT: Lint = lint!(
    "stage-without-agreement",
    Warn,
    Residency,
    "A supplier works on personal data without a contract that is named.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut told = BTreeSet::new();
    for system in context.model.systems.iter().filter(|system| context.places().is_guarded(system)) {
        for stage in system.stages.iter().filter(|stage| context.is_personal_stage(system, stage)) {
            let supplier = stage.supplier.as_ref().and_then(|by| context.supplier(&by.name));
            let Some(supplier) = supplier.filter(|supplier| supplier.agreements.is_empty()) else { continue };
            if !told.insert(supplier.id.name.as_str()) {
                continue;
            }
            let text = format!(
                "`{}` works on personal data of `{}` under no contract that is named",
                supplier.id.name, system.id.name
            );
            let finding =
                LINT.at(supplier.id.at, text).label("no `agreement`").because(stage.part.at, "the step");
            out.push(
                finding.help("add `agreement dpa \"FILE\" until DATE` with the contract that was signed"),
            );
        }
    }
}
