//! A policy whose rules all warn lets everything pass.

use super::{Context, Findings, Lint};

/// Every rule only warns.
pub static LINT: Lint =
    lint!("nothing-enforced", Deny, ChangeControl, "Every rule only warns.", check).never_waived();

fn check(context: &Context<'_>, out: &mut Findings) {
    let rules = &context.model.rules;
    let warns = |until: Option<_>| until.is_some_and(|day| !context.is_over(day));
    let Some(last) = rules.iter().filter_map(|rule| rule.warn_until).max() else { return };
    let Some(first) = rules.first().filter(|_| rules.iter().all(|rule| warns(rule.warn_until))) else {
        return;
    };
    let text = format!("every rule only warns, the last one until {last}");
    let finding =
        rules.iter().skip(1).take(3).fold(LINT.at(first.id.at, text), |f, rule| f.because(rule.id.at, ""));
    out.push(finding.help(
        "enforce one rule at least, best the one about changes of the policy: as it is, the gate is for show",
    ));
}
