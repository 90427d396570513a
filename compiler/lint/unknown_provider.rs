//! A provider that nobody has heard of hears callers all the same.

use super::{Context, Findings, Lint, outsiders};

/// A governed file names a provider that is neither known nor a supplier.
pub static LINT: Lint = lint!(
    "unknown-provider",
    Warn,
    Residency,
    "A governed file names a provider of a step that is neither known nor a supplier.",
    check
)
.needs_repository();

/// What would mend it.
pub const HELP: &str = "if a company stands behind it, declare that as a supplier of the step; \
                        if a program beside the agent does, write `allow \"unknown-provider\" because \"…\"` on the system";

fn check(context: &Context<'_>, out: &mut Findings) {
    outsiders::report(context, &LINT.name, &LINT, out);
}
