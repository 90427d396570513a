//! Every AI system: what it is for, what is in it, and when it was looked at.

use crate::facts::Value;
use crate::kind::Kind;
use crate::model::{Artifact, System};

use super::cell::{Cell, Entry};
use super::view::View;
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        1,
        &[
            ("system", "System"),
            ("purpose", "Purpose"),
            ("owner", "Owner"),
            ("risk", "Risk"),
            ("roles", "Acts as"),
            ("models", "Models"),
            ("places", "Serves"),
            ("data", "Data"),
            ("decisions", "Decides"),
            ("assessment", "Impact assessment"),
        ],
    );
    draft.rows = view.systems().map(|system| row(view, system)).collect();
    draft
}

fn row(view: &View<'_>, system: &System) -> Row {
    let models = system.artifacts.iter().filter(|artifact| artifact.kind == Kind::Model);
    let decisions = system.decisions.iter().map(|decision| {
        let effect = if decision.effect.is_empty() { "effect not stated" } else { decision.effect };
        format!("{} ({effect})", decision.id.name.replace('_', " "))
    });
    let taken = match system.answers.iter().find(|(gate, _)| gate.name == "significant_decision") {
        Some((_, false)) if system.decisions.is_empty() => Cell::said("nothing that matters, it answers"),
        _ => Cell::list_or(decisions, "no decision is stated"),
    };
    let cells = vec![
        Cell::said(view.system_name(&system.id.name)),
        Cell::text_or(&system.purpose, "no purpose is stated"),
        view.role(system.owner.as_ref(), "no owner is stated").into(),
        Cell::text_or(&system.risk, "no risk is stated"),
        Cell::list_or(system.acts.iter().map(|role| role.word().to_owned()), "no role in law is stated"),
        models
            .flat_map(|model| entries(view, system, model))
            .collect::<Cell>()
            .or_missing("no model is stated"),
        Cell::text_or(&view.places(system.serves.iter().map(String::as_str)), "no place served is stated"),
        Cell::list_or(system.handles.iter().map(|name| view.category(name)), "no category of data is stated"),
        taken,
        assessment(view, system),
    ];
    Row { item: format!("system {}", system.id.name), place: view.place(system.id.at), cells }
}

/// Says where a model is declared, and what stands there now.
fn entries(view: &View<'_>, system: &System, model: &Artifact) -> Vec<Entry> {
    let at = |spot: &crate::model::Spot| match spot.fragment.as_str() {
        "" => spot.path.clone(),
        fragment => format!("{}#{fragment}", spot.path),
    };
    let at: Vec<String> = model.at.iter().map(at).collect();
    let declared = format!("{} at {}", model.id.name, at.join(", "));
    let Some(facts) = view.values(&system.id.name) else {
        return vec![Entry::said(format!("{declared}; the value was not looked for"))];
    };
    let rows = facts.rows.iter();
    let mut values: Vec<Entry> = rows
        .filter(|row| row.kind == Kind::Model && row.artifact == model.id.name)
        .map(|row| match &row.value {
            Value::Id { v } => Entry::said(format!("{}: {v}, in {}", model.id.name, row.path)),
            Value::Absent => Entry::missing(format!("{declared}: nothing stands there")),
            _ => Entry::missing(format!("{declared}: it cannot be read")),
        })
        .collect();
    if values.is_empty() {
        values.push(Entry::missing(format!("{declared}: nothing stands there")));
    }
    values
}

fn assessment(view: &View<'_>, system: &System) -> Cell {
    let Some(assessment) = &system.assessment else { return Cell::missing("no impact assessment is stated") };
    let mut cell: Cell = view.document(&assessment.document.text).into();
    cell.entries.extend(view.again(&assessment.reviewed, "reviewed"));
    cell.push(match &assessment.approved {
        Some(approved) => Entry::said(format!("approved by {} on {}", approved.by.name, approved.on)),
        None => Entry::missing("no approval of it is stated"),
    });
    cell.push(match assessment.affects.as_str() {
        "" => Entry::missing("nothing says whom it affects"),
        affects => Entry::said(format!("affects: {affects}")),
    });
    cell
}
