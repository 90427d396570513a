//! A brand signs no contract and can be asked for nothing.

use super::{Context, Findings, Lint};

/// A supplier of a step does not say which company it is.
pub static LINT: Lint =
    lint!("entity-unstated", Note, Residency, "Which company is behind a step is not stated.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    // A policy that describes no chain has not come to this yet.
    if context.model.systems.iter().all(|system| system.stages.is_empty()) {
        return;
    }
    for supplier in context.used_suppliers().filter(|supplier| supplier.entity.is_none()) {
        let text = format!("which company signs for `{}` is not stated", supplier.id.name);
        out.push(LINT.at(supplier.id.at, text).label("no `entity`").help(
            "add `entity \"COMPANY\" in CODE`, as the contract names it: the law it is under counts too",
        ));
    }
}
