//! What does not apply needs no evidence, and what is done can hardly not apply.

use std::collections::BTreeMap;

use crate::source::Location;

use super::{Context, Findings, Fix, Lint, registers};

/// A control is left out, and something is evidence for it or supports it.
pub static LINT: Lint = lint!(
    "excluded-and-shown",
    Warn,
    Certification,
    "A control is left out, and something shows that it is met.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let statements = &context.model.governance.applicabilities;
    if statements.iter().all(|statement| statement.excludes.is_empty()) {
        return;
    }
    let supports: BTreeMap<&str, Location> = registers::supports(context.model).into_iter().collect();
    for statement in statements {
        for (control, exclusion) in &statement.excludes {
            let name = format!("{}:{control}", statement.catalogue.name);
            let shown = statement.evidence.get(control).and_then(|all| all.first()).map(|text| text.at);
            let Some(other) = shown.or_else(|| supports.get(name.as_str()).copied()) else { continue };
            let text = format!("`{control}` is left out, and something shows that it is met");
            let mut finding = LINT.at(exclusion.at, text).because(other, "shown here");
            finding.fix = registers::include(context, statement, control, exclusion);
            out.push(finding.help("include the control, or take the evidence away"));
        }
    }
}
