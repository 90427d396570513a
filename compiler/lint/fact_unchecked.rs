//! How sure a fact is rests on somebody having looked it up on a day.

use super::{Context, Findings, Fix, Lint, edit};

/// A fact of the policy claims to be sure and says no day on which it was looked up.
pub static LINT: Lint =
    lint!("fact-unchecked", Warn, Retention, "A fact claims to be sure and was never looked up.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for fact in context.model.governance.facts.iter().filter(|fact| fact.is_firm()) {
        if fact.verified.is_some() {
            continue;
        }
        let text = format!("`{}` has confidence {} and was never looked up", fact.id.name, fact.confidence);
        let Some(clause) = context.clause(fact.id.at, "confidence") else { continue };
        let mut finding = LINT.at(clause.head_at(), text);
        finding.fix.push(edit::replace(clause.head_at(), "confidence none"));
        out.push(
            finding.help("add `verified DATE`, or say `confidence none`, so that it asks and does not fail"),
        );
    }
}
