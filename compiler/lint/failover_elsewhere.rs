//! What takes over in a failure is part of the chain, and so is where it stands.

use super::{Context, Findings, Lint};

/// A step fails over to another area of law than the one it works in.
pub static LINT: Lint =
    lint!("failover-elsewhere", Note, Residency, "A step fails over to another area of law.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let places = context.places();
    for system in &context.model.systems {
        for stage in &system.stages {
            let usual = |area: &str| stage.processed.iter().any(|place| places.area(&place.name) == area);
            let mut elsewhere = stage.failover.iter().flat_map(|failover| &failover.regions);
            let Some(place) = elsewhere.find(|place| !usual(places.area(&place.name))) else {
                continue;
            };
            let text = format!(
                "in a failure `{}` of `{}` works in `{}`, where it otherwise does not",
                stage.part.name, system.id.name, place.name
            );
            let finding = LINT.at(place.at, text).because(stage.part.at, "the step");
            out.push(finding.help(
                "keep the failover in the same area, or have the assessment say that calls may go there",
            ));
        }
    }
}
