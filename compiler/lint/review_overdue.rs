//! A management review that was not held is the finding that every auditor looks for.

use std::collections::BTreeMap;

use crate::model::governance::Review;

use super::{Context, Findings, Lint};

/// The last management review or internal audit is too long ago.
pub static LINT: Lint =
    lint!("review-overdue", Warn, Conduct, "A management review or an internal audit is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut last: BTreeMap<&str, &Review> = BTreeMap::new();
    for review in &context.model.governance.reviews {
        let known = last.entry(review.kind).or_insert(review);
        if known.held.on < review.held.on {
            *known = review;
        }
    }
    for (kind, review) in last {
        let what = if kind == "management" { "a management review" } else { "an internal audit" };
        let help = "hold it, keep its minutes, and add it with its day";
        out.extend(context.late(&LINT, what, &review.held, help));
    }
}
