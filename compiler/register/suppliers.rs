//! Who provides what, and under what.

use std::collections::BTreeMap;

use crate::lint;
use crate::model::Supplier;

use crate::time::InWords;

use super::cell::{Cell, Entry, State};
use super::chain::entity;
use super::view::{View, parts, with};
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
    let provided = provided(view);
    draft.rows = view.suppliers().map(|supplier| row(view, supplier, &provided)).collect();
    draft
}

fn row(view: &View<'_>, supplier: &Supplier, provided: &Provided<'_>) -> Row {
    let subprocessors = supplier.subprocessors.iter().map(|id| view.supplier_name(&id.name));
    let cells = vec![
        Cell::said(view.supplier_name(&supplier.id.name)),
        provides(view, supplier, provided),
        entity(view, supplier.entity.as_ref()).into(),
        Cell::text_or(&view.places(supplier.regions.iter().map(String::as_str)), "no region is stated"),
        agreements(view, supplier),
        assurance(view, supplier),
        Cell::text_or(&supplier.training, "nothing says whether it trains on what it gets"),
        Cell::text_or(&supplier.retains, "nothing says how long it keeps what it gets"),
        match supplier.notice {
            Some(notice) => Cell::said(InWords(notice).to_string()),
            None => Cell::missing("no notice of a model change is stated"),
        },
        Cell::list_or(subprocessors, "no subprocessor is stated"),
        responsibility(supplier),
        view.role_named(&supplier.owner, "no owner is stated").into(),
    ];
    Row { item: format!("supplier {}", supplier.id.name), place: view.place(supplier.id.at), cells }
}

/// What each supplier provides: for each system, the parts.
type Provided<'a> = BTreeMap<&'a str, Vec<(&'a str, Vec<&'a str>)>>;

/// Finds which parts of which systems are whose.
fn provided<'a>(view: &View<'a>) -> Provided<'a> {
    let mut all = Provided::new();
    for system in view.systems() {
        for (supplier, part) in parts(system) {
            let its = all.entry(supplier).or_default();
            match its.last_mut().filter(|(name, _)| *name == system.id.name) {
                Some((_, parts)) => parts.push(part),
                None => its.push((&system.id.name, vec![part])),
            }
        }
    }
    all
}

/// Says which parts of which systems are a supplier's.
fn provides(view: &View<'_>, supplier: &Supplier, provided: &Provided<'_>) -> Cell {
    match provided.get(supplier.id.name.as_str()) {
        None => Cell::missing(format!("{}; no system uses it", supplier.provides.join(", "))),
        Some(its) => {
            let each = its.iter().map(|(system, parts)| (parts.join(", "), view.system_name(system)));
            each.map(|(parts, system)| Entry::said(format!("{parts} of {system}"))).collect()
        }
    }
}

fn agreements(view: &View<'_>, supplier: &Supplier) -> Cell {
    let mut cell = Cell::default();
    for agreement in &supplier.agreements {
        let document = view.document(&agreement.document.text);
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
        // What only names a standard is looked for nowhere.
        let shown = match lint::names_file(&report.text) {
            true => view.document(&report.text),
            false => Entry::said(&report.text),
        };
        let text = format!("{}; {}", shown.text, end.text);
        cell.push(with(worse(shown.state, end.state), Entry::said(text)));
    }
    for certificate in view.certificates_of(&supplier.id.name) {
        let (issued, end) = (view.issued(certificate), view.ends(certificate.expires));
        let end = if issued.state == State::Late { issued } else { end };
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
