//! A rule that warns for ever is a wish.

use super::{Context, Findings, Fix, Lint, edit};

/// A rule only warns for longer than three months.
pub static LINT: Lint =
    lint!("long-warning", Warn, ChangeControl, "A rule only warns for longer than three months.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let limit = context.in_months(3);
    let rules = context.model.rules.iter().map(|rule| (&rule.id, rule.warn_until));
    let invariants = context.model.invariants.iter().map(|invariant| (&invariant.id, invariant.warn_until));
    for (id, until) in rules.chain(invariants) {
        let Some(until) = until.filter(|until| *until > limit) else { continue };
        let Some(clause) = context.clause(id.at, "enforce") else { continue };
        let text = format!("`{}` only warns until {until}", id.name);
        let mut finding = LINT.at(clause.head_at(), text).because(id.at, "what is not enforced until then");
        finding.fix.extend(edit::set_date(clause, limit));
        out.push(finding.help("end it within three months: people learn to read past a warning that stays"));
    }
}
