//! A certificate runs for three years; its auditor asks for the changes of all of them.

use crate::law::{Kept, Length, Sure};
use crate::model::governance::Keep;

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint, edit};

/// Records of changes are kept for less than three years.
pub static LINT: Lint = lint!(
    "change-record-short",
    Warn,
    Retention,
    "Records of changes are kept for less than the three years of a certificate.",
    check
)
.fixed(Fix::Unsafe);

const CYCLE: Length = Length { months: 36, seconds: 0 };

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let Some(coverage) = retention.covers.iter().find(|c| c.category.name == "change_record") else {
            continue;
        };
        let short = match Kept::of(retention) {
            Kept::For(own, _) => own.is_at_least(CYCLE) != Sure::Always,
            Kept::Nothing => true,
            Kept::To(_) | Kept::Forever => false,
        };
        if !short {
            continue;
        }
        let text = format!(
            "`{}` keeps the change records of `{}` for {}, and a certificate runs for three years",
            retention.id.name,
            coverage.system.name,
            kept(retention)
        );
        let mut finding = LINT.at(retention.keep_at, text);
        let only = retention.covers.len() == 1 && retention.rounding.is_empty();
        if let Keep::After(_, event) = &retention.keep
            && only
        {
            finding.fix.push(edit::replace(retention.keep_at, format!("keep 3 years after {}", event.name)));
        }
        out.push(
            finding
                .help("keep them for 3 years or more: ISO/IEC 17021-1 has audits in a cycle of three years"),
        );
    }
}
