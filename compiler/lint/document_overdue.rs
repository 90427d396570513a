//! A document that nobody has looked at for long tells what was true.

use super::{Context, Findings, Lint};

/// A document of the pack was not looked at when it was due.
pub static LINT: Lint = lint!("document-overdue", Warn, Conduct, "A document of the pack is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for document in &context.model.governance.documents {
        let Some(reviewed) = &document.reviewed else { continue };
        let what = format!("a look at `{}`", document.id.name);
        let help = "read it against what is so, and put the day after `reviewed`";
        out.extend(context.late(&LINT, &what, reviewed, help));
    }
}
