//! Anybody can print a certificate; who may issue one is looked after by somebody else.

use super::{Context, Findings, Lint};

/// A certificate does not say who accredited the body that issued it.
pub static LINT: Lint =
    lint!("body-not-accredited", Warn, Certification, "Who accredited a certifier is not stated.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let without = |one: &&crate::model::governance::Certificate| one.accredited_by.is_empty();
    for certificate in context.model.governance.certificates.iter().filter(without) {
        let clause = context.clause(certificate.id.at, "body");
        let at = clause.map_or(certificate.id.at, |clause| clause.head_at());
        let text = format!("who accredited {} is not stated", certificate.body);
        out.push(LINT.at(at, text).label("no `accredited by`").help(
            "add `accredited by \"BODY\"` as the certificate has it, such as UKAS; without one it shows little",
        ));
    }
}
