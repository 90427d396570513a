//! A time that ends in nothing is a time without an end.

use crate::model::governance::Keep;

use super::{Context, Findings, Fix, Lint, edit};

/// A schedule ends and does not say what happens then.
pub static LINT: Lint =
    lint!("no-disposal", Warn, Retention, "A schedule ends and does not say what happens then.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let ends = matches!(retention.keep, Keep::After(..) | Keep::Until(_) | Keep::While(_));
        if !ends || !retention.then.is_empty() {
            continue;
        }
        let text = format!("`{}` ends, and nothing says what happens to the data then", retention.id.name);
        let mut finding = LINT.at(retention.keep_at, text);
        if let Some(item) = context.item(retention.id.at) {
            finding.fix.push(edit::add(context.sources, item, "then erase within 7 days"));
        }
        out.push(finding.help("add `then erase within 7 days`, or what else is done and how soon"));
    }
}
