//! A statement of applicability is somebody's decision.

use super::{Context, Findings, Lint};

/// Nobody has approved a statement of applicability.
pub static LINT: Lint = lint!(
    "statement-unapproved",
    Note,
    Certification,
    "Nobody has approved a statement of applicability.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for statement in context.model.governance.applicabilities.iter().filter(|one| one.approved.is_none()) {
        let text = format!("nobody has approved the statement for `{}`", statement.catalogue.name);
        out.push(
            LINT.at(statement.catalogue.at, text)
                .label("no `approved by`")
                .help("add `approved by ROLE on DATE` once somebody who answers for the risks has read it"),
        );
    }
}
