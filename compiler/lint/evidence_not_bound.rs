//! A report that names no change can be the report of another one.

use super::{Context, Findings, Fix, Lint, edit};

/// A report need not name the change it is about.
pub static LINT: Lint =
    lint!("evidence-not-bound", Note, Evidence, "A report is not bound to the change.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for evidence in context.model.evidence.iter().filter(|e| e.reader != "document" && !e.names_change) {
        let text = format!("a report of `{}` may be about another version", evidence.id.name);
        let mut finding = LINT.at(evidence.id.at, text).label("no `names change`");
        let item = context.item(evidence.id.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "names change")));
        out.push(finding.help("add `names change`: the report then carries the digest that approvals carry"));
    }
}
