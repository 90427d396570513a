//! A duty that begins next month takes longer than a month to meet.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint, tellings};

/// How many months ahead a coming duty is told.
const MONTHS: u64 = 3;

/// Within three months callers must be told something that no prompt tells.
pub static LINT: Lint = lint!(
    "telling-ahead",
    Note,
    Disclosure,
    "Callers must soon be told something that no prompt tells.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let today = context.at.day();
    for system in tellings::telling(context) {
        let mut missing = BTreeSet::new();
        for coming in tellings::asked(context, system, context.in_months(MONTHS)) {
            let element = coming.what.element.as_str();
            let Some(first) = coming.fact.effective.filter(|first| *first > today) else { continue };
            if !coming.is_spoken() || tellings::is_told(system, element) || !missing.insert(element) {
                continue;
            }
            let text = format!(
                "from {first} {} asks for `{element}`, which no prompt of `{}` tells",
                coming.by(),
                system.id.name
            );
            out.push(LINT.at(system.id.at, text).help(format!(
                "prepare `discloses {element} as \"…\"` and the words: a change of the prompt needs its approvals"
            )));
        }
    }
}
