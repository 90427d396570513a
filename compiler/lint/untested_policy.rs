//! A policy without tests says what its author believes that it says.

use super::{Context, Findings, Lint};

/// A policy has no test.
pub static LINT: Lint = lint!("untested-policy", Note, Style, "A policy has no test.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(organization) = context.model.organization.as_ref().filter(|_| context.model.tests.is_empty())
    else {
        return;
    };
    out.push(LINT.at(organization.id.at, "this policy has no `test`").help(
        "add a `test` with a change that must be blocked: `countersign test` then says whether the rules mean what \
         you think",
    ));
}
