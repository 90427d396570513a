//! Time until erasure is time of keeping.

use crate::law::{Length, Sure};

use super::{Context, Findings, Fix, Lint, edit};

/// Disposal may take longer than three months.
pub static LINT: Lint =
    lint!("slow-disposal", Note, Retention, "Disposal may take longer than three months.", check)
        .fixed(Fix::Unsafe);

const LONG: Length = Length { months: 0, seconds: 92 * 86_400 };

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let Some(within) = retention.then_within else { continue };
        let Some(clause) = context.clause(retention.id.at, "then") else { continue };
        if LONG.is_at_least(within.into()) == Sure::Always {
            continue;
        }
        let text = format!("after its end `{}` may take {within} until the data is gone", retention.id.name);
        let mut finding = LINT.at(clause.head_at(), text);
        finding.fix.push(edit::replace(clause.head_at(), format!("then {} within 30 days", retention.then)));
        out.push(finding.help("do it within 30 days, or let `keep` say the whole time"));
    }
}
