//! What was a time of grace is over, and the line still reads as if it were not.

use super::{Context, Findings, Fix, Lint, edit};

/// A rule says that it warned until a day that is over.
pub static LINT: Lint = lint!(
    "ended-warning",
    Warn,
    ChangeControl,
    "A rule says that it warned until a day that is over.",
    check
)
.fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let rules = context.model.rules.iter().map(|rule| (&rule.id, rule.warn_until));
    let invariants = context.model.invariants.iter().map(|invariant| (&invariant.id, invariant.warn_until));
    for (id, until) in rules.chain(invariants) {
        let Some(until) = until.filter(|day| context.is_over(*day)) else { continue };
        let Some(clause) = context.clause(id.at, "enforce") else { continue };
        let text = format!("`{}` is enforced since the end of {until}", id.name);
        let mut finding = LINT.at(clause.head_at(), text).because(id.at, "");
        finding.fix.push(edit::remove(context.sources, clause));
        out.push(finding.help("remove the line: it changes nothing any more, and reads as if it did"));
    }
}
