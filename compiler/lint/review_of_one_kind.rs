//! A management system is looked at from above and from the side.

use super::{Context, Findings, Lint};

/// There are management reviews and no internal audit, or the other way round.
pub static LINT: Lint = lint!(
    "review-of-one-kind",
    Note,
    Conduct,
    "Of management review and internal audit one is missing.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let reviews = &context.model.governance.reviews;
    let has = |kind: &str| reviews.iter().any(|review| review.kind == kind);
    let Some(first) = reviews.first() else { return };
    let missing = match (has("management"), has("internal_audit")) {
        (true, false) => "internal audit",
        (false, true) => "management review",
        _ => return,
    };
    let text = format!("there is no {missing}");
    out.push(LINT.at(first.id.at, text).help(format!(
        "hold one and add a second `review`: ISO/IEC 42001 asks for both in its clause 9, and a certifier for the {missing} first"
    )));
}
