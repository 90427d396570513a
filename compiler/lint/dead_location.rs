//! A location that names nothing governs nothing.

use crate::facts::Value;

use super::{Context, Findings, Lint};

/// A location matches no tracked file, or no value in it.
pub static LINT: Lint =
    lint!("dead-location", Deny, Scope, "A location names nothing in the repository.", check)
        .needs_repository()
        .woken_by(|change| change.after.is_none());

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
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
}
