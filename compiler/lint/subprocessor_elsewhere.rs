//! Data that a supplier passes on leaves as surely as data that is handed over directly.

use super::{Context, Findings, Lint};

/// Whom a supplier passes data on to works outside of the places served, and no ground is named.
pub static LINT: Lint = lint!(
    "subprocessor-elsewhere",
    Warn,
    Residency,
    "A supplier passes data on to a place that nothing covers.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let places = context.places();
    for system in context.model.systems.iter().filter(|system| places.is_guarded(system)) {
        let served = places.served(system);
        for stage in system.stages.iter().filter(|stage| stage.transfer.is_empty()) {
            let supplier = stage.supplier.as_ref().and_then(|by| context.supplier(&by.name));
            let Some(supplier) = supplier.filter(|_| context.is_personal_stage(system, stage)) else {
                continue;
            };
            for next in &supplier.subprocessors {
                let regions = context.supplier(&next.name).map_or(&[][..], |next| &next.regions);
                let Some(place) = regions.iter().find(|place| !served.contains(places.area(place))) else {
                    continue;
                };
                let text = format!(
                    "`{}` of `{}` reaches `{place}` through `{}`, and nothing says on what ground",
                    stage.part.name, system.id.name, next.name
                );
                let finding = LINT.at(next.at, text).because(stage.part.at, "the step names no `transfer`");
                out.push(finding.help(
                    "name in the step what the transfer rests on, or have the supplier leave that company out",
                ));
            }
        }
    }
}
