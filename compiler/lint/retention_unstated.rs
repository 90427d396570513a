//! What a supplier keeps outlives what you delete.

use super::{Context, Findings, Lint};

/// A supplier in use does not say how long it keeps what it gets.
pub static LINT: Lint = lint!(
    "retention-unstated",
    Note,
    ModelsAndSuppliers,
    "How long a supplier keeps data is not stated.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers().filter(|supplier| supplier.retains.is_empty()) {
        let text = format!("how long `{}` keeps what it gets is not stated", supplier.id.name);
        out.push(
            LINT.at(supplier.id.at, text)
                .label("no `retains`")
                .help("add `retains nothing` or `retains 30 days`, as the contract says"),
        );
    }
}
