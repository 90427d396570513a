//! What is in both lists is never allowed, whatever the first one says.

use super::{Context, Findings, Fix, Lint, edit};

/// An artifact allows what it also forbids.
pub static LINT: Lint =
    lint!("allowed-and-never", Warn, ModelsAndSuppliers, "One thing is in `allow` and in `never`.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let never = artifact.never.as_deref().unwrap_or_default();
        for item in artifact.allow.iter().flatten().filter(|item| never.contains(item)) {
            let text = format!("`{item}` is in `allow` and in `never`");
            let mut finding = LINT.at(artifact.id.at, text).label(format!("of `{}`", artifact.id.name));
            if let Some((list, place)) = context.phrase(system, artifact, "allow", item) {
                finding.fix.extend(edit::remove_phrase(context.sources, list, place));
            }
            out.push(
                finding.help(
                    "remove it from one of the two: `never` wins, and readers of `allow` do not see it",
                ),
            );
        }
    }
}
