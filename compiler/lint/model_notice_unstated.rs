//! A model that its maker retires without a word is swapped in a hurry.

use super::{Context, Findings, Lint};

/// Parts that are models.
const MODELS: &[&str] = &["asr", "llm", "tts"];

/// Some suppliers say how long before a change of a model they tell, and one of a model does not.
pub static LINT: Lint = lint!(
    "model-notice-unstated",
    Note,
    ModelsAndSuppliers,
    "How long before a change of a model its supplier tells is not stated, and of others it is.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(told) = context.used_suppliers().find(|supplier| supplier.notice.is_some()) else { return };
    let of_models = |supplier: &&crate::model::Supplier| {
        supplier.provides.iter().any(|part| MODELS.contains(&part.as_str()))
    };
    for supplier in context.used_suppliers().filter(of_models).filter(|supplier| supplier.notice.is_none()) {
        let text = format!("how long before a change of a model `{}` tells is not stated", supplier.id.name);
        let finding = LINT.at(supplier.id.at, text).label("no `notice`").because(told.id.at, "states it");
        out.push(finding.help(
            "add `notice DURATION` as the contract has it: a swap needs its tests and approvals before that day",
        ));
    }
}
