//! Personal data leaves the places served only on a ground, and the ground has a name.

use super::{Context, Findings, Fix, Lint, edit, registers};

/// A step takes personal data out of the places that its system serves, and says on what ground.
pub static LINT: Lint = lint!(
    "transfer-without-mechanism",
    Deny,
    Residency,
    "A step takes personal data out of the places served, and no ground is named.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let places = context.places();
    for system in context.model.systems.iter().filter(|system| places.is_guarded(system)) {
        for stage in system.stages.iter().filter(|stage| stage.transfer.is_empty()) {
            let outside = places.outside(system, stage);
            if outside.is_empty() || !context.is_personal_stage(system, stage) {
                continue;
            }
            let text = format!(
                "`{}` of `{}` takes personal data to {}, and nothing says on what ground",
                stage.part.name,
                system.id.name,
                registers::names(&outside)
            );
            let mut finding = LINT.at(stage.part.at, text).label("no `transfer`");
            if let Some(serves) = context.clause(system.id.at, "serves") {
                finding = finding.because(serves.head_at(), "the places served");
            }
            if outside.iter().all(|place| places.is_adequate(place)) {
                let item = context.stage_item(system, stage);
                finding.fix.extend(item.map(|item| edit::add(context.sources, item, "transfer adequacy")));
            }
            out.push(finding.help(
                "name what the contract rests on, such as `transfer standard_clauses under \"…\"`, or keep the step in the places served",
            ));
        }
    }
}
