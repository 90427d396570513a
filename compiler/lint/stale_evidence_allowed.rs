//! A report without an age counts for years.

use super::{Context, Findings, Fix, Lint, edit};

/// An evidence item does not say how old a report may be.
pub static LINT: Lint =
    lint!("stale-evidence-allowed", Note, Evidence, "A report may be of any age.", check).fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let reports = context.model.evidence.iter().filter(|e| e.reader != "document");
    for evidence in reports.filter(|e| e.fresh.is_none() && !e.names_change) {
        let text = format!("a report of `{}` may be of any age", evidence.id.name);
        let mut finding = LINT.at(evidence.id.at, text).label("no `fresh`");
        let item = context.item(evidence.id.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "fresh within 30 days")));
        out.push(
            finding.help("add `fresh within 30 days`, or `names change`, which dates it by what it tested"),
        );
    }
}
