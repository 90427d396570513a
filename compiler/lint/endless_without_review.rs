//! What is kept without an end needs somebody who asks again and again whether it still should be.

use crate::model::governance::Keep;

use super::{Context, Findings, Lint};

/// Personal data is kept forever and nobody is to look again.
pub static LINT: Lint = lint!(
    "endless-without-review",
    Warn,
    Retention,
    "Personal data is kept forever, and nothing says when that is looked at again.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let lineage = &context.schedules().law.lineage;
        let personal = retention.covers.iter().find(|c| lineage.is_personal(&c.category.name));
        let (Keep::Forever(_), Some(coverage), None) = (&retention.keep, personal, &retention.reviewed)
        else {
            continue;
        };
        let text = format!(
            "`{}` keeps `{}` of `{}` forever, without a review",
            retention.id.name, coverage.category.name, coverage.system.name
        );
        out.push(
            LINT.at(retention.keep_at, text)
                .help("say how long, or add `reviewed DATE every 12 months`, so that somebody asks again"),
        );
    }
}
