//! A certificate without audits in between is a question, not an answer.

use crate::time::{Period, PeriodUnit};

use super::{Context, Findings, Fix, Lint, edit};

/// A certificate names no surveillance audit, or none after the last one.
pub static LINT: Lint = lint!(
    "surveillance-unplanned",
    Note,
    Certification,
    "A certificate names no surveillance audit to come.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let months = |n| Period { n, unit: PeriodUnit::Months };
    let last = context.last_certificates();
    for certificate in last.into_iter().filter(|one| !context.is_over(one.expires)) {
        let before = certificate.audits().map(|audit| audit.done.unwrap_or(audit.due)).max();
        let next = before.unwrap_or(certificate.issued).start().plus(months(12)).day();
        let planned = certificate.audits().any(|audit| audit.done.is_none());
        // Towards its end the next audit is the one for the next certificate.
        if planned || next.start().plus(months(6)).day() > certificate.expires {
            continue;
        }
        let text = format!(
            "`{}` names no surveillance audit after {}",
            certificate.id.name,
            before.unwrap_or(certificate.issued)
        );
        let mut finding = LINT.at(certificate.id.at, text);
        let item = context.item(certificate.id.at);
        finding
            .fix
            .extend(item.map(|item| edit::add(context.sources, item, &format!("surveillance due {next}"))));
        out.push(finding.help(format!(
            "add `surveillance due {next}`, or the day that is agreed on: there is one every year"
        )));
    }
}
