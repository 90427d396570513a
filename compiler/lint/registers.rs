//! What lints ask about the rows of registers: the clauses they were read from, the parts and
//! controls that a library lists, which data is about persons, and what is due.

use std::collections::BTreeSet;

use crate::model::governance::Stage;
use crate::model::{Id, Model, System};
use crate::policy;
use crate::source::Location;
use crate::syntax::Clause;

use super::Context;

impl<'a> Context<'a> {
    /// Returns the clause of a system whose first value stands at a place.
    fn named_clause(&self, system: &System, word: &str, name_at: Location) -> Option<Clause<'a>> {
        let here = |clause: &Clause<'_>| {
            clause.word() == word && clause.first_value().is_some_and(|value| value.at() == name_at)
        };
        self.item(system.id.at)?.body()?.into_iter().find(here)
    }

    /// Returns the clause that a step of the chain was read from.
    pub fn stage_item(&self, system: &System, stage: &Stage) -> Option<Clause<'a>> {
        self.named_clause(system, "stage", stage.part.at)
    }

    /// Returns the clause that says that a system has no such step.
    pub fn without_item(&self, system: &System, part: &Id) -> Option<Clause<'a>> {
        self.named_clause(system, "without", part.at)
    }

    /// Lists every item of a kind, of the policy and of the modules that it uses.
    fn catalogues(&self) -> impl Iterator<Item = Clause<'a>> {
        let library = self.library.iter().flat_map(|(_, tree)| tree.items());
        self.own_items().chain(library).filter(|item| item.word() == "catalogue")
    }

    /// Lists the parts that a chain can have.
    pub fn parts(&self) -> BTreeSet<&'a str> {
        let clauses = self.catalogues().filter_map(Clause::body).flatten();
        let parts = clauses.filter(|clause| clause.word() == "part");
        parts.filter_map(Clause::first_value).map(|value| value.source()).collect()
    }

    /// Tells whether a category of data is about persons; one that nothing declares counts.
    pub fn is_personal(&self, category: &str) -> bool {
        let all = policy::words().categories.iter().chain(&self.model.governance.words.categories);
        all.filter(|known| known.id.name == category).all(|known| known.personal)
    }

    /// Tells whether a category of data is about the health of persons.
    pub fn is_health(&self, category: &str) -> bool {
        let all = policy::words().categories.iter().chain(&self.model.governance.words.categories);
        all.filter(|known| known.id.name == category).any(|known| known.special == "health")
    }

    /// Tells whether personal data passes through a step; a step that does not say what passes
    /// through it has what the system has.
    pub fn is_personal_stage(&self, system: &System, stage: &Stage) -> bool {
        match (stage.handles.as_slice(), system.handles.as_slice()) {
            ([], []) => true,
            ([], handled) => handled.iter().any(|category| self.is_personal(category)),
            (handled, _) => handled.iter().any(|category| self.is_personal(&category.name)),
        }
    }
}

/// Returns what a system answers to a question of law; `None` where it does not.
pub fn answer(system: &System, gate: &str) -> Option<bool> {
    system.answers.iter().find(|(name, _)| name.name == gate).map(|(_, yes)| *yes)
}

/// Writes names in backticks, as a person lists them.
pub fn names<T: AsRef<str>>(all: &[T]) -> String {
    let quoted: Vec<String> = all.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Lists the roles that the rows of registers name.
pub fn roles(model: &Model) -> Vec<&Id> {
    let all = &model.governance;
    let mut roles: Vec<&Id> = Vec::new();
    for activity in &all.activities {
        roles.extend(activity.accountable.iter().chain(&activity.responsible));
        roles.extend(activity.consulted.iter().chain(&activity.informed));
    }
    for system in &model.systems {
        roles.extend(system.decisions.iter().filter_map(|decision| decision.human.as_ref()));
        let approved = system.assessment.as_ref().and_then(|assessment| assessment.approved.as_ref());
        roles.extend(approved.map(|approved| &approved.by));
    }
    roles.extend(all.applicabilities.iter().filter_map(|one| Some(&one.approved.as_ref()?.by)));
    roles.extend(owners(model).into_iter().map(|(_, owner)| owner));
    roles
}

/// Lists the items of registers that have an owner, each with it.
pub fn owners(model: &Model) -> Vec<(&Id, &Id)> {
    let all = &model.governance;
    let mut owners: Vec<(&Id, &Option<Id>)> = Vec::new();
    owners.extend(all.retentions.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.holds.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.baselines.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.exercises.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.reviews.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.documents.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.certificates.iter().map(|one| (&one.id, &one.owner)));
    owners.extend(all.applicabilities.iter().map(|one| (&one.catalogue, &one.owner)));
    owners.into_iter().filter_map(|(id, owner)| Some((id, owner.as_ref()?))).collect()
}
