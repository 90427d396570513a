//! Who erases the call and keeps its vectors has not erased the call.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::law::{Compared, Kept, Lineage};
use crate::model::governance::{Keep, Retention};

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint, edit};

/// Derived data is kept for longer than what it comes from.
pub static LINT: Lint = lint!(
    "derived-outlives-source",
    Warn,
    Retention,
    "Derived data is kept for longer than what it comes from.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let schedules = context.schedules();
    let key = |case: &crate::law::Case<'_>, category: &str| {
        (case.system.id.name.clone(), category.to_owned(), case.place.to_owned())
    };
    let by_case: HashMap<_, &Retention> = schedules
        .scheduled()
        .map(|(case, covering)| (key(case, case.category), covering.retention))
        .collect();
    let mut told = BTreeSet::new();
    for (case, covering) in schedules.scheduled() {
        let lineage = &schedules.law.lineage;
        let own = covering.retention;
        let scheduled = |source: &str| by_case.get(&key(case, source)).copied();
        for (source, of_source) in nearest(lineage, case.category, scheduled) {
            if !outlives(own, of_source) || !told.insert((own.id.at, case.category, source)) {
                continue;
            }
            let text = format!(
                "`{}` of `{}` in {} is kept {}, and `{}`, from which it comes, {}",
                case.category,
                case.system.id.name,
                case.place,
                kept(own),
                source,
                kept(of_source)
            );
            let mut finding = LINT.at(own.keep_at, text);
            let as_source = context.clause(of_source.id.at, "keep").map(|clause| clause.head_at());
            if let Some(at) = as_source.filter(|_| own.rounding == of_source.rounding) {
                let keep = context.sources.text(at).to_owned();
                finding.fix.push(edit::replace(own.keep_at, keep));
            }
            out.push(
                finding
                    .because(of_source.keep_at, format!("`{}`", of_source.id.name))
                    .help("keep it no longer than its source, or accept it: `allow \"derived-outlives-source\" because \"…\" until DATE`"),
            );
        }
    }
}

/// Lists the sources of a category that have a schedule, with it; behind a source that has none, the
/// sources of that one.
fn nearest<'a>(
    lineage: &Lineage<'a>,
    category: &str,
    scheduled: impl Fn(&str) -> Option<&'a Retention>,
) -> Vec<(&'a str, &'a Retention)> {
    let from = |category: &str| lineage.get(category).map_or(&[][..], |known| known.from.as_slice());
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut open: Vec<&'a str> = from(category).iter().map(|source| source.name.as_str()).collect();
    while let Some(source) = open.pop() {
        if !seen.insert(source) {
            continue;
        }
        match scheduled(source) {
            Some(retention) => found.push((source, retention)),
            None => open.extend(from(source).iter().map(|source| source.name.as_str())),
        }
    }
    found
}

/// Tells whether a schedule surely keeps for longer than another.
fn outlives(own: &Retention, source: &Retention) -> bool {
    match (&own.keep, &source.keep) {
        (Keep::Forever(_), Keep::Forever(_)) | (Keep::Nothing, _) => false,
        (Keep::Forever(_), _) | (_, Keep::Nothing) => true,
        (_, Keep::After(period, event)) => {
            crate::law::ceiling(Kept::of(own), *period, &event.name) == Compared::Breaks
        }
        _ => false,
    }
}
