//! Whoever may change the rules without asking more people may do anything.

use crate::kind::Kind;
use crate::model::On;

use super::{Context, Findings, Fix, Lint, edit};

/// No rule is about changes of the policy itself.
pub static LINT: Lint =
    lint!("unguarded-policy", Warn, ChangeControl, "No rule is about changes of the policy itself.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let rules = &context.model.rules;
    let about = |on: &On| on.kind == Some(Kind::Policy) || on.kind.is_none() && on.systems.is_none();
    if rules.iter().any(|rule| rule.on.iter().any(about)) {
        return;
    }
    let Some(organization) = &context.model.organization else { return };
    let text = "no rule is about changes of the policy itself";
    let mut finding = LINT.at(organization.id.at, text);
    if let Some(otherwise) = &context.model.otherwise {
        finding = finding.because(otherwise.at, "this decides them");
    }
    let last = rules.last().map_or(organization.id.at, |rule| rule.id.at);
    if !rules.iter().any(|rule| rule.id.name == "policy_itself") {
        finding.fix.push(edit::add_item(context.sources, last, RULE));
    }
    out.push(finding.help(
        "add a rule `on policy weakened` that asks for more than any other: whoever can weaken a rule does not need to \
         keep it",
    ));
}

/// What is proposed: every owner of a system is asked.
const RULE: &str = "rule policy_itself \"A weaker policy needs the owners\" {\n  on      policy weakened\n  require \
                    approval from owner\n}";
