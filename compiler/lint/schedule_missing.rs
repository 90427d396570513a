//! What no schedule covers is kept for as long as somebody forgets it.

use std::collections::{BTreeMap, HashSet};

use crate::law::Case;
use crate::model::governance::Limit;

use super::keeping::{number, some};
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
    let mut missing: BTreeMap<(_, &str), Vec<&Case<'_>>> = BTreeMap::new();
    for case in context.schedules().cases.iter().filter(|case| case.coverings.is_empty()) {
        missing.entry((case.system.id.at, case.category)).or_default().push(case);
    }
    for ((at, category), cases) in missing {
        let places: Vec<&str> = cases.iter().map(|case| case.place).collect();
        let text = format!("no schedule says how long `{category}` is kept in {}", some(&places));
        let clause = context.clause(at, "handles").map_or(at, |clause| clause.head_at());
        let list = places.join(", ");
        let system = context.item(at).and_then(|item| item.values().first().map(|v| v.source()));
        let covers = format!("covers {category} of {} in [{list}]", system.unwrap_or_default());
        let finding = LINT.at(clause, text).label(limited(context, &cases));
        out.push(finding.help(format!(
            "add `{covers}` to the `retention` that fits, or one of its own; `keep nothing` is a schedule too"
        )));
    }
    nowhere(context, out);
}

/// Looks at systems of which nothing says where they serve: what they handle is kept somewhere all the same.
fn nowhere(context: &Context<'_>, out: &mut Findings) {
    let all = context.model.governance.retentions.iter().flat_map(|retention| &retention.covers);
    let covered: HashSet<(&str, &str)> =
        all.map(|one| (one.system.name.as_str(), one.category.name.as_str())).collect();
    for system in context.model.systems.iter().filter(|system| system.serves.is_empty()) {
        let name = system.id.name.as_str();
        let open = system.handles.iter().filter(|category| !covered.contains(&(name, category.as_str())));
        let open: Vec<String> = open.map(|category| format!("`{category}`")).collect();
        if open.is_empty() {
            continue;
        }
        let clause = context.clause(system.id.at, "handles").map_or(system.id.at, |clause| clause.head_at());
        let text = format!("no schedule says how long {} of `{name}` is kept", some(&open));
        let finding = LINT.at(clause, text).because(system.id.at, "nothing says which places it serves");
        out.push(finding.help(
            "say with `serves [CODE]` whose law it is, and add a `retention` that covers it; `keep nothing` is a \
             schedule too",
        ));
    }
}

/// Says what law allows at most, whose it is and where it stands; empty where no limit is settled.
fn limited(context: &Context<'_>, cases: &[&Case<'_>]) -> String {
    let mut ceilings: BTreeMap<&str, String> = BTreeMap::new();
    for case in cases {
        let settled = case.limits.iter().filter(|bound| bound.is_settled() && bound.through.is_none());
        for bound in settled.filter(|bound| matches!(bound.fact.limit, Limit::Ceiling(..))) {
            let Some((period, event)) = number(bound.fact) else { continue };
            ceilings.entry(&bound.fact.id.name).or_insert_with(|| {
                let place = context.said_places(bound.fact, std::iter::once(case.place));
                format!("{place}: at most {period} after `{event}`, {}", bound.fact.cite)
            });
        }
    }
    some(ceilings.into_values())
}
