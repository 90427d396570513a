//! Where data is processed decides which law applies to it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Fix, Lint, edit};

/// A supplier in use does not say where it processes.
pub static LINT: Lint = lint!(
    "regions-unstated",
    Note,
    ModelsAndSuppliers,
    "Where a supplier processes data is not stated.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    // The steps of a chain may say it already.
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for stage in context.model.systems.iter().flat_map(|system| &system.stages) {
        if let Some(by) = &stage.supplier {
            let processed = stage.processed.iter().map(|place| place.name.as_str());
            places.entry(&by.name).or_default().extend(processed);
        }
    }
    for supplier in context.used_suppliers().filter(|supplier| supplier.regions.is_empty()) {
        let text = format!("where `{}` processes what it gets is not stated", supplier.id.name);
        let mut finding = LINT.at(supplier.id.at, text).label("no `regions`");
        let known = places.get(supplier.id.name.as_str());
        if let (Some(item), Some(known)) = (context.item(supplier.id.at), known) {
            let known: Vec<&str> = known.iter().copied().collect();
            let line = format!("regions [{}]", known.join(", "));
            finding.fix.push(edit::add(context.sources, item, &line));
        }
        out.push(finding.help("add `regions [gb, eu]`, as the contract says"));
    }
}
