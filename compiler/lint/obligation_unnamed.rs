//! Whoever keeps data because law says so can name the law.

use crate::model::governance::Limit;

use super::{Context, Findings, Lint};

/// A schedule rests on a legal obligation that nothing names.
pub static LINT: Lint = lint!(
    "obligation-unnamed",
    Note,
    Retention,
    "A schedule rests on a legal obligation, and no law is named that asks for it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let asked: std::collections::BTreeSet<_> = context
        .held()
        .iter()
        .filter(|held| held.bound.open.is_empty() && matches!(held.bound.fact.limit, Limit::Floor(..)))
        .map(|held| held.retention.id.at)
        .collect();
    for retention in &context.model.governance.retentions {
        let named = !retention.basis_because.is_empty() || asked.contains(&retention.id.at);
        if retention.basis != "legal_obligation" || named {
            continue;
        }
        let at = context.clause(retention.id.at, "basis").map_or(retention.id.at, |clause| clause.head_at());
        let text = format!("no fact asks to keep what `{}` keeps", retention.id.name);
        out.push(LINT.at(at, text).help(
            "name the law: `basis legal_obligation because TEXT`, or a `fact` of your own; or take another ground",
        ));
    }
}
