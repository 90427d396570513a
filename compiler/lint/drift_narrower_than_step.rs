//! A step that the drift bound never allows misleads whoever plans with it.

use super::{Context, Findings, Fix, Lint, edit};

/// A `step` is larger than the `drift` that is allowed in all.
pub static LINT: Lint =
    lint!("drift-narrower-than-step", Warn, Thresholds, "A `step` is larger than the whole `drift`.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let (Some(step), Some((drift, within))) = (artifact.step, artifact.drift) else { continue };
        if step <= drift {
            continue;
        }
        let text = format!("a step of {step} is never allowed: all steps within {within} may sum to {drift}");
        let mut finding = LINT.at(artifact.id.at, text).label(format!("the step of `{}`", artifact.id.name));
        if let Some(clause) = context.artifact_clause(system, artifact, "step") {
            finding.fix.push(edit::remove(context.sources, clause));
        }
        out.push(finding.help("make the step at most as large as the drift, or remove it"));
    }
}
