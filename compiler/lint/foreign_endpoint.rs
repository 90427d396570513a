//! The register says where calls are worked on; the address in the config decides it.

use crate::names;

use super::{Context, Findings, Lint, outsiders};

/// A governed file tells of a place where no step of the chain works.
pub static LINT: Lint = lint!(
    "foreign-endpoint",
    Deny,
    Residency,
    "A governed file has an address or a region where no step of the chain works.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    outsiders::report(context, &names::ADDRESS_OUTSIDE_CHAIN, &LINT, out);
}
