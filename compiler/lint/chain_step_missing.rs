//! A chain with a gap is one of which nobody knows where a call goes.

use crate::model::System;

use super::{Context, Findings, Fix, Lint, edit, registers};

/// A system describes steps of its chain, and not all.
pub static LINT: Lint = lint!(
    "chain-step-missing",
    Deny,
    Residency,
    "The chain of a system is described, and a step is missing.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    if context.model.systems.iter().all(|system| system.stages.is_empty()) {
        return;
    }
    let parts = context.parts();
    for system in context.model.systems.iter().filter(|system| !system.stages.is_empty()) {
        let mut missing = parts.clone();
        system.stages.iter().for_each(|stage| {
            missing.remove(stage.part.name.as_str());
        });
        system.without.iter().for_each(|(part, _)| {
            missing.remove(part.name.as_str());
        });
        if missing.is_empty() {
            continue;
        }
        let missing: Vec<&str> = missing.into_iter().collect();
        let text =
            format!("the chain of `{}` says nothing of {}", system.id.name, registers::names(&missing));
        let mut finding = LINT.at(system.id.at, text);
        if let Some(first) = system.stages.first() {
            finding = finding.because(first.part.at, "steps are described from here on");
        }
        let lines = known(context, system, &missing);
        if let Some(item) = context.item(system.id.at).filter(|_| !lines.is_empty()) {
            finding.fix.push(edit::add(context.sources, item, &lines.join("\n  ")));
        }
        out.push(finding.help(
            "add `stage PART by SUPPLIER { processed in [CODE] }` for each, or `without PART because \"…\"`",
        ));
    }
}

/// Writes the steps of which it is known already who provides the part and where.
pub(super) fn known(context: &Context<'_>, system: &System, parts: &[&str]) -> Vec<String> {
    let step = |part: &&str| {
        let (name, _) = system.suppliers.iter().find(|(_, provided)| provided == part)?;
        let supplier = context.supplier(name)?;
        let regions = (!supplier.regions.is_empty()).then(|| supplier.regions.join(", "))?;
        Some(format!("stage {part} by {name} {{ processed in [{regions}] }}"))
    };
    parts.iter().filter_map(step).collect()
}
