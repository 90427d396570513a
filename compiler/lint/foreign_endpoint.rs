//! The register says where calls are worked on; the address in the config decides it.

use std::collections::{BTreeMap, BTreeSet};

use crate::law::addresses;
use crate::model::System;
use crate::source::Location;

use super::{Context, Findings, Lint};

/// A governed file has an address in a place where no step of the chain works.
pub static LINT: Lint = lint!(
    "foreign-endpoint",
    Warn,
    Residency,
    "A governed file has an address where no step of the chain works.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(around) = &context.surroundings else { return };
    let systems = context.model.systems.iter().filter(|system| !system.stages.is_empty());
    let systems: BTreeMap<&str, &System> = systems.map(|system| (system.id.name.as_str(), system)).collect();
    for facts in &around.facts {
        let Some(system) = systems.get(facts.system.as_str()) else { continue };
        let places = context.places();
        let reached = system.stages.iter().flat_map(|stage| stage.reached());
        let known: BTreeSet<&str> = reached.map(|place| places.area(&place.name)).collect();
        let paths: BTreeSet<&str> = facts.rows.iter().map(|row| row.path.as_str()).collect();
        for file in paths.iter().filter_map(|path| around.files.get(*path)) {
            for address in addresses(&context.sources.get(*file).text) {
                let area = address.area;
                if known.contains(area) {
                    continue;
                }
                let at = Location { file: *file, span: address.span };
                let text = format!("this address is in `{area}`, and no step of `{}` is", system.id.name);
                let finding = LINT.at(at, text).because(system.id.at, "its chain");
                out.push(finding.help(format!(
                    "take the address of a region that the chain names, or add `{area}` to the step, with what allows it"
                )));
            }
        }
    }
}
