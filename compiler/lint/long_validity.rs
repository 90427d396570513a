//! Whoever approved a year ago approved in another world.

use crate::time::{Period, PeriodUnit};

use super::{Context, Findings, Fix, Lint, edit};

/// An approval counts for longer than a year.
pub static LINT: Lint =
    lint!("long-validity", Warn, ChangeControl, "An approval counts for longer than a year.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let limit = context.at.plus(Period { n: 12, unit: PeriodUnit::Months });
    for rule in &context.model.rules {
        let Some(valid) = rule.valid.filter(|valid| context.at.plus(*valid) > limit) else { continue };
        let Some(clause) = context.clause(rule.id.at, "valid") else { continue };
        let text = format!("approvals for `{}` count for {valid}", rule.id.name);
        let mut finding = LINT.at(clause.head_at(), text);
        finding.fix.push(edit::replace(clause.head_at(), "valid 90 days"));
        out.push(finding.help(
            "ask for a fresh one within a year at most, as with `valid 90 days`; without the line it is 30 days",
        ));
    }
}
