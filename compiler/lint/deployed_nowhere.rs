//! What the platform runs is compared for some values of a file and for others not.

use crate::model::{Artifact, System};

use super::{Context, Findings, Fix, Lint, edit};

/// A value is compared with no export, and others of its file are.
pub static LINT: Lint = lint!(
    "deployed-nowhere",
    Note,
    Scope,
    "A value is compared with no export of the platform, and others of its file are.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let ([spot], None) = (artifact.at.as_slice(), &artifact.deployed) else { continue };
        let Some(export) = neighbour(system, &spot.path) else { continue };
        let name = &artifact.id.name;
        let text = format!(
            "nobody compares `{name}` with what the platform runs; `{export}` tells of others of its file"
        );
        let clause = format!("deployed at \"{export}#{}\"", spot.fragment);
        let mut finding = LINT.at(artifact.id.at, text);
        let item = context.artifact_item(system, artifact);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, &clause)));
        out.push(finding.help(format!("write `{clause}`, or where else an export tells it")));
    }
}

/// Finds the export that tells of another value of a file.
fn neighbour<'a>(system: &'a System, path: &str) -> Option<&'a str> {
    let beside = |one: &&Artifact| one.at.iter().any(|spot| spot.path == path);
    let exported = system.artifacts.iter().filter(beside).find_map(|one| one.deployed.as_ref());
    exported.map(|export| export.path.as_str())
}
