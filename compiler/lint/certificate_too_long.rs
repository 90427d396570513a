//! Certificates of management systems run for three years.

use crate::time::{Period, PeriodUnit};

use super::{Context, Findings, Fix, Lint, edit};

/// How long a certificate of a management system lasts: the cycle of ISO/IEC 17021-1:2015, 9.1.3.2,
/// as two certification bodies cite it (2026-11-26); the standard itself was not read.
const MONTHS: u64 = 36;

/// A certificate is said to last longer than one can.
pub static LINT: Lint = lint!(
    "certificate-too-long",
    Warn,
    Certification,
    "A certificate is said to last longer than three years.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for certificate in &context.model.governance.certificates {
        let most = certificate.issued.start().plus(Period { n: MONTHS, unit: PeriodUnit::Months }).day();
        if certificate.expires <= most {
            continue;
        }
        let clause = context.clause(certificate.id.at, "expires");
        let at = clause.map_or(certificate.id.at, |clause| clause.head_at());
        let text = format!("a certificate of {} ends by {most}", certificate.issued);
        let mut finding = LINT.at(at, text);
        finding.fix.extend(clause.and_then(|clause| edit::set_date(clause, most)));
        out.push(finding.help("look at the certificate: one of the two days is another one"));
    }
}
