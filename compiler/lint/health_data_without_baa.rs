//! Who handles health data of patients in the United States for somebody does so under a contract of
//! its own. What that rests on is the fact [`FACT`] of the library.

use std::collections::BTreeSet;

use crate::law;
use crate::model::{Supplier, System};
use crate::policy;
use crate::source::Location;

use super::keeping::cited;
use super::{Context, Findings, Lint, registers};

/// A supplier of a HIPAA entity gets health data or calls without a business associate agreement.
pub static LINT: Lint = lint!(
    "health-data-without-baa",
    Deny,
    Residency,
    "A supplier gets health data or calls of a HIPAA entity without a business associate agreement.",
    check
);

/// The fact that asks for the contract.
const FACT: &str = "hipaa_associates";

/// What a call is, and what everything else of it is made from.
const CALL: &str = "recording";

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = &context.model.systems;
    // Without such an answer no fact of law is read.
    if systems.iter().all(|system| registers::answer(system, "hipaa_entity") != Some(true)) {
        return;
    }
    let Some(fact) = policy::facts().iter().find(|fact| fact.id.name == FACT) else { return };
    let bound = |system: &&System| fact.applies_on(context.at.day()) && law::binds(fact, system);
    let mut told = BTreeSet::new();
    for system in systems.iter().filter(bound) {
        for step in steps(system) {
            let Some(supplier) = context.supplier(step.supplier).filter(|one| !is_associate(one)) else {
                continue;
            };
            let Some(data) = health_data(context, &step.handles) else { continue };
            if !told.insert(step.supplier) {
                continue;
            }
            let text = format!(
                "`{}` gets {data} of patients in `{}` of `{}` without a `baa`",
                step.supplier, step.part, system.id.name
            );
            let finding = LINT.at(supplier.id.at, text).because(step.at, "the step");
            out.push(finding.label(format!("no `agreement baa`; {}", cited(fact))).help(
                "sign one and add `agreement baa \"FILE\" until DATE`, or keep calls and health data out of the step",
            ));
        }
    }
}

/// Something that a supplier does for a system.
struct Step<'a> {
    supplier: &'a str,
    part: &'a str,
    handles: Vec<&'a str>,
    at: Location,
}

/// Lists who does the steps of a system and who takes them over, and who provides a part of which no
/// step is described.
fn steps(system: &System) -> Vec<Step<'_>> {
    let all = || system.handles.iter().map(String::as_str).collect::<Vec<_>>();
    let mut steps = Vec::new();
    for stage in &system.stages {
        let own: Vec<&str> = stage.handles.iter().map(|category| category.name.as_str()).collect();
        let others = stage.failover.iter().map(|failover| &failover.supplier);
        steps.extend(stage.supplier.iter().chain(others).map(|by| Step {
            supplier: &by.name,
            part: &stage.part.name,
            handles: if own.is_empty() { all() } else { own.clone() },
            at: stage.part.at,
        }));
    }
    let is_step = |part: &str| system.stages.iter().any(|stage| stage.part.name == part);
    let named = system.suppliers.iter().filter(|(_, part)| !is_step(part));
    let undescribed = named.map(|(supplier, part)| Step { supplier, part, handles: all(), at: system.id.at });
    steps.extend(undescribed);
    steps
}

/// Tells whether a business associate agreement with a supplier is named.
fn is_associate(supplier: &Supplier) -> bool {
    supplier.agreements.iter().any(|agreement| agreement.kind == "baa")
}

/// Says which health data is among some, if any; what nothing is said of may be.
fn health_data(context: &Context<'_>, handled: &[&str]) -> Option<String> {
    if handled.is_empty() {
        return Some("data that nothing names".to_owned());
    }
    let lineage = &context.schedules().law.lineage;
    let of_call = |category: &str| category == CALL || lineage.sources(category).contains(&CALL);
    let is_health = |category: &&&str| {
        context.is_personal(category) && (of_call(category) || context.is_health(category))
    };
    handled.iter().find(is_health).map(|category| format!("`{category}`"))
}
