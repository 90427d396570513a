//! Where data goes: system × step of the chain.

use std::collections::{BTreeSet, HashMap};

use crate::kind::Kind;
use crate::model::System;
use crate::model::governance::{Stage, Stored};

use super::cell::{Cell, Entry};
use super::view::View;
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[
            ("system", "System"),
            ("step", "Step"),
            ("supplier", "By"),
            ("data", "Data"),
            ("processing", "Worked on in"),
            ("storage", "Lies in"),
            ("transfer", "Transfer"),
            ("failover", "Takes over"),
        ],
    );
    draft.ordered = true;
    let parts = view.parts();
    for system in view.systems() {
        let mut rows: Vec<(&str, Row)> = Vec::new();
        rows.extend(
            system.stages.iter().map(|stage| (stage.part.name.as_str(), staged(view, system, stage))),
        );
        rows.extend(unstaged(view, system));
        rows.extend(system.without.iter().map(|(part, because)| {
            let mut cells = vec![Cell::said(view.system_name(&system.id.name)), Cell::said(&part.name)];
            cells.push(Cell::said(format!("no such step: {because}")));
            cells.extend((0..5).map(|_| Cell::said("–")));
            let item = format!("system {}", system.id.name);
            (part.name.as_str(), Row { item, place: view.place(part.at), cells })
        }));
        // A chain that is described has no gap that is not seen.
        if !system.stages.is_empty() {
            let stated: BTreeSet<&str> = rows.iter().map(|(part, _)| *part).collect();
            let open: Vec<&str> = parts.iter().copied().filter(|part| !stated.contains(part)).collect();
            rows.extend(open.into_iter().map(|part| (part, unstated(view, system, part))));
        }
        let order: HashMap<&str, usize> = parts.iter().enumerate().map(|(at, part)| (*part, at)).collect();
        rows.sort_by_cached_key(|(part, row)| {
            (
                order.get(part).copied(),
                row.cells.clone().iter().map(|cell| cell.text("; ")).collect::<Vec<_>>(),
            )
        });
        draft.rows.extend(rows.into_iter().map(|(_, row)| row));
        if system.stages.is_empty() && system.suppliers.is_empty() && system.without.is_empty() {
            let mut cells = vec![Cell::said(view.system_name(&system.id.name))];
            cells.push(Cell::missing("no step of its chain is stated"));
            cells.extend((0..6).map(|_| Cell::missing("not stated")));
            let item = format!("system {}", system.id.name);
            draft.rows.push(Row { item, place: view.place(system.id.at), cells });
        }
    }
    draft
}

/// A step of which the policy says nothing.
fn unstated(view: &View<'_>, system: &System, part: &str) -> Row {
    let mut cells = vec![Cell::said(view.system_name(&system.id.name)), Cell::said(part)];
    cells.push(Cell::missing("nothing says who does it, or that there is no such step"));
    cells.extend((0..5).map(|_| Cell::said("–")));
    Row { item: format!("system {}", system.id.name), place: view.place(system.id.at), cells }
}

fn staged(view: &View<'_>, system: &System, stage: &Stage) -> Row {
    let processed = view.places(stage.processed.iter().map(|id| id.name.as_str()));
    let storage = match &stage.stored {
        Stored::Unsaid => Cell::missing("nothing says where the data lies afterwards"),
        Stored::Nowhere => Cell::said("nowhere"),
        Stored::In(places) => Cell::said(view.places(places.iter().map(|id| id.name.as_str()))),
    };
    let data = stage.handles.iter().map(|id| view.category(&id.name));
    let failover: Cell = stage
        .failover
        .iter()
        .map(|other| {
            let places = view.places(other.regions.iter().map(|id| id.name.as_str()));
            Entry::said(format!("{} in {places}", view.supplier_name(&other.supplier.name)))
        })
        .collect();
    let cells = vec![
        Cell::said(view.system_name(&system.id.name)),
        Cell::said(&stage.part.name),
        who(view, stage.supplier.as_ref().map(|id| id.name.as_str())),
        Cell::list_or(data, "no category of data is stated"),
        Cell::text_or(&processed, "nothing says where it works on the data"),
        storage,
        transfer(view, system, stage),
        if failover.entries.is_empty() { second(system, stage) } else { failover },
    ];
    Row { item: format!("system {}", system.id.name), place: view.place(stage.part.at), cells }
}

