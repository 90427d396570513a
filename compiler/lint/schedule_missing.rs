//! What no schedule covers is kept for as long as somebody forgets it.

use std::collections::BTreeMap;

use super::keeping::some;
use super::{Context, Findings, Lint};

/// A category that a system handles has no schedule in some place.
pub static LINT: Lint = lint!(
    "schedule-missing",
    Deny,
    Retention,
    "A category of data that a system handles has no schedule in some place.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut missing: BTreeMap<(_, &str), Vec<&str>> = BTreeMap::new();
    for case in context.schedules().cases.iter().filter(|case| case.coverings.is_empty()) {
        missing.entry((case.system.id.at, case.category)).or_default().push(case.place);
    }
    for ((at, category), places) in missing {
        let text = format!("no schedule says how long `{category}` is kept in {}", some(&places));
        let clause = context.clause(at, "handles").map_or(at, |clause| clause.head_at());
        let list = places.join(", ");
        let system = context.item(at).and_then(|item| item.values().first().map(|v| v.source()));
        let covers = format!("covers {category} of {} in [{list}]", system.unwrap_or_default());
        out.push(LINT.at(clause, text).help(format!(
            "add `{covers}` to the `retention` that fits, or one of its own; `keep nothing` is a schedule too"
        )));
    }
}
