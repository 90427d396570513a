//! The register says where calls are worked on; the address in the config decides it.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::model::System;
use crate::source::{Location, Span};

use super::places::reached;
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

/// What a host or a path says about where it is. The first that fits counts.
const TELLS: &[(&str, &str)] = &[
    (r"/locations/global\b|(^|[.-])global[.-]", "worldwide"),
    (r"\b(eu-west-2|europe-west2|uksouth|ukwest)\b|(^|\.)uk\.", "gb"),
    (r"\b(eu-central-2|europe-west6|switzerlandnorth|switzerlandwest)\b", "ch"),
    (r"\beu-(north|south|east|west|central)-\d\b|\beurope-(north|southwest|west|central)\d+\b", "eea"),
    (r"\b(westeurope|northeurope|swedencentral|francecentral|germanywestcentral)\b|(^|[./-])eu\.", "eea"),
    (
        r"\bus-(gov-)?(east|west|central|south)-?\d\b|\b(eastus|westus|centralus|southcentralus|northcentralus)\d?\b",
        "us",
    ),
    (r"(^|\.)us\.", "us"),
    (r"\bca-(central|west)-1\b|\bnorthamerica-northeast\d\b|\bcanada(central|east)\b", "ca"),
    (r"\b(sa-east-1|southamerica-east1|brazilsouth)\b", "br"),
    (r"\b(ap-south-\d|asia-south\d|centralindia|southindia)\b", "in"),
    (r"\b(ap-northeast-1|ap-northeast-3|asia-northeast1|asia-northeast2|japaneast|japanwest)\b", "jp"),
    (r"\b(ap-northeast-2|asia-northeast3|koreacentral)\b", "kr"),
    (r"\b(ap-southeast-1|asia-southeast1|southeastasia)\b", "sg"),
    (r"\b(ap-southeast-2|ap-southeast-4|australia-southeast\d|australiaeast)\b", "au"),
];

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(around) = &context.surroundings else { return };
    let systems = context.model.systems.iter().filter(|system| !system.stages.is_empty());
    let systems: BTreeMap<&str, &System> = systems.map(|system| (system.id.name.as_str(), system)).collect();
    let Ok(address) = Regex::new(r#"(?:https?|wss?)://[A-Za-z0-9.-]+(?::\d+)?[A-Za-z0-9./_~%-]*"#) else {
        return;
    };
    let tells: Vec<(Regex, &str)> =
        TELLS.iter().filter_map(|(tell, area)| Some((Regex::new(tell).ok()?, *area))).collect();
    for facts in &around.facts {
        let Some(system) = systems.get(facts.system.as_str()) else { continue };
        let places = context.places();
        let known: BTreeSet<&str> =
            system.stages.iter().flat_map(reached).map(|place| places.area(&place.name)).collect();
        let paths: BTreeSet<&str> = facts.rows.iter().map(|row| row.path.as_str()).collect();
        for file in paths.iter().filter_map(|path| around.files.get(*path)) {
            for found in address.find_iter(&context.sources.get(*file).text) {
                let shown = found.as_str();
                let rest = shown.split_once("://").map_or(shown, |(_, rest)| rest);
                let area = tells.iter().find(|(tell, _)| tell.is_match(rest)).map(|(_, area)| *area);
                let Some(area) = area.filter(|area| !known.contains(area)) else { continue };
                let at = Location { file: *file, span: Span::new(found.start(), found.end()) };
                let text = format!("this address is in `{area}`, and no step of `{}` is", system.id.name);
                let finding = LINT.at(at, text).because(system.id.at, "its chain");
                out.push(finding.help(format!(
                    "take the address of a region that the chain names, or add `{area}` to the step, with what allows it"
                )));
            }
        }
    }
}
