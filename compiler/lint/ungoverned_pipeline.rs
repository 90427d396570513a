//! Whoever can edit the gate can open it.

use crate::policy::{PathGlob, Paths};

use super::{Context, Findings, Lint};

/// The pipeline that runs the gate is governed by no system.
pub static LINT: Lint =
    lint!("ungoverned-pipeline", Note, Scope, "The files that run the gate are not governed.", check)
        .needs_repository();

/// Where pipelines and hooks are kept.
const PIPELINES: &[&str] = &[
    ".github/workflows/*.{yml,yaml}",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    "azure-pipelines.yml",
    "Jenkinsfile",
    ".circleci/config.yml",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    let (Some(around), Some(organization)) = (&context.surroundings, &context.model.organization) else {
        return;
    };
    let governed = Paths::governed(&context.policy.kernel);
    let pipelines = PIPELINES.iter().filter_map(|glob| PathGlob::new(glob).ok()).collect::<Vec<_>>();
    let is_loose = |path: &&String| {
        pipelines.iter().any(|glob| glob.matches(path.as_bytes())) && !governed.matches(path.as_bytes())
    };
    let Some(first) = around.tracked.iter().find(is_loose) else { return };
    let text = format!("`{first}` decides whether the gate runs, and no system governs it");
    out.push(LINT.at(organization.id.at, text).label("governs other files").help(
        "add `knowledge gate at \".github/workflows/*\"` to a system, with a rule for it, or run the gate from outside",
    ));
}
