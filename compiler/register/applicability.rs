//! The statement of applicability: every control of a catalogue, in or out.

use std::collections::BTreeMap;

use crate::model::governance::{Applicability, Catalogue, Provision};

use super::cell::{Cell, Entry};
use super::crosswalk::Hints;
use super::support::{self, Support};
use super::view::View;
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[
            ("control", "Control"),
            ("about", "About, in our words"),
            ("applies", "Applies"),
            ("reason", "Reason"),
            ("evidence", "Evidence named"),
            ("support", "Supported by"),
        ],
    );
    draft.ordered = true;
    let support = support::gather(view);
    let hints = Hints::new(view, &support);
    let mut statements: Vec<&Applicability> = view.model.governance.applicabilities.iter().collect();
    statements.sort_by_key(|statement| &statement.catalogue.name);
    for statement in statements {
        let catalogue =
            view.model.governance.catalogues.iter().find(|it| it.id.name == statement.catalogue.name);
        draft.lead.push((statement.catalogue.name.to_string(), lead(view, statement, catalogue)));
        let provisions = catalogue.into_iter().flat_map(|catalogue| &catalogue.provisions);
        let controls = provisions.filter(|provision| !provision.clause);
        draft.rows.extend(controls.map(|control| row(view, statement, control, &support, &hints)));
    }
    if draft.lead.is_empty() {
        draft.lead.push(("Statement".into(), Cell::missing("no applicability is stated")));
    }
    draft
}

fn lead(view: &View<'_>, statement: &Applicability, catalogue: Option<&Catalogue>) -> Cell {
    let mut cell = Cell::default();
    if let Some(catalogue) = catalogue {
        let text =
            format!("{}; its ids were looked up, confidence: {}", catalogue.title, catalogue.read.confidence);
        cell.push(Entry::said(text));
    }
    cell.push(match statement.version.as_str() {
        "" => Entry::missing("no version is stated"),
        version => Entry::said(format!("version {version}")),
    });
    cell.push(match &statement.approved {
        Some(approved) => Entry::said(format!("approved by {} on {}", approved.by.name, approved.on)),
        None => Entry::missing("no approval of it is stated"),
    });
    let owner = view.role(statement.owner.as_ref(), "no owner is stated");
    cell.push(Entry::new(owner.state, format!("owner: {}", owner.text)));
    cell
}

fn row(
    view: &View<'_>,
    statement: &Applicability,
    control: &Provision,
    all: &BTreeMap<String, Support>,
    hints: &Hints<'_>,
) -> Row {
    let reference = support::reference(statement, &control.id.name);
    let support = all.get(&reference);
    let files = support.map_or(&[][..], |support| &support.files);
    let said = support.map_or(&[][..], |support| &support.said);
    let (applies, reason) = standing(statement, &control.id.name);
    let out = statement.excludes.contains_key(control.id.name.as_str());
    let none = |missing: &str| if out { Cell::said("–") } else { Cell::missing(missing) };
    let evidence: Cell = files.iter().map(|file| view.document(file)).collect();
    let mut supported: Cell = match said {
        [] => none("no rule and no row supports it"),
        said => said.iter().map(Entry::said).collect(),
    };
    if !out && files.is_empty() {
        supported.entries.extend(hints.of(&reference));
    }
    let cells = vec![
        Cell::said(reference.clone()),
        Cell::said(&control.title),
        applies,
        reason,
        if evidence.entries.is_empty() { none("no evidence is named") } else { evidence },
        supported,
    ];
    let item = format!("applicability {}", statement.catalogue.name);
    Row { item, place: view.place(statement.catalogue.at), cells }
}

/// Says whether a control applies, and why.
fn standing(statement: &Applicability, id: &str) -> (Cell, Cell) {
    if let Some(exclusion) = statement.excludes.get(id) {
        return (Cell::said("no"), Cell::text_or(&exclusion.because, "no reason is stated"));
    }
    match statement.includes.get(id) {
        Some(inclusion) => (Cell::said("yes"), Cell::text_or(&inclusion.because, "no reason is stated")),
        None if statement.all => {
            (Cell::said("yes"), Cell::text_or(&statement.all_because, "no reason is stated"))
        }
        None => (Cell::missing("neither in nor out"), Cell::missing("no reason is stated")),
    }
}
