//! A new certificate takes longer than the last months of the old one.

use super::{Context, Findings, Lint, registers};

/// How many months before its end a certificate should be under way to the next.
const MONTHS: u64 = 6;

/// The last certificate for a standard ends soon.
pub static LINT: Lint =
    lint!("certificate-expiring", Note, Certification, "A certificate ends within six months.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let last = context.last_certificates();
    for certificate in last.into_iter().filter(|one| registers::is_soon(context, one.expires, MONTHS)) {
        let left = context.days_left(certificate.expires);
        let text = format!("the certificate for {} ends in {left} days", certificate.standard);
        out.push(LINT.at(certificate.id.at, text).label(format!("until {}", certificate.expires)).help(
            "agree on the days of the next audit with the certifier: it has to end before this one does",
        ));
    }
}
