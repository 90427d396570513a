//! A control that applies and of which nothing can be shown is a promise.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint, registers};

/// How many controls a finding names.
const NAMED: usize = 6;

/// A control applies, and nothing in the policy supports it or is evidence for it.
pub static LINT: Lint = lint!(
    "control-without-evidence",
    Note,
    Certification,
    "A control applies, and nothing shows that it is met.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let statements = &context.model.governance.applicabilities;
    if statements.is_empty() {
        return;
    }
    let mut supported: BTreeSet<&str> = registers::of_suppliers(context.model).collect();
    supported.extend(registers::supports(context.model).into_iter().map(|(name, _)| name));
    for statement in statements {
        let catalogue = &statement.catalogue.name;
        let mut open = context.controls(catalogue);
        open.retain(|control| statement.all || statement.includes.contains_key(*control));
        open.retain(|control| {
            !statement.excludes.contains_key(*control) && !statement.evidence.contains_key(*control)
        });
        open.retain(|control| !supported.contains(format!("{catalogue}:{control}").as_str()));
        if open.is_empty() {
            continue;
        }
        let (shown, more) = open.split_at(open.len().min(NAMED));
        let rest = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let text = format!(
            "nothing shows how {}{rest} is met",
            shown.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ")
        );
        out.push(LINT.at(statement.catalogue.at, text).help(
            "add `evidence ID \"FILE\"`, or `supports [CONTROL]` to the rule, the activity or the document that meets it",
        ));
    }
}
