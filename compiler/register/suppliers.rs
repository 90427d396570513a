//! Who provides what, and under what.

use crate::model::Supplier;

use super::cell::{Cell, Entry, State};
use super::chain::entity;
use super::view::{View, length, parts, with};
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        1,
        &[
            ("supplier", "Supplier"),
            ("parts", "Provides"),
            ("entity", "Legal entity"),
            ("regions", "Works in"),
            ("agreements", "Agreements"),
            ("assurance", "Assurance"),
            ("training", "Trains on our data"),
            ("retention", "Keeps"),
            ("notice", "Notice of a model change"),
            ("subprocessors", "Passes on to"),
            ("responsibility", "Its part of the controls"),
            ("owner", "Owner"),
        ],
    );
    draft.rows = view.suppliers().map(|supplier| row(view, supplier)).collect();
    draft
}

fn row(view: &View<'_>, supplier: &Supplier) -> Row {
    let owner = view.model.roles.iter().find(|role| role.id.name == supplier.owner).map(|role| &role.id);
    let subprocessors = supplier.subprocessors.iter().map(|id| view.supplier_name(&id.name));
    let cells = vec![
        Cell::said(view.supplier_name(&supplier.id.name)),
        provides(view, supplier),
        entity(view, supplier.entity.as_ref()).into(),
        Cell::text_or(&view.places(supplier.regions.iter().map(String::as_str)), "no region is stated"),
        agreements(view, supplier),
        assurance(view, supplier),
        Cell::text_or(&supplier.training, "nothing says whether it trains on what it gets"),
        Cell::text_or(&supplier.retains, "nothing says how long it keeps what it gets"),
        match supplier.notice {
            Some(notice) => Cell::said(length(notice)),
            None => Cell::missing("no notice of a model change is stated"),
        },
        Cell::list_or(subprocessors, "no subprocessor is stated"),
        responsibility(supplier),
        view.role(owner, "no owner is stated").into(),
    ];
    Row { item: format!("supplier {}", supplier.id.name), place: view.place(supplier.id.at), cells }
}

/// Says which parts of which systems are its.
fn provides(view: &View<'_>, supplier: &Supplier) -> Cell {
    let mut cell = Cell::default();
    for system in view.systems() {
        let its = parts(system).into_iter().filter(|(name, _)| *name == supplier.id.name);
        let its: Vec<&str> = its.map(|(_, part)| part).collect();
        if !its.is_empty() {
            cell.push(Entry::said(format!("{} of {}", its.join(", "), view.system_name(&system.id.name))));
        }
    }
    if cell.entries.is_empty() {
        let may = supplier.provides.join(", ");
        cell.push(Entry::missing(format!("{may}; no system uses it")));
    }
    cell
}

fn agreements(view: &View<'_>, supplier: &Supplier) -> Cell {
    let mut cell = Cell::default();
    for agreement in &supplier.agreements {
        let document = view.document(&agreement.document);
        let end = match agreement.until {
            Some(day) => view.ends(day),
            None => Entry::missing("no last day is stated"),
        };
        let text = format!("{}: {}; {}", agreement.kind, document.text, end.text);
        cell.push(with(worse(document.state, end.state), Entry::said(text)));
    }
    cell.or_missing("no agreement is stated")
}

fn assurance(view: &View<'_>, supplier: &Supplier) -> Cell {
    let mut cell = Cell::default();
    for (report, last) in &supplier.assurance {
        let end = view.ends(*last);
        cell.push(with(end.state, Entry::said(format!("{report}: {}", end.text))));
    }
    let its =
        view.model.governance.certificates.iter().filter(|certificate| {
            certificate.supplier.as_ref().is_some_and(|id| id.name == supplier.id.name)
        });
    for certificate in its {
        let end = view.ends(certificate.expires);
        cell.push(with(end.state, Entry::said(format!("{}: {}", certificate.standard, end.text))));
    }
    cell.or_missing("no report or certificate is stated")
}

fn responsibility(supplier: &Supplier) -> Cell {
    let whole = supplier.answers_for.iter().map(|id| Entry::said(format!("answers for {id}")));
    let shared = supplier.shares.iter().map(|id| Entry::said(format!("shares {id}")));
    whole.chain(shared).collect::<Cell>().or_missing("no split of the work is stated")
}

/// Returns the worse of two states.
pub(super) fn worse(one: State, other: State) -> State {
    match (one, other) {
        (State::Late, _) | (_, State::Late) => State::Late,
        (State::Missing, _) | (_, State::Missing) => State::Missing,
        _ => State::Said,
    }
}
