//! A system that does not say that it handles something is not asked about it.

use super::{Context, Findings, Fix, Lint, edit};

/// A schedule covers a category that its system does not say that it handles.
pub static LINT: Lint = lint!(
    "covers-unhandled-data",
    Warn,
    Retention,
    "A schedule covers a category that its system does not list in `handles`.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let law = &context.schedules().law;
    for retention in &context.model.governance.retentions {
        for coverage in &retention.covers {
            let Some(system) = law.system(&coverage.system.name) else { continue };
            let personal = law.lineage.is_personal(&coverage.category.name);
            if !personal || system.handles.iter().any(|one| *one == coverage.category.name) {
                continue;
            }
            let category = &coverage.category.name;
            let text = format!("`{}` does not say that it handles `{category}`", system.id.name);
            let mut finding = LINT.at(coverage.category.at, text);
            match context.clause(system.id.at, "handles") {
                Some(list) => finding.fix.extend(edit::add_phrase(list, category)),
                None => finding.fix.extend(
                    context
                        .item(system.id.at)
                        .map(|item| edit::add(context.sources, item, &format!("handles [{category}]"))),
                ),
            }
            out.push(
                finding.help(format!("add `{category}` to `handles` of the system, or remove the schedule")),
            );
        }
    }
}
