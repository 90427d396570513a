//! A finding that is accepted for years is accepted for good, by nobody in particular.

use super::{Context, Findings, Fix, Lint, edit};

/// An `allow` lasts longer than a year.
pub static LINT: Lint =
    lint!("long-allow", Warn, Suppressions, "An `allow` lasts longer than a year.", check).fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let limit = context.in_months(12);
    for allow in context.model.allows.iter().filter(|allow| allow.until > limit) {
        let text = format!("this `allow` lasts until {}", allow.until);
        let mut finding = LINT.at(allow.lint.at, text);
        finding
            .fix
            .extend(edit::allow_clause(context, allow).and_then(|clause| edit::set_date(clause, limit)));
        out.push(finding.help("end it within a year: whoever renews it then looks at it again"));
    }
}
