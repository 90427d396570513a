//! A contract that has ended binds nobody.

use super::{Context, Findings, Lint};

/// The last contract of a sort with a supplier in use has ended.
pub static LINT: Lint = lint!(
    "agreement-lapsed",
    Warn,
    ModelsAndSuppliers,
    "A contract with a supplier in use has ended.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in context.used_suppliers() {
        let last = |kind: &str| {
            let same = supplier.agreements.iter().filter(|other| other.kind == kind);
            // One without a last day does not end.
            same.map(|other| other.until).try_fold(None, |last, until| until.map(|day| last.max(Some(day))))
        };
        for agreement in &supplier.agreements {
            let ended = last(&agreement.kind).flatten().filter(|day| context.is_over(*day));
            let Some(day) = ended.filter(|day| agreement.until == Some(*day)) else { continue };
            let text = format!("the `{}` with `{}` ended on {day}", agreement.kind, supplier.id.name);
            out.push(LINT.at(agreement.at, text).help(
                "renew it and add the new one with its last day: until then calls are handled without a contract",
            ));
        }
    }
}
