//! Which controls apply is what tells a certificate of substance from a badge.

use super::{Context, Findings, Fix, Lint, edit};

/// The standards of which the library has the controls.
const CATALOGUES: &[(&str, &str)] = &[("42001", "iso42001"), ("27001", "iso27001")];

/// There is a certificate of ours, and no statement of which controls apply.
pub static LINT: Lint = lint!(
    "certificate-without-statement",
    Note,
    Certification,
    "A certificate comes without a statement of which controls apply.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let statements = &context.model.governance.applicabilities;
    for certificate in context.last_certificates().into_iter().filter(|one| one.supplier.is_none()) {
        let Some((_, catalogue)) =
            CATALOGUES.iter().find(|(number, _)| certificate.standard.contains(number))
        else {
            continue;
        };
        if statements.iter().any(|one| one.catalogue.name == *catalogue) {
            continue;
        }
        let text =
            format!("no `applicability {catalogue}` goes with the certificate for {}", certificate.standard);
        let mut finding = LINT.at(certificate.id.at, text);
        if let Some(owner) = certificate.owner.as_ref().filter(|_| !context.controls(catalogue).is_empty()) {
            let item = format!("applicability {catalogue} {{\n  includes all\n  owner    {}\n}}", owner.name);
            finding.fix.push(edit::add_item(context.sources, certificate.id.at, &item));
        }
        out.push(finding.help(format!(
            "add `use std.{catalogue}` and `applicability {catalogue}`, with a reason for each control that does not apply"
        )));
    }
}
