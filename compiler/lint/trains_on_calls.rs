//! What a supplier learns from callers cannot be taken back.

use super::{Context, Findings, Lint};

/// A supplier trains on data that a system hands it.
pub static LINT: Lint =
    lint!("trains-on-calls", Warn, ModelsAndSuppliers, "A supplier trains on what callers say.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers().filter(|supplier| supplier.training == "yes") {
        let uses = |system: &&crate::model::System| {
            system.suppliers.iter().any(|(name, _)| *name == supplier.id.name)
        };
        let Some(system) = context.model.systems.iter().filter(uses).find(|s| !s.handles.is_empty()) else {
            continue;
        };
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
