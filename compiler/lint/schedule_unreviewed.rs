//! Purposes end quietly; a schedule that nobody looks at does not notice.

use super::{Context, Findings, Lint};

/// A schedule does not say when it was looked at.
pub static LINT: Lint = lint!(
    "schedule-unreviewed",
    Note,
    Retention,
    "A schedule does not say when it was looked at last.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in context.model.governance.retentions.iter().filter(|r| r.reviewed.is_none()) {
        let text = format!("`{}` does not say when it was looked at last", retention.id.name);
        out.push(LINT.at(retention.id.at, text).help("look at it and add `reviewed DATE every 12 months`"));
    }
}
