//! Where a supplier says that it works and where a step says so must be the same place.

use super::{Context, Findings, Fix, Lint, edit};

/// A step works in a place that its supplier is not said to work in.
pub static LINT: Lint = lint!(
    "stage-outside-regions",
    Warn,
    Residency,
    "A step works where its supplier is not said to work.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let places = context.places();
    for system in &context.model.systems {
        for stage in &system.stages {
            let supplier = stage.supplier.as_ref().and_then(|by| context.supplier(&by.name));
            let Some(supplier) = supplier.filter(|supplier| !supplier.regions.is_empty()) else { continue };
            let known = |place: &str| supplier.regions.iter().any(|region| places.lies_in(place, region));
            for place in stage.processed.iter().filter(|place| !known(&place.name)) {
                let text = format!("`{}` does not work in `{}`", supplier.id.name, place.name);
                let mut finding = LINT.at(place.at, text);
                if let Some(regions) = context.clause(supplier.id.at, "regions") {
                    finding = finding.because(regions.head_at(), "where it does");
                    finding.fix.extend(edit::add_phrase(regions, &place.name));
                }
                out.push(finding.help(format!(
                    "look into the contract: add `{}` to `regions` of the supplier, or correct the step",
                    place.name
                )));
            }
        }
    }
}
