//! What both sides think that the other does is done by nobody.

use super::{Context, Findings, Lint};

/// The work is split with some suppliers, and with one it is not.
pub static LINT: Lint = lint!(
    "responsibility-unassigned",
    Note,
    Residency,
    "What a supplier answers for is not stated, and of others it is.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let suppliers: Vec<_> = context.used_suppliers().collect();
    let split =
        |supplier: &&crate::model::Supplier| !supplier.answers_for.is_empty() || !supplier.shares.is_empty();
    let Some(told) = suppliers.iter().copied().find(split) else { return };
    for supplier in suppliers.iter().copied().filter(|supplier| !split(supplier)) {
        let text = format!("what `{}` answers for is not stated", supplier.id.name);
        let finding = LINT.at(supplier.id.at, text).label("no `answers for`, no `shares`");
        out.push(finding.because(told.id.at, "says it").help(
            "add `answers for [CONTROL]` with its part of the work, and `shares [CONTROL]` with what both do",
        ));
    }
}
