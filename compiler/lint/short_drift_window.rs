//! A window shorter than a month lets a value creep a little every month.

use super::{Context, Findings, Fix, Lint, edit};

/// A `drift` bound looks back less than 30 days.
pub static LINT: Lint =
    lint!("short-drift-window", Note, Thresholds, "A `drift` bound forgets within a month.", check)
        .fixed(Fix::Unsafe);

/// The least window that is not told, in seconds (30 days).
const MONTH: i64 = 30 * 86_400;

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let Some((limit, within)) = artifact.drift else { continue };
        if within.seconds().is_none_or(|seconds| seconds >= MONTH) {
            continue;
        }
        let text = format!("`{}` may loosen by {limit} again every {within}", artifact.id.name);
        let mut finding = LINT.at(artifact.id.at, text).label("a short window");
        if let Some(clause) = context.artifact_clause(system, artifact, "drift") {
            let longer = format!("drift at most {} within 90 days", clause.values()[2].source());
            finding.fix.push(edit::replace(clause.head_at(), longer));
        }
        out.push(
            finding
                .help("look back 90 days or more: drift is what nobody notices from one month to the next"),
        );
    }
}
