//! Whoever must not erase wants to know why.

use super::{Context, Findings, Lint};

/// A hold does not say what matter it is about.
pub static LINT: Lint =
    lint!("hold-unexplained", Note, Retention, "A hold does not say what matter it is about.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let silent = |hold: &&crate::model::governance::LegalHold| {
        hold.because.trim().is_empty() && hold.title.trim().is_empty()
    };
    for hold in context.model.governance.holds.iter().filter(silent) {
        let text = format!("`{}` does not say what matter it is about", hold.id.name);
        out.push(LINT.at(hold.id.at, text).help("add `because TEXT`, or a title behind the name"));
    }
}
