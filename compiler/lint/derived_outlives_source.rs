//! Who erases the call and keeps its vectors has not erased the call.

use std::collections::{BTreeSet, HashMap};

use crate::law::{Compared, Kept};
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
        let Some(category) = lineage.get(case.category) else { continue };
        for source in &category.from {
            let Some(of_source) = by_case.get(&key(case, &source.name)) else { continue };
            let own = covering.retention;
            let explained = !own.basis_because.is_empty() && own.id.name != of_source.id.name;
            if explained
                || !outlives(own, of_source)
                || !told.insert((own.id.at, case.category, &source.name))
            {
                continue;
            }
            let text = format!(
                "`{}` of `{}` in {} is kept {}, and `{}`, from which it comes, {}",
                case.category,
                case.system.id.name,
                case.place,
                kept(own),
                source.name,
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
                    .help("keep it no longer than its source, or say its own ground: `basis … because TEXT`"),
            );
        }
    }
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
