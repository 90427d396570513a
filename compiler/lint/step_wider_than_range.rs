//! A step as wide as the range forbids nothing.

use super::{Context, Findings, Fix, Lint, edit};

/// A `step` allows every move that the `range` allows.
pub static LINT: Lint =
    lint!("step-wider-than-range", Warn, Thresholds, "A `step` is as wide as its `range`.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let (Some((low, high)), Some(step)) = (artifact.range, artifact.step) else { continue };
        if high.checked_sub(low).is_none_or(|width| step < width) {
            continue;
        }
        let text = format!("a step of {step} allows every move between {low} and {high}");
        let mut finding = LINT.at(artifact.id.at, text).label(format!("the step of `{}`", artifact.id.name));
        if let Some(clause) = context.artifact_clause(system, artifact, "step") {
            finding.fix.push(edit::remove(context.sources, clause));
        }
        out.push(finding.help("make the step smaller than the range, or remove it: it reads like a limit"));
    }
}
