//! A value of two systems is changed in one and noticed in the other.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::System;
use crate::source::Location;

use super::{Context, Findings, Lint};

/// Two systems govern one place.
pub static LINT: Lint = lint!("shared-location", Note, Scope, "Two systems govern one place.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut first: BTreeMap<(&str, &str), (&System, Location)> = BTreeMap::new();
    for system in &context.model.systems {
        for spot in system.artifacts.iter().flat_map(|artifact| &artifact.at) {
            match first.entry((&spot.path, &spot.fragment)) {
                Entry::Vacant(entry) => {
                    entry.insert((system, spot.at));
                }
                Entry::Occupied(entry) => {
                    let (other, at) = *entry.get();
                    if other.id.name == system.id.name {
                        continue;
                    }
                    let text = format!("`{}` and `{}` govern the same place", other.id.name, system.id.name);
                    let finding = LINT.at(spot.at, text).because(at, "the other one");
                    out.push(finding.help(
                        "give each system a file of its own, where that can be: a change for one of them needs the \
                         approvals of both",
                    ));
                }
            }
        }
    }
}
