//! A hold that nobody looks at outlives its matter.

use super::{Context, Findings, Fix, Lint, edit};

/// A hold says no day on which somebody looks whether it is still needed.
pub static LINT: Lint =
    lint!("hold-without-review", Note, Retention, "A hold has no end and no day of review.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let open = |hold: &&crate::model::governance::LegalHold| hold.until.is_none() && hold.review_by.is_none();
    for hold in context.model.governance.holds.iter().filter(open) {
        let text = format!("`{}` has no end, and nothing says when it is looked at again", hold.id.name);
        let clause = format!("review by {}", context.in_months(6));
        let mut finding = LINT.at(hold.id.at, text);
        if let Some(item) = context.item(hold.id.at) {
            finding.fix.push(edit::add(context.sources, item, &clause));
        }
        out.push(finding.help(format!("add `{clause}`, or `until DATE` once it is lifted")));
    }
}
