//! What a supplier learns from callers cannot be taken back.

use std::collections::BTreeMap;

use crate::model::System;

use super::{Context, Findings, Lint};

/// A supplier trains on data that a system hands it.
pub static LINT: Lint =
    lint!("trains-on-calls", Warn, ModelsAndSuppliers, "A supplier trains on what callers say.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut uses: BTreeMap<&str, &System> = BTreeMap::new();
    for system in context.model.systems.iter().filter(|system| !system.handles.is_empty()) {
        system.all_suppliers().into_iter().for_each(|name| {
            uses.entry(name).or_insert(system);
        });
    }
    for supplier in context.used_suppliers().filter(|supplier| supplier.training == "yes") {
        let Some(system) = uses.get(supplier.id.name.as_str()) else { continue };
        let text = format!(
            "`{}` trains on the {} of `{}`",
            supplier.id.name,
            system.handles.join(", "),
            system.id.name
        );
        let finding =
            LINT.at(supplier.id.at, text).label("`training yes`").because(system.id.at, "handles it");
        out.push(finding.help(
            "agree on `training no`, or state in the system why callers may expect it: what was learned stays",
        ));
    }
}
