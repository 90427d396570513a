//! What registers read and verdicts do not: purposes, suppliers, jurisdictions, accepted lints.

use crate::model::Model;

use super::Note;

/// Lists the notes of a model, sorted.
pub(super) fn of(model: &Model) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |topic: &str, subject: &str, values: Vec<String>| {
        if values.iter().any(|value| !value.is_empty()) {
            notes.push(Note { topic: topic.to_owned(), subject: subject.to_owned(), values });
        }
    };
    if let Some(organization) = &model.organization {
        let id = &organization.id.name;
        note("organization.title", id, vec![organization.title.clone()]);
        note("organization.scope", id, vec![organization.scope.clone()]);
        note("organization.serves", id, organization.serves.clone());
        let mut covers: Vec<String> = organization.covers.iter().map(|c| c.name.to_string()).collect();
        covers.sort();
        note("organization.covers", id, covers);
    }
    for supplier in &model.suppliers {
        let id = &supplier.id.name;
        let mut provides = supplier.provides.clone();
        provides.sort();
        note("supplier.title", id, vec![supplier.title.clone()]);
        note("supplier.provides", id, provides);
        note("supplier.owner", id, vec![supplier.owner.clone()]);
        note("supplier.regions", id, supplier.regions.clone());
        note("supplier.retains", id, vec![supplier.retains.clone()]);
        note("supplier.training", id, vec![supplier.training.clone()]);
        for (report, until) in &supplier.assurance {
            note("supplier.assurance", id, vec![report.text.clone(), until.to_string()]);
        }
    }
    for system in &model.systems {
        let id = &system.id.name;
        note("system.title", id, vec![system.title.clone()]);
        note("system.purpose", id, vec![system.purpose.clone()]);
        note("system.serves", id, system.serves.clone());
        note("system.handles", id, system.handles.clone());
        for artifact in &system.artifacts {
            note("prompt.language", &format!("{id}.{}", artifact.id.name), vec![artifact.language.clone()]);
        }
        for (supplier, part) in &system.suppliers {
            note("system.supplier", id, vec![part.clone(), supplier.clone()]);
        }
    }
    for said in &model.governance.said {
        note(&said.topic, &said.subject, said.values.clone());
    }
    for allow in &model.allows {
        let values = vec![allow.lint.text.clone(), allow.because.clone(), allow.until.to_string()];
        note("allow", &allow.item, values);
    }
    notes.sort();
    notes
}
