//! A location that names nothing governs nothing.

use std::collections::BTreeSet;

use crate::facts::Value;
use crate::kind::Kind;
use crate::model::{Id, System, Text};
use crate::policy::PathGlob;

use super::{Context, Findings, Lint};

/// A location matches no tracked file, or no value in it. Of a format some value is enough: a file seldom has
/// every key that its format knows.
pub static LINT: Lint =
    lint!("dead-location", Deny, Scope, "A location names nothing in the repository.", check)
        .needs_repository()
        .woken_by(|change| change.after.is_none());

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        if system.brought_by(artifact).is_some() {
            continue;
        }
        for spot in &artifact.at {
            let rows = || context.rows(system, artifact);
            let absent = rows().next().is_none() || rows().all(|row| row.value == Value::Absent);
            let text = match (context.is_tracked(&spot.path), absent && artifact.default.is_none()) {
                (false, _) => format!("no tracked file matches `{}`", spot.path),
                (_, true) => format!("`{}` has no value at `{}`", spot.path, spot.fragment),
                _ => continue,
            };
            let finding = LINT.at(spot.at, text).because(artifact.id.at, "governed here");
            out.push(finding.help(
                "mend the location, or remove it: the gate stops at a policy that governs nothing there",
            ));
        }
    }
    for system in &context.model.systems {
        for (glob, format) in &system.files {
            let text = match context.is_tracked(&glob.text) {
                false => format!("no tracked file matches `{}`", glob.text),
                true if has_value(context, system, glob, format) => continue,
                true => format!("`{}` has nothing that the format `{}` governs", glob.text, format.name),
            };
            let finding = LINT.at(glob.at, text).because(format.at, "the format");
            out.push(finding.help("name the files that are in this format, or remove the clause"));
        }
    }
}

/// Tells whether some file of a format has a value that the format knows, or that a schedule took over from it.
fn has_value(context: &Context<'_>, system: &System, files: &Text, format: &Id) -> bool {
    let Ok(glob) = PathGlob::new(&files.text) else { return true };
    let brought = system.artifacts.iter().filter(|artifact| artifact.id.at == format.at);
    let mut names: BTreeSet<&str> = brought.map(|artifact| artifact.id.name.as_str()).collect();
    // A format that brings none only says how its files are read.
    if names.is_empty() {
        return true;
    }
    names.extend(context.policy.kernel.schedules.iter().map(|schedule| schedule.id.as_str()));
    let all = context.surroundings.iter().flat_map(|around| &around.facts);
    let mut rows = all.filter(|facts| facts.system == system.id.name).flat_map(|facts| &facts.rows);
    rows.any(|row| {
        row.kind != Kind::Other
            && row.value != Value::Absent
            && names.contains(row.artifact.as_str())
            && glob.matches(row.path.as_bytes())
    })
}
