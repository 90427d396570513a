//! A certificate says something about the systems that its scope names, and nothing about others.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint};

/// No certificate for a standard covers a system that the organization governs.
pub static LINT: Lint = lint!(
    "certificate-misses-system",
    Deny,
    Certification,
    "A certificate leaves out a system of the organization.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(organization) = &context.model.organization else { return };
    for certificate in context.last_certificates().into_iter().filter(|one| one.supplier.is_none()) {
        let covered: BTreeSet<&str> = certificate.covers.iter().map(|id| id.name.as_str()).collect();
        for system in organization.covers.iter().filter(|system| !covered.contains(system.name.as_str())) {
            let text = format!("the certificate for {} leaves out `{}`", certificate.standard, system.name);
            let clause = context.clause(certificate.id.at, "covers");
            let at = clause.map_or(certificate.id.at, |clause| clause.head_at());
            let finding = LINT.at(at, text).because(system.at, "governed here");
            out.push(finding.help(
                "have the scope extended in the next audit; until then say of that system that it is not certified",
            ));
        }
    }
}
