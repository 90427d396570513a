//! Some data must not be there at all, however short.

use crate::model::governance::{Keep, Limit};

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint, edit};

/// A schedule keeps what must not be kept.
pub static LINT: Lint =
    lint!("prohibited-data-kept", Deny, Retention, "A schedule keeps data that must not be kept.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let kept_at_all = context.held().iter().filter(|held| {
        held.is_hard() && held.bound.fact.limit == Limit::Nothing && held.retention.keep != Keep::Nothing
    });
    for held in kept_at_all {
        let text =
            format!("`{}` keeps {}, and nothing may be kept", held.retention.id.name, kept(held.retention));
        let mut finding = context.at_keep(&LINT, held, text);
        finding.fix.push(edit::replace(held.retention.keep_at, "keep nothing"));
        out.push(
            finding.help("do not take it in: pause the recording or mask the keys; then say `keep nothing`"),
        );
    }
}