/// Says what is known of who takes over where no `failover` says it: a second model of the same
/// supplier is there to do so.
fn second(system: &System, stage: &Stage) -> Cell {
    let by = stage.supplier.as_ref().map(|id| &id.name);
    let models = system.artifacts.iter().filter(|one| one.kind == Kind::Model);
    let of_step = models.filter(|one| one.from.as_ref().map(|id| &id.name) == by && by.is_some());
    let models: Vec<&str> = of_step.map(|one| &*one.id.name).collect();
    match models.as_slice() {
        [] | [_] => Cell::said("nothing is stated"),
        several => Cell::missing(format!(
            "no failover is stated, and several models of its supplier are governed: {}",
            several.join(", ")
        )),
    }
}

/// Lists suppliers of a part that no step of the chain tells more of.
fn unstaged<'s>(view: &View<'_>, system: &'s System) -> Vec<(&'s str, Row)> {
    let told = |supplier: &str, part: &str| {
        let by = |stage: &Stage| stage.supplier.as_ref().is_some_and(|id| id.name == supplier);
        system.stages.iter().any(|stage| stage.part.name == part && by(stage))
    };
    let left = system.suppliers.iter().filter(|(supplier, part)| !told(supplier, part));
    left.map(|(supplier, part)| {
        let cells = vec![
            Cell::said(view.system_name(&system.id.name)),
            Cell::said(part),
            who(view, Some(supplier)),
            Cell::missing("no category of data is stated"),
            Cell::missing("no stage says where it works on the data"),
            Cell::missing("no stage says where the data lies afterwards"),
            Cell::missing("no transfer mechanism is stated"),
            Cell::missing("no stage says who takes over"),
        ];
        let item = format!("system {}", system.id.name);
        (part.as_str(), Row { item, place: view.place(system.id.at), cells })
    })
    .collect()
}

/// Names a supplier with the company behind it.
fn who(view: &View<'_>, supplier: Option<&str>) -> Cell {
    let Some(name) = supplier else { return Cell::said("ourselves") };
    let mut cell = Cell::said(view.supplier_name(name));
    cell.push(entity(view, view.supplier(name).and_then(|supplier| supplier.entity.as_ref())));
    cell
}

/// Names the company that signs, and where it is.
pub(super) fn entity(view: &View<'_>, entity: Option<&crate::model::governance::Entity>) -> Entry {
    match entity {
        None => Entry::missing("no legal entity is stated"),
        Some(entity) => match &entity.place {
            Some(place) => Entry::said(format!("{}, {}", entity.name, view.jurisdiction(&place.name))),
            None => Entry::missing(format!("{}, in a place that is not stated", entity.name)),
        },
    }
}

/// Says what allows the data to leave, or that it is not needed, or that it is missing.
fn transfer(view: &View<'_>, system: &System, stage: &Stage) -> Cell {
    // Data that stays in the area of law that a place belongs to has not left it.
    let served: BTreeSet<&str> = system.serves.iter().map(|place| view.places.area(place)).collect();
    let stored = match &stage.stored {
        Stored::In(places) => places.as_slice(),
        Stored::Unsaid | Stored::Nowhere => &[],
    };
    let elsewhere = stage.failover.iter().flat_map(|other| &other.regions);
    let touched = stage.processed.iter().chain(stored).chain(elsewhere);
    let outside: BTreeSet<&str> = touched
        .map(|id| id.name.as_str())
        .filter(|place| !served.contains(view.places.area(place)))
        .collect();
    let mechanism = stage.transfer.replace('_', " ");
    match (mechanism.as_str(), served.is_empty(), outside.is_empty()) {
        ("", true, _) => Cell::missing("no place served is stated, so nothing says whether data leaves"),
        ("", _, true) => Cell::said("none needed: it stays in the places served"),
        ("", _, false) => {
            Cell::missing(format!("no transfer mechanism is stated for {}", view.places(outside)))
        }
        (mechanism, ..) => {
            let mut cell = Cell::said(mechanism);
            match stage.under.as_str() {
                "" => cell.push(Entry::missing("no instrument is named")),
                under => cell.push(Entry::said(format!("under {under}"))),
            }
            cell
        }
    }
}
