//! A supplier that provides nothing is one that was replaced, or one whose use was forgotten.

use std::collections::BTreeSet;

use crate::model::Condition;

use super::{Context, Findings, Fix, Lint, edit};

/// No system takes anything from a supplier.
pub static LINT: Lint =
    lint!("unused-supplier", Note, Scope, "No system takes anything from a supplier.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for system in &model.systems {
        used.extend(system.all_suppliers());
        used.extend(system.artifacts.iter().filter_map(|a| a.from.as_ref()).map(|from| from.name.as_str()));
    }
    used.extend(model.suppliers.iter().flat_map(|s| &s.subprocessors).map(|id| id.name.as_str()));
    model.invariants.iter().for_each(|invariant| named(&invariant.condition, &mut used));
    for supplier in model.suppliers.iter().filter(|supplier| !used.contains(supplier.id.name.as_str())) {
        let text = format!("no system takes anything from `{}`", supplier.id.name);
        let mut finding = LINT.at(supplier.id.at, text);
        let item = context.item(supplier.id.at);
        finding.fix.extend(item.map(|item| edit::remove(context.sources, item)));
        out.push(finding.help(
            "add it to `suppliers` of the system that uses it, or remove it: registers list it as part of the chain",
        ));
    }
}

/// Adds the suppliers that a condition names.
fn named<'a>(condition: &'a Condition, used: &mut BTreeSet<&'a str>) {
    match condition {
        Condition::From(suppliers) => used.extend(suppliers.iter().map(String::as_str)),
        Condition::Not(inner) => named(inner, used),
        Condition::And(all) | Condition::Or(all) => all.iter().for_each(|inner| named(inner, used)),
        _ => {}
    }
}
