//! Adequacy is a decision that somebody took; it cannot be claimed where nobody did.

use super::{Context, Findings, Lint};

/// A step rests on adequacy in a place for which none was found.
pub static LINT: Lint = lint!(
    "adequacy-unknown",
    Warn,
    Residency,
    "A transfer rests on an adequacy that nobody has found.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let places = context.places();
    for system in context.model.systems.iter().filter(|system| places.is_guarded(system)) {
        for stage in system.stages.iter().filter(|stage| stage.transfer == "adequacy") {
            let served = places.served(system);
            let without = |code: &str| places.is_inadequate(code) && !served.contains(places.area(code));
            let Some(place) = stage.reached().find(|place| without(&place.name)) else { continue };
            let text = format!("no decision is known that finds `{}` adequate", place.name);
            let mut finding = LINT.at(place.at, text);
            if let Some(item) = context.stage_item(system, stage).and_then(|item| item.find("transfer")) {
                finding = finding.because(item.head_at(), "claimed here");
            }
            out.push(finding.help(
                "name another ground, such as `transfer standard_clauses under \"…\"`, or have counsel name the decision",
            ));
        }
    }
}
