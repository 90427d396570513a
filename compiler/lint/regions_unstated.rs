//! Where data is processed decides which law applies to it.

use super::{Context, Findings, Lint};

/// A supplier in use does not say where it processes.
pub static LINT: Lint = lint!(
    "regions-unstated",
    Note,
    ModelsAndSuppliers,
    "Where a supplier processes data is not stated.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers().filter(|supplier| supplier.regions.is_empty()) {
        let text = format!("where `{}` processes what it gets is not stated", supplier.id.name);
        out.push(
            LINT.at(supplier.id.at, text)
                .label("no `regions`")
                .help("add `regions [gb, eu]`, as the contract says"),
        );
    }
}
