//! A standard without its year is another one after its next edition.

use super::{Context, Findings, Fix, Lint, edit};

/// Standards that agents are certified against, and their editions in force.
const EDITIONS: &[(&str, &str)] = &[("42001", "2023"), ("27001", "2022")];

/// A certificate names a standard without its year.
pub static LINT: Lint =
    lint!("standard-undated", Note, Certification, "A certificate names a standard without its year.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for certificate in &context.model.governance.certificates {
        let standard = certificate.standard.trim();
        let year = standard.rsplit(':').next().filter(|_| standard.contains(':')).unwrap_or_default();
        let is_iso =
            standard.starts_with("ISO") || standard.starts_with("EN ") || standard.starts_with("BS ");
        if !is_iso || year.len() >= 4 && year.bytes().take(4).all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let value = context.clause(certificate.id.at, "standard").and_then(|clause| clause.first_value());
        let at = value.map_or(certificate.id.at, |value| value.at());
        let mut finding = LINT.at(at, format!("{standard} is named without its year"));
        let number = standard.split([' ', '/']).next_back().unwrap_or_default();
        let edition = EDITIONS.iter().find(|(known, _)| *known == number);
        if let (Some(value), Some((_, year))) = (value, edition) {
            finding.fix.push(edit::replace(value.at(), format!("\"{standard}:{year}\"")));
        }
        out.push(finding.help("add the year as the certificate has it, such as \"ISO/IEC 42001:2023\""));
    }
}
