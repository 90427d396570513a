//! What lints ask about the rows of registers: the clauses they were read from, the parts and
//! controls that a library lists, which data is about persons, and what is due.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Edit};
use crate::kind::Kind;
use crate::model::governance::{Applicability, Certificate, Decision, Document, Exclusion, Reviewed, Stage};
use crate::model::{Id, Model, System};
use crate::policy;
use crate::source::Location;
use crate::syntax::Clause;
use crate::time::Date;

use super::{Context, Lint, edit};

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

    /// Returns the clause that a decision was read from.
    pub fn decision_item(&self, system: &System, decision: &Decision) -> Option<Clause<'a>> {
        self.named_clause(system, "decides", decision.id.at)
    }

    /// Lists the catalogues of the policy and of the modules that it uses.
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

    /// Lists the controls of a catalogue in its order, without its name before them.
    pub fn controls(&self, catalogue: &str) -> Vec<&'a str> {
        let of = |item: &Clause<'a>| item.first_value().is_some_and(|value| value.source() == catalogue);
        let clauses = self.catalogues().filter(of).filter_map(Clause::body).flatten();
        let controls = clauses.filter(|clause| clause.word() == "control").filter_map(Clause::first_value);
        controls.map(|value| value.source().rsplit(':').next().unwrap_or_default()).collect()
    }

    /// Tells whether a category of data is about persons; one that nothing declares counts.
    pub fn is_personal(&self, category: &str) -> bool {
        let all = policy::words().categories.iter().chain(&self.model.governance.words.categories);
        all.filter(|known| known.id.name == category).all(|known| known.personal)
    }

    /// Tells whether a category of data is about the health of persons.
    pub fn is_health(&self, category: &str) -> bool {
        self.is_special(category, "health")
    }

    /// Tells whether a category of data tells persons apart by their bodies.
    pub fn is_biometric(&self, category: &str) -> bool {
        self.is_special(category, "biometric")
    }

    fn is_special(&self, category: &str, why: &str) -> bool {
        let all = policy::words().categories.iter().chain(&self.model.governance.words.categories);
        all.filter(|known| known.id.name == category).any(|known| known.special == why)
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

    /// Tells whether nobody holds a role at the instant.
    pub fn is_vacant(&self, role: &str) -> bool {
        self.role(role).is_some_and(|role| self.each_holder(role).next().is_none())
    }

    /// Returns the one person who holds all of some roles at the instant; `None` where there are
    /// more, or nobody.
    pub fn only_person<'r>(&self, roles: impl IntoIterator<Item = &'r Id>) -> Option<&'a str> {
        let roles = roles.into_iter().filter_map(|role| self.role(&role.name));
        let mut people =
            roles.flat_map(|role| self.each_holder(role)).map(|member| member.person.name.as_str());
        let first = people.next()?;
        people.all(|other| other == first).then_some(first)
    }

    /// Makes a finding about something that was due and was not done; `None` where it was not due yet.
    pub fn late(&self, lint: &'static Lint, what: &str, last: &Reviewed, help: &str) -> Option<Diagnostic> {
        let due = last.due().filter(|due| self.is_over(*due))?;
        let text = format!("{what} was due by {due}");
        let label = format!("last on {}, every {}", last.on, last.every?);
        Some(lint.at(last.at, text).label(label).help(help))
    }

    /// Lists for each standard, of ours and of each supplier, the certificate that lasts longest.
    pub fn last_certificates(&self) -> Vec<&'a Certificate> {
        let mut last: BTreeMap<(&str, &str), &Certificate> = BTreeMap::new();
        for certificate in &self.model.governance.certificates {
            let whose = certificate.supplier.as_ref().map_or("", |id| id.name.as_str());
            let standard = certificate.standard.split(':').next().unwrap_or_default().trim();
            let known = last.entry((whose, standard)).or_insert(certificate);
            if known.expires < certificate.expires {
                *known = certificate;
            }
        }
        last.into_values().collect()
    }
}

/// Returns what a system answers to a question of law; `None` where it does not.
pub fn answer(system: &System, gate: &str) -> Option<bool> {
    system.answers.iter().find(|(name, _)| name.name == gate).map(|(_, yes)| *yes)
}

/// Tells whether a decision does something to a person that matters.
pub fn matters(decision: &Decision) -> bool {
    matches!(decision.effect, "significant" | "legal")
}

/// Tells whether much is at stake: a decision that matters, or an answer or a level that says so.
pub fn is_high_stakes(system: &System) -> bool {
    let says = |gate| answer(system, gate) == Some(true);
    system.risk == "high"
        || system.decisions.iter().any(matters)
        || says("significant_decision")
        || says("high_risk_ai")
}

/// Tells whether a system has a governed value of a kind.
pub fn has(system: &System, kind: Kind) -> bool {
    system.artifacts.iter().any(|artifact| artifact.kind == kind)
}

/// Lists the controls that items are said to support, `iso42001:A.6.2.4`, each with the item.
pub fn supports(model: &Model) -> Vec<(&str, Location)> {
    let all = &model.governance;
    let mut supports: Vec<(&Vec<String>, Location)> = Vec::new();
    supports.extend(model.rules.iter().map(|one| (&one.supports, one.id.at)));
    let assessments = model.systems.iter().filter_map(|system| system.assessment.as_ref());
    supports.extend(assessments.map(|one| (&one.supports, one.document.at)));
    supports.extend(all.retentions.iter().map(|one| (&one.supports, one.id.at)));
    supports.extend(all.activities.iter().map(|one| (&one.supports, one.id.at)));
    supports.extend(all.baselines.iter().map(|one| (&one.supports, one.id.at)));
    supports.extend(all.exercises.iter().map(|one| (&one.supports, one.id.at)));
    supports.extend(all.reviews.iter().map(|one| (&one.supports, one.id.at)));
    supports.extend(all.documents.iter().map(|one| (&one.supports, one.id.at)));
    let each = supports.into_iter().flat_map(|(names, at)| names.iter().map(move |name| (name.as_str(), at)));
    each.collect()
}

/// Lists the controls that are the work of suppliers, or partly theirs.
pub fn of_suppliers(model: &Model) -> impl Iterator<Item = &str> {
    let suppliers = model.suppliers.iter();
    suppliers.flat_map(|one| one.answers_for.iter().chain(&one.shares)).map(String::as_str)
}

/// Lists the documents about each system; those about every one stand under `None`.
pub fn documents(model: &Model) -> BTreeMap<Option<&str>, Vec<&Document>> {
    let mut documents: BTreeMap<Option<&str>, Vec<&Document>> = BTreeMap::new();
    for document in &model.governance.documents {
        let systems = document.covers.iter().map(|id| Some(id.name.as_str()));
        let all = document.covers.is_empty().then_some(None);
        systems.chain(all).for_each(|system| documents.entry(system).or_default().push(document));
    }
    documents
}

/// Makes the edits after which a statement includes a control that it excludes.
pub fn include(
    context: &Context<'_>,
    statement: &Applicability,
    control: &str,
    exclusion: &Exclusion,
) -> Vec<Edit> {
    let mut edits: Vec<Edit> =
        edit::remove_line(context, statement.catalogue.at, exclusion.at).into_iter().collect();
    let item = context.item(statement.catalogue.at).filter(|_| !statement.all);
    edits.extend(item.map(|item| edit::add(context.sources, item, &format!("includes [{control}]"))));
    edits
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

/// Tells whether a day comes within some months.
pub fn is_soon(context: &Context<'_>, day: Date, months: u64) -> bool {
    !context.is_over(day) && day <= context.in_months(months)
}
