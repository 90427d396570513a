//! The day came, and nobody said whether the matter is over.

use super::{Context, Findings, Lint};

/// The day on which a hold was to be looked at is over.
pub static LINT: Lint =
    lint!("hold-review-overdue", Warn, Retention, "The day of review of a hold is over.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for hold in &context.model.governance.holds {
        let Some(day) = hold.review_by.filter(|day| hold.until.is_none() && context.is_over(*day)) else {
            continue;
        };
        let at = context.clause(hold.id.at, "review").map_or(hold.id.at, |clause| clause.head_at());
        let text = format!("`{}` was to be looked at by {day}", hold.id.name);
        out.push(LINT.at(at, text).help("lift it with `until DATE`, or set the next day after looking"));
    }
}
