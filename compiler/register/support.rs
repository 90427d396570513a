//! What a policy says in support of a control or a clause: rules, rows and files.
//!
//! Most is said by `supports`. A few clauses of ISO/IEC 42001 are what some items are for, whatever
//! they support; which ones is our reading.

use std::collections::BTreeMap;

use crate::model::governance::Applicability;

use super::view::View;

/// What supports one control.
#[derive(Default)]
pub(super) struct Support {
    /// Rules and rows that name it, each as item kind and name, sorted.
    pub said: Vec<String>,
    /// Files that show it, as the policy names them, sorted.
    pub files: Vec<String>,
}

/// Gathers the support of every control, by `CATALOGUE:ID`.
pub(super) fn gather(view: &View<'_>) -> BTreeMap<String, Support> {
    let mut all: BTreeMap<String, Support> = BTreeMap::new();
    let mut add = |controls: &[String], said: String, file: Option<&str>| {
        for control in controls {
            let support = all.entry(control.clone()).or_default();
            support.said.push(said.clone());
            support.files.extend(file.map(str::to_owned));
        }
    };
    let rows = &view.model.governance;
    for rule in &view.model.rules {
        add(&rule.supports, format!("rule {}", rule.id.name), None);
    }
    for system in view.systems() {
        let Some(assessment) = &system.assessment else { continue };
        let said = format!("assessment of {}", system.id.name);
        add(&assessment.supports, said, Some(&assessment.document.text));
    }
    for supplier in view.suppliers() {
        add(&supplier.answers_for, format!("supplier {} answers for it", supplier.id.name), None);
        add(&supplier.shares, format!("supplier {} shares it", supplier.id.name), None);
    }
    for it in &rows.retentions {
        add(&it.supports, format!("retention {}", it.id.name), None);
    }
    for it in &rows.activities {
        add(&it.supports, format!("activity {}", it.id.name), None);
    }
    for it in &rows.baselines {
        add(&it.supports, format!("baseline {}", it.id.name), None);
    }
    for it in &rows.exercises {
        add(&it.supports, format!("exercise {}", it.id.name), Some(&it.report.text));
    }
    for it in &rows.reviews {
        add(&it.supports, format!("review {}", it.id.name), Some(&it.minutes.text));
    }
    for it in &rows.documents {
        add(&it.supports, format!("document {}", it.id.name), Some(&it.file.text));
    }
    for statement in &rows.applicabilities {
        for (id, files) in &statement.evidence {
            let support = all.entry(reference(statement, id)).or_default();
            support.files.extend(files.iter().map(|file| file.text.clone()));
        }
    }
    for (clause, said, file) in of_itself(view) {
        let support = all.entry(format!("iso42001:{clause}")).or_default();
        support.said.push(said);
        support.files.extend(file);
    }
    for support in all.values_mut() {
        for list in [&mut support.said, &mut support.files] {
            list.sort();
            list.dedup();
        }
    }
    all
}

/// Lists the clauses of ISO/IEC 42001 that items are about by what they are.
fn of_itself(view: &View<'_>) -> Vec<(&'static str, String, Option<String>)> {
    let mut all = Vec::new();
    let rows = &view.model.governance;
    if let Some(organization) = view.model.organization.as_ref().filter(|it| !it.scope.is_empty()) {
        all.push(("4.3", format!("scope of {}", organization.id.name), None));
    }
    for it in view.certificates() {
        // One that is not in force is said, and shows nothing.
        let file = it.file.as_ref().map(|file| file.text.clone());
        all.push(match view.out_of_force(it) {
            None => ("4.3", format!("certificate {}", it.id.name), file),
            Some(why) => ("4.3", format!("certificate {}, {why}", it.id.name), None),
        });
    }
    all.extend(rows.activities.iter().map(|it| ("5.3", format!("activity {}", it.id.name), None)));
    for it in &rows.applicabilities {
        all.push(("6.1.3", format!("applicability {}", it.catalogue.name), None));
    }
    for system in view.systems() {
        let Some(assessment) = &system.assessment else { continue };
        let file = &assessment.document.text;
        for clause in ["6.1.4", "8.4"] {
            all.push((clause, format!("assessment of {}", system.id.name), Some(file.clone())));
        }
    }
    for it in &rows.documents {
        all.push(("7.5", format!("document {}", it.id.name), Some(it.file.text.clone())));
    }
    all.extend(view.model.rules.iter().map(|it| ("8.1", format!("rule {}", it.id.name), None)));
    for it in &rows.reviews {
        let clause = if it.kind == "internal_audit" { "9.2" } else { "9.3" };
        all.push((clause, format!("review {}", it.id.name), Some(it.minutes.text.clone())));
    }
    all
}

/// Returns a control as other items name it.
pub(super) fn reference(statement: &Applicability, id: &str) -> String {
    format!("{}:{id}", statement.catalogue.name)
}
