//! A statement of applicability says of every control whether it applies.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit, registers};

/// A statement says nothing of a control.
pub static LINT: Lint = lint!(
    "control-undecided",
    Deny,
    Certification,
    "A statement of applicability says nothing of a control.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for statement in context.model.governance.applicabilities.iter().filter(|one| !one.all) {
        let decided: BTreeSet<&str> =
            statement.includes.keys().chain(statement.excludes.keys()).map(String::as_str).collect();
        let mut open = context.controls(&statement.catalogue.name);
        open.retain(|control| !decided.contains(control));
        if open.is_empty() {
            continue;
        }
        let text = format!("nothing is said of {}", registers::names(&open));
        let mut finding = LINT.at(statement.catalogue.at, text);
        let line = format!("includes [{}]", open.join(", "));
        let item = context.item(statement.catalogue.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, &line)));
        out.push(finding.help("add each to `includes`, or `excludes ID because \"…\"` with the reason"));
    }
}
