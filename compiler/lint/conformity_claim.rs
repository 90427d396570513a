//! No record, policy or certificate gives conformity with a law, and to say so misleads those who rely on it.

use super::{Context, Findings, Lint, claims};

/// A text of the policy claims conformity with the EU AI Act or another law.
pub static LINT: Lint =
    lint!("conformity-claim", Deny, Disclosure, "A policy claims conformity with a law.", check)
        .never_waived();

fn check(context: &Context<'_>, out: &mut Findings) {
    // Most files mention no law anywhere, which one look at each tells.
    for tree in context.trees.iter().filter(|tree| tree.any_text(claims::mentions_law)) {
        claims::texts(tree, &mut |at, text| {
            let Some(words) = claims::conformity(text) else { return };
            let message = format!("\"{words}\" claims what no policy can give");
            out.push(LINT.at(at, message).label("a claim of legal conformity").help(
                "say what is done instead: who approves, what is tested, how long data is kept; whether that is enough \
                 is for a court or an authority to say",
            ));
        });
    }
}
