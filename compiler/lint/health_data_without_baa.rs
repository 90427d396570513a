//! Who handles health data of patients in the United States for somebody does so under a contract of
//! its own: 45 CFR 164.502(e) and 164.504(e), with the words of 160.103. The rules were not read at
//! the source.

use std::collections::BTreeSet;

use crate::model::governance::Stage;
use crate::model::{Supplier, System};

use super::{Context, Findings, Lint, registers};

/// A supplier of a HIPAA entity gets health data or calls without a business associate agreement.
pub static LINT: Lint = lint!(
    "health-data-without-baa",
    Deny,
    Residency,
    "A supplier gets health data or calls of a HIPAA entity without a business associate agreement.",
    check
);

/// What a call is, and what everything else of it is made from.
const CALL: &str = "recording";

fn check(context: &Context<'_>, out: &mut Findings) {
    let bound = |system: &&System| registers::answer(system, "hipaa_entity") == Some(true);
    let mut told = BTreeSet::new();
    for system in context.model.systems.iter().filter(bound) {
        for stage in &system.stages {
            let Some(data) = health_data(context, system, stage) else { continue };
            for supplier in unbound(context, stage) {
                if !told.insert(supplier.id.name.as_str()) {
                    continue;
                }
                let text = format!(
                    "`{}` gets {data} in `{}` of `{}` without a `baa`: patients speak in its calls",
                    supplier.id.name, stage.part.name, system.id.name
                );
                let finding =
                    LINT.at(supplier.id.at, text).label("no `agreement baa`; 45 CFR 164.502(e), 164.504(e)");
                out.push(finding.because(stage.part.at, "the step").help(
                    "sign one and add `agreement baa \"FILE\" until DATE`, or keep calls and health data out of the step",
                ));
            }
        }
    }
}

/// Says which health data passes through a step, if any; what nothing is said of may be.
fn health_data(context: &Context<'_>, system: &System, stage: &Stage) -> Option<String> {
    let own = stage.handles.iter().map(|category| category.name.as_str());
    let handled: Vec<&str> = match stage.handles.is_empty() {
        true => system.handles.iter().map(String::as_str).collect(),
        false => own.collect(),
    };
    if handled.is_empty() {
        return Some("data that nothing names".to_owned());
    }
    let of_call = |category: &str| {
        category == CALL || context.schedules().law.lineage.sources(category).contains(&CALL)
    };
    let is_health = |category: &&&str| {
        context.is_personal(category) && (of_call(category) || context.is_health(category))
    };
    handled.iter().find(is_health).map(|category| format!("`{category}`"))
}

/// Lists who does a step, and who takes it over, under no business associate agreement.
fn unbound<'a>(context: &'a Context<'_>, stage: &'a Stage) -> impl Iterator<Item = &'a Supplier> {
    let others = stage.failover.iter().map(|failover| &failover.supplier);
    let suppliers = stage.supplier.iter().chain(others).filter_map(|by| context.supplier(&by.name));
    suppliers.filter(|supplier| !supplier.agreements.iter().any(|agreement| agreement.kind == "baa"))
}
