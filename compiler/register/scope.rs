//! What the scope statement and the certificates take in, and what they leave out.

use std::collections::BTreeSet;

use crate::model::governance::Certificate;
use crate::model::{Id, System};

use super::cell::{Cell, Entry};
use super::view::{View, parts, titled};
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        1,
        &[
            ("what", "What"),
            ("kind", "Is"),
            ("statement", "Named by the scope statement"),
            ("certificates", "Taken in by certificates"),
            ("places", "Places"),
        ],
    );
    draft.ordered = true;
    let certificates = view.certificates();
    let organization = view.model.organization.as_ref();
    let statement = organization.map_or("", |it| it.scope.as_str());
    draft.lead.push(("Scope statement".into(), Cell::text_or(statement, "no scope is stated")));
    for certificate in &certificates {
        draft.lead.push((titled(Some(&certificate.title), &certificate.id.name), summary(view, certificate)));
    }
    if certificates.is_empty() {
        draft.lead.push(("Certificates".into(), Cell::missing("no certificate of ours is stated")));
    }
    let covered = organization.map_or(&[][..], |it| it.covers.as_slice());
    draft.rows = view.systems().map(|system| system_row(view, system, covered, &certificates)).collect();
    draft.rows.extend(supplier_rows(view, &certificates));
    draft
}

/// Says what a certificate is, by whom, until when, and its scope as written there.
pub(super) fn summary(view: &View<'_>, certificate: &Certificate) -> Cell {
    let mut cell = Cell::said(format!("{} by {}", certificate.standard, certificate.body));
    cell.push(match certificate.accredited_by.as_str() {
        "" => Entry::missing("nothing says who accredited the body"),
        by => Entry::said(format!("the body is accredited by {by}")),
    });
    cell.push(view.issued(certificate));
    cell.push(view.ends(certificate.expires));
    cell.push(Entry::said(format!("scope as written there: {}", certificate.scope.text)));
    match &certificate.file {
        Some(file) => cell.push(view.document(&file.text)),
        None => cell.push(Entry::missing("the certificate itself is not named")),
    }
    cell
}

fn names(ids: &[Id], name: &str) -> bool {
    ids.iter().any(|id| id.name == name)
}

fn system_row(view: &View<'_>, system: &System, covered: &[Id], certificates: &[&Certificate]) -> Row {
    let name = &system.id.name;
    let statement = if names(covered, name) {
        Cell::said("yes")
    } else {
        Cell::missing("the scope statement does not name it")
    };
    let taken_in = certificates.iter().filter(|certificate| names(&certificate.covers, name));
    let places = view.places(system.serves.iter().map(String::as_str));
    let cells = vec![
        Cell::said(view.system_name(name)),
        Cell::said("system"),
        statement,
        taken_in
            .map(|c| view.leaning(c, titled(Some(&c.title), &c.id.name)))
            .collect::<Cell>()
            .or_missing("no certificate takes it in"),
        Cell::text_or(&places, "no place served is stated"),
    ];
    Row { item: format!("system {name}"), place: view.place(system.id.at), cells }
}

/// Says of each supplier of a system whether a certificate takes it in.
fn supplier_rows(view: &View<'_>, certificates: &[&Certificate]) -> Vec<Row> {
    let used: BTreeSet<&str> = view
        .systems()
        .flat_map(parts)
        .map(|(supplier, _)| supplier)
        .filter(|name| !name.is_empty())
        .collect();
    let suppliers = view.suppliers().filter(|supplier| used.contains(supplier.id.name.as_str()));
    suppliers
        .map(|supplier| {
            let name = &supplier.id.name;
            let ours = certificates.iter().filter(|certificate| names(&certificate.includes, name));
            let entry = |whose: &str, c: &Certificate| {
                view.leaning(c, format!("{whose}: {}", titled(Some(&c.title), &c.id.name)))
            };
            let ours = ours.map(|c| entry("ours", c));
            let its = view.certificates_of(name).iter();
            let its = its.map(|c| entry("its own", c));
            let places = view.places(supplier.regions.iter().map(String::as_str));
            let cells = vec![
                Cell::said(view.supplier_name(name)),
                Cell::said("supplier"),
                Cell::said("by the systems that use it"),
                ours.chain(its).collect::<Cell>().or_missing("no certificate takes it in"),
                Cell::text_or(&places, "no region is stated"),
            ];
            Row { item: format!("supplier {name}"), place: view.place(supplier.id.at), cells }
        })
        .collect()
}
