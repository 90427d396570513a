//! Silence about training is read as yes by those who ask.

use super::{Context, Findings, Lint};

/// A supplier in use does not say whether it trains on what it gets.
pub static LINT: Lint = lint!(
    "training-unstated",
    Note,
    ModelsAndSuppliers,
    "Whether a supplier trains on data is not stated.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers().filter(|supplier| supplier.training.is_empty()) {
        let text = format!("whether `{}` trains on what it gets is not stated", supplier.id.name);
        out.push(
            LINT.at(supplier.id.at, text)
                .label("no `training`")
                .help("add `training no` or `training yes`, as the contract says"),
        );
    }
}
