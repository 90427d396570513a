//! An auditor asks for one thing that was erased, and how that can be seen.

use super::{Context, Findings, Lint};

/// A schedule does not say where its disposal can be seen.
pub static LINT: Lint = lint!(
    "disposal-without-proof",
    Note,
    Retention,
    "A schedule does not say where its disposal can be seen.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let silent = retention.proof.is_empty() && retention.enforced.is_empty();
        if retention.then.is_empty() || !silent {
            continue;
        }
        let text = format!("nothing shows that `{}` is carried out", retention.id.name);
        let at = context.clause(retention.id.at, "then").map_or(retention.id.at, |clause| clause.head_at());
        out.push(LINT.at(at, text).help(
            "add `enforced at LOCATION unit UNIT` with the setting that does it, or `proof TEXT` with the log or report",
        ));
    }
}
