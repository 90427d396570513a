//! Data in an archive is still there.

use super::{Context, Findings, Fix, Lint, edit};

/// At the end of a schedule personal data goes into an archive.
pub static LINT: Lint = lint!(
    "archive-without-end",
    Warn,
    Retention,
    "At the end of its schedule personal data goes into an archive that nothing ends.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let lineage = &context.schedules().law.lineage;
    for retention in context.model.governance.retentions.iter().filter(|r| r.then == "archive") {
        let Some(coverage) = retention.covers.iter().find(|c| lineage.is_personal(&c.category.name)) else {
            continue;
        };
        let Some(clause) = context.clause(retention.id.at, "then") else { continue };
        let text = format!(
            "`{}` ends in an archive, where `{}` of `{}` stays without an end",
            retention.id.name, coverage.category.name, coverage.system.name
        );
        let within = retention.then_within.map(|time| format!(" within {time}")).unwrap_or_default();
        let mut finding = LINT.at(clause.head_at(), text);
        finding.fix.push(edit::replace(clause.head_at(), format!("then erase{within}")));
        out.push(finding.help(
            "erase or anonymise it at the end, and let `keep` say the whole time, that in the archive included",
        ));
    }
}
