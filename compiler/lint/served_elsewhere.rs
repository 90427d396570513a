//! Where a system serves, the law of that place applies, whether the organization lists it or not.

use super::{Context, Findings, Fix, Lint, edit};

/// A system serves a jurisdiction that the organization does not.
pub static LINT: Lint = lint!(
    "served-elsewhere",
    Warn,
    Scope,
    "A system serves a jurisdiction that the organization does not.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(organization) = context.model.organization.as_ref().filter(|o| !o.serves.is_empty()) else {
        return;
    };
    let list = context.clause(organization.id.at, "serves");
    for system in &context.model.systems {
        let missing = system.serves.iter().filter(|code| !organization.serves.contains(code));
        for code in missing {
            let clause = context.clause(system.id.at, "serves");
            let place = clause.and_then(|clause| edit::phrase_at(clause, code)).unwrap_or(system.id.at);
            let text =
                format!("`{}` serves `{code}`, and `{}` does not", system.id.name, organization.id.name);
            let mut finding = LINT.at(place, text);
            if let Some(list) = list {
                finding = finding.because(list.head_at(), "what the organization serves");
                finding.fix.extend(edit::add_phrase(list, code));
            }
            out.push(
                finding.help(format!("add `{code}` to `serves` of the organization, or correct the system")),
            );
        }
    }
}
