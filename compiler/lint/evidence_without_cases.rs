//! A suite in which nothing ran passes completely.

use super::{Context, Findings, Fix, Lint, edit};

/// An evidence item does not say how many cases a report must have.
pub static LINT: Lint =
    lint!("evidence-without-cases", Warn, Evidence, "A report may be empty and pass.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for evidence in context.model.evidence.iter().filter(|e| e.reader != "document" && e.cases.is_none()) {
        let text = format!("a report of `{}` with one case would do", evidence.id.name);
        let mut finding = LINT.at(evidence.id.at, text).label("no `cases`");
        let item = context.item(evidence.id.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "cases at least 20")));
        out.push(
            finding.help("add `cases at least N` with the size of the suite today: tests get switched off"),
        );
    }
}
