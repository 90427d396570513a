//! What is kept lies somewhere.

use crate::model::governance::Keep;

use super::{Context, Findings, Lint};

/// A schedule keeps data and does not say where it lies.
pub static LINT: Lint =
    lint!("no-storage-place", Note, Retention, "A schedule does not say where the data lies.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        if !retention.stored.is_empty() || retention.keep == Keep::Nothing {
            continue;
        }
        let text = format!("`{}` does not say where the data lies", retention.id.name);
        out.push(
            LINT.at(retention.id.at, text)
                .help("add `stored in [CODE]`, with `by SUPPLIER` where one keeps it"),
        );
    }
}
