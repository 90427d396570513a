//! A certificate after its last day certifies nothing.

use super::{Context, Findings, Lint};

/// The last certificate for a standard is over.
pub static LINT: Lint = lint!(
    "certificate-expired",
    Warn,
    Certification,
    "A certificate has expired, and no other has replaced it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let last = context.last_certificates();
    for certificate in last.into_iter().filter(|one| context.is_over(one.expires)) {
        let text = format!("the certificate for {} expired on {}", certificate.standard, certificate.expires);
        out.push(LINT.at(certificate.id.at, text).help(
            "add the new certificate with its days; until there is one, tell nobody that you are certified",
        ));
    }
}
