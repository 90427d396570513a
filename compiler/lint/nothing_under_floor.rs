//! A floor is about data that exists: to keep none of it is right only if none is made.

use crate::model::governance::Keep;

use super::{Context, Findings, Lint};

/// A schedule keeps nothing of what law asks to keep.
pub static LINT: Lint = lint!(
    "nothing-under-floor",
    Warn,
    Retention,
    "A schedule keeps nothing of data that law asks to keep.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let none = context
        .held()
        .iter()
        .filter(|held| held.is_hard() && held.is_floor() && held.retention.keep == Keep::Nothing);
    for held in none {
        let Some((period, event)) = held.number() else { continue };
        let text = format!(
            "`{}` keeps nothing, and at least {period} after `{event}` is asked of what is recorded",
            held.retention.id.name
        );
        out.push(context.at_keep(&LINT, held, text).help(format!(
            "keep it for {period}; where nothing comes to be at all, say so with `allow \"nothing-under-floor\"`"
        )));
    }
}
