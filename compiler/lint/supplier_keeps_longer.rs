//! A schedule ends where the supplier's copy does.

use std::collections::{BTreeSet, HashMap};

use crate::law::{Kept, Length, Sure};
use crate::model::governance::Retention;
use crate::model::{Supplier, System};
use crate::time::Period;

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// A supplier that gets data keeps it for longer than its schedule.
pub static LINT: Lint = lint!(
    "supplier-keeps-longer",
    Warn,
    Retention,
    "A supplier keeps data for longer than its schedule.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let suppliers: HashMap<&str, &Supplier> =
        context.model.suppliers.iter().map(|supplier| (supplier.id.name.as_str(), supplier)).collect();
    let mut told = BTreeSet::new();
    for (case, covering) in context.schedules().scheduled() {
        let stored = covering.retention.stored.iter().filter_map(|place| place.supplier.as_ref());
        let passes = case
            .system
            .stages
            .iter()
            .filter(|stage| stage.handles.iter().any(|category| category.name == case.category));
        let through = passes.filter_map(|stage| stage.supplier.as_ref());
        let through = stored.chain(through).map(|id| &*id.name);
        for name in through.chain(unsaid(case.system)) {
            let Some(supplier) = suppliers.get(name) else { continue };
            let Some(time) = retained(supplier) else { continue };
            if !is_longer(time, covering.retention) || !told.insert((covering.retention.id.at, name)) {
                continue;
            }
            let text = format!(
                "`{name}` keeps what it gets for {time}, and `{}` keeps `{}` of `{}` for {}",
                covering.retention.id.name,
                case.category,
                case.system.id.name,
                kept(covering.retention)
            );
            out.push(
                LINT.at(covering.retention.keep_at, text)
                    .because(supplier.id.at, format!("retains {time}"))
                    .help("agree on less with the supplier, or erase there through its interface and say `retains` so"),
            );
        }
    }
}

/// Lists the suppliers of a system of whom no step says what passes through them: they may get all of it.
fn unsaid(system: &System) -> impl Iterator<Item = &str> {
    let says = |name: &str, part: &str| {
        system.stages.iter().any(|stage| {
            let by = stage.supplier.as_ref().is_some_and(|id| &*id.name == name);
            by && &*stage.part.name == part && !stage.handles.is_empty()
        })
    };
    let named = system.suppliers.iter().filter(move |(name, part)| !says(name, part));
    let stages = system.stages.iter().filter(|stage| stage.handles.is_empty());
    let staged = stages.filter_map(|stage| stage.supplier.as_ref()).map(|id| &*id.name);
    named.map(|(name, _)| name.as_str()).chain(staged)
}

/// Returns how long a supplier says that it keeps what it gets; `None` for nothing or unsaid.
fn retained(supplier: &Supplier) -> Option<Period> {
    let (n, unit) = supplier.retains.split_once(' ')?;
    Period::new(n.parse().ok()?, unit)
}

/// Events that happen when a supplier gets the data, or at once afterwards. A later clock, such as the
/// end of a claim, may well start after the supplier has erased its copy.
const AT_ONCE: &[&str] = &["call_start", "recorded", "call_end", "created", "collected", "logged"];

/// Tells whether a time from the moment of getting data is surely longer than a schedule.
fn is_longer(time: Period, retention: &Retention) -> bool {
    match Kept::of(retention) {
        Kept::Nothing => true,
        Kept::For(own, event) => {
            AT_ONCE.contains(&event) && own.is_at_least(Length::from(time)) == Sure::Never
        }
        Kept::To(_) | Kept::Forever => false,
    }
}
