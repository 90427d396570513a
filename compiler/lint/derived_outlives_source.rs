//! Who erases the call and keeps its vectors has not erased the call.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::law::{self, Compared, Kept, Length, Lineage, Sure};
use crate::model::governance::{Keep, Retention};
use crate::time::{InWords, Period, PeriodUnit};

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint, edit};

/// Derived data is kept for longer than what it comes from, or may be.
pub static LINT: Lint = lint!(
    "derived-outlives-source",
    Warn,
    Retention,
    "Derived data is kept for longer than what it comes from, or nobody can tell.",
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
            let compared = with_copies(own, of_source);
            if compared == Compared::Fits || !told.insert((own.id.at, case.category, source)) {
                continue;
            }
            let times = format!(
                "`{}` of `{}` in {} is kept {}{}, and `{source}`, from which it comes, {}{}",
                case.category,
                case.system.id.name,
                case.place,
                kept(own),
                copies(own),
                kept(of_source),
                copies(of_source)
            );
            let text = match compared {
                Compared::Clock => {
                    format!("{times}: the clocks differ, so nobody can say that the one goes with the other")
                }
                Compared::Rounding => format!("{times}: which is longer depends on the day"),
                Compared::Fits | Compared::Breaks => times,
            };
            let mut finding = LINT.at(own.keep_at, text);
            let as_source = context.clause(of_source.id.at, "keep").map(|clause| clause.head_at());
            let alike = own.rounding == of_source.rounding && own.backups == of_source.backups;
            if let Some(at) = as_source.filter(|_| alike) {
                let keep = context.sources.text(at).to_owned();
                finding.fix.push(edit::replace(own.keep_at, keep));
            }
            out.push(
                finding
                    .because(of_source.keep_at, format!("`{}`", of_source.id.name))
                    .help("keep it no longer than its source, counted from the same event, or accept it: `allow \"derived-outlives-source\" because \"…\" until DATE`"),
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

/// Holds a schedule against that of the source: the data itself, and then with the copies in backups, of
/// which the last is what counts.
fn with_copies(own: &Retention, source: &Retention) -> Compared {
    match against(Kept::of(own), &source.keep) {
        Compared::Fits => against(Kept::of(own).plus(more_copies(own, source)), &source.keep),
        other => other,
    }
}

fn against(own: Kept<'_>, source: &Keep) -> Compared {
    let none = Period { n: 0, unit: PeriodUnit::Days };
    match (own, source) {
        (_, Keep::Forever(_)) | (Kept::Nothing, _) => Compared::Fits,
        (_, Keep::Nothing) => Compared::Breaks,
        (_, Keep::After(period, event)) => law::ceiling(own, *period, &event.name),
        (_, Keep::Until(event) | Keep::While(event)) => law::ceiling(own, none, &event.name),
    }
}

/// Returns by how much longer the copies of derived data live than those of its source; all of the time
/// where the two are counted in different units.
fn more_copies(own: &Retention, source: &Retention) -> Length {
    match (own.backups, source.backups) {
        (None, _) => Length::default(),
        (Some(own), Some(source)) if own.unit == source.unit => {
            Length::from(Period { n: own.n.saturating_sub(source.n), unit: own.unit })
        }
        (Some(own), Some(source)) if Length::from(source).is_at_least(own.into()) == Sure::Always => {
            Length::default()
        }
        (Some(own), _) => own.into(),
    }
}

fn copies(of: &Retention) -> String {
    of.backups.map(|more| format!(" and {} in backups", InWords(more))).unwrap_or_default()
}
