//! Without any report, what a supplier says of itself is all there is.

use super::{Context, Findings, Lint};

/// A supplier that a system uses has no assurance.
pub static LINT: Lint =
    lint!("supplier-without-assurance", Note, ModelsAndSuppliers, "A supplier has no assurance.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers().filter(|supplier| supplier.assurance.is_empty()) {
        let text = format!("nothing vouches for `{}`", supplier.id.name);
        out.push(LINT.at(supplier.id.at, text).label("no `assurance`").help(
            "add `assurance \"FILE\" until DATE` with its latest report, or with your own assessment of it",
        ));
    }
}
