//! A decision that matters to a person must lead to a person: GDPR Art. 22(3), and in the United
//! Kingdom UK GDPR Art. 22C.

use super::{Context, Findings, Fix, Lint, edit, registers};

/// A decision with a significant or legal effect has no human route.
pub static LINT: Lint = lint!(
    "decision-without-human",
    Deny,
    Conduct,
    "A decision that matters to a person has no human route.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for decision in system.decisions.iter().filter(|one| registers::matters(one) && one.human.is_none()) {
            let text = format!(
                "`{}` of `{}` has a {} effect, and no person can be reached",
                decision.id.name, system.id.name, decision.effect
            );
            let mut finding = LINT.at(decision.id.at, text).label("no `human`");
            if let (Some(item), Some(owner)) = (context.decision_item(system, decision), &system.owner) {
                let line = format!("human {} within 1 day", owner.name);
                finding.fix.push(edit::add(context.sources, item, &line));
            }
            out.push(
                finding.help("add `human ROLE within DURATION` with the role that takes the decision over"),
            );
        }
    }
}
