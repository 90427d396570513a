//! The chain behind one agent: each step, who does it, where, and under what.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::label::Label;
use crate::model::reader::{Binder, Body, Entry, Owner};
use crate::model::scope::Space;
use crate::model::{Id, Text};
use crate::names;
use crate::source::Location;
use crate::time::Date;

use super::{Capacity, date, said, tables};

/// A `stage` of a system.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The part of the chain, such as `asr`.
    pub part: Id,
    /// Who does it; `None` for ourselves.
    pub supplier: Option<Id>,
    /// Where it works on the data.
    pub processed: Vec<Id>,
    /// Where the data lies afterwards.
    pub stored: Stored,
    /// `adequacy`, `standard_clauses`, `binding_rules`, `derogation` or `""`.
    pub transfer: &'static str,
    /// The instrument in words, or `""`.
    pub under: String,
    /// The categories of data that pass through it; empty where it does not say.
    pub handles: Vec<Id>,
    /// Who takes over, and where.
    pub failover: Vec<Failover>,
}

impl Stage {
    /// Lists the places that data of the step comes to: in processing, at rest, and after a failure.
    pub fn reached(&self) -> impl Iterator<Item = &Id> {
        let stored: &[Id] = match &self.stored {
            Stored::In(places) => places,
            Stored::Unsaid | Stored::Nowhere => &[],
        };
        let failover = self.failover.iter().flat_map(|failover| &failover.regions);
        self.processed.iter().chain(stored).chain(failover)
    }
}

/// Where a step of the chain leaves the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Nothing is said.
    Unsaid,
    /// Nowhere.
    Nowhere,
    /// In these places.
    In(Vec<Id>),
}

/// Who takes over a step of the chain.
#[derive(Clone, Debug)]
pub struct Failover {
    /// The supplier.
    pub supplier: Id,
    /// Where.
    pub regions: Vec<Id>,
    /// Where it says so.
    pub at: Location,
}

/// The company behind a supplier.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The name of the company that signs.
    pub name: String,
    /// Where it is.
    pub place: Option<Id>,
}

/// A contract with a supplier.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// `dpa`, `baa`, …
    pub kind: String,
    /// The document.
    pub document: Text,
    /// The last day.
    pub until: Option<Date>,
    /// Where it says so.
    pub at: Location,
}

impl Binder {
    /// Reads the steps of a system's chain.
    pub(in crate::model) fn stages(&mut self, body: &Body<'_>) -> Vec<Stage> {
        let mut stages = Vec::new();
        for entry in body.all("stage") {
            stages.extend(self.stage(entry));
        }
        stages
    }

    fn stage(&mut self, entry: &Entry<'_>) -> Option<Stage> {
        let value = entry.found.get("PART")?;
        let part = self.resolve(Space::Part, value);
        let supplier = entry.found.after("by").and_then(|value| self.resolve(Space::Supplier, value));
        let body = self.body(Owner { word: "stage", name: value.source() }, entry.clause, tables::STAGE);
        let stored = match body.entry("stored") {
            None => Stored::Unsaid,
            Some(entry) if entry.found.says("nowhere") => Stored::Nowhere,
            Some(entry) => Stored::In(self.resolve_list(Space::Jurisdiction, &entry.found, "CODE")),
        };
        let transfer = body.one("transfer");
        let mut failover = Vec::new();
        for entry in body.all("failover") {
            let supplier = entry.found.get("SUPPLIER").and_then(|value| self.resolve(Space::Supplier, value));
            let regions = self.resolve_list(Space::Jurisdiction, &entry.found, "CODE");
            let at = entry.clause.head_at();
            failover.extend(supplier.map(|supplier| Failover { supplier, regions, at }));
        }
        if let (Some(part), Some(supplier)) = (&part, &supplier) {
            self.provided(&[(supplier.clone(), part.clone())]);
        }
        Some(Stage {
            part: part?,
            supplier,
            processed: self.named_list(&body, "processed", Space::Jurisdiction, "CODE"),
            stored,
            transfer: transfer
                .and_then(|found| {
                    said(found, &["adequacy", "standard_clauses", "binding_rules", "derogation"])
                })
                .unwrap_or_default(),
            under: transfer.and_then(|found| found.text("TEXT")).unwrap_or_default().to_owned(),
            handles: self.named_list(&body, "handles", Space::Category, "CATEGORY"),
            failover,
        })
    }

    /// Reads the steps that a system's chain does not have, with the reasons.
    pub(in crate::model) fn absent_stages(&mut self, body: &Body<'_>) -> Vec<(Id, String)> {
        let mut absent = Vec::new();
        for entry in body.all("without") {
            let part = entry.found.get("PART").and_then(|value| self.resolve(Space::Part, value));
            let because = entry.found.text("TEXT").unwrap_or_default().to_owned();
            absent.extend(part.map(|part| (part, because)));
        }
        absent
    }

    /// Reads the company behind a supplier.
    pub(in crate::model) fn entity(&mut self, body: &Body<'_>) -> Option<Entity> {
        let found = body.one("entity")?;
        let place = found.get("CODE").and_then(|value| self.resolve(Space::Jurisdiction, value));
        Some(Entity { name: found.text("TEXT")?.to_owned(), place })
    }

    /// Reads the contracts with a supplier.
    pub(in crate::model) fn agreements(&mut self, body: &Body<'_>) -> Vec<Agreement> {
        let read = |entry: &Entry<'_>| {
            Some(Agreement {
                kind: entry.found.get("AGREEMENT")?.source().to_owned(),
                document: entry.found.quoted("TEXT")?,
                until: entry.found.get("DATE").and_then(date),
                at: entry.clause.head_at(),
            })
        };
        body.all("agreement").filter_map(read).collect()
    }

    /// Reads controls that are a supplier's part of the work.
    pub(in crate::model) fn split(&mut self, body: &Body<'_>, word: &str) -> Vec<String> {
        self.controls(body, word)
    }

    /// Reads whom a supplier passes data on to.
    pub(in crate::model) fn subprocessors(&mut self, body: &Body<'_>) -> Vec<Id> {
        self.named_list(body, "subprocessors", Space::Supplier, "SUPPLIER")
    }

    /// Reads the roles in law that the organization has for a system.
    pub(in crate::model) fn acts(&mut self, owner: Owner<'_>, body: &Body<'_>) -> Vec<Capacity> {
        let Some(entry) = body.entry("acts") else { return Vec::new() };
        self.not_empty(owner, entry);
        let mut acts: Vec<(Capacity, Location)> = Vec::new();
        for value in entry.found.phrases().iter().filter_map(|phrase| phrase.get("CAPACITY")) {
            let Some(capacity) = Capacity::parse(value.source()) else { continue };
            match acts.iter().find(|(other, _)| *other == capacity) {
                Some((_, first)) => {
                    let text = format!("`{}` stands twice in this list", capacity.word());
                    let finding = Diagnostic::new(&names::REPEATED_VALUE, value.at(), text);
                    self.report(finding.because(*first, "the first is here").help("remove one of them"));
                }
                None => acts.push((capacity, value.at())),
            }
        }
        acts.into_iter().map(|(capacity, _)| capacity).collect()
    }

    /// Reads the answers to the questions on which law turns.
    pub(in crate::model) fn answers(&mut self, body: &Body<'_>) -> Vec<(Id, bool)> {
        let mut answers: Vec<(Id, bool)> = Vec::new();
        let mut first: HashMap<Label, (bool, Location)> = HashMap::new();
        for entry in body.all("is") {
            let yes = !entry.found.says("not");
            for gate in self.resolve_list(Space::Gate, &entry.found, "GATE") {
                let (before, at) = *first.entry(gate.name.clone()).or_insert((yes, gate.at));
                if before != yes {
                    let text = format!("`{}` is answered with yes and with no", gate.name);
                    let finding = Diagnostic::new(&names::CONTRADICTING_ANSWERS, gate.at, text);
                    let help = "take it out of one of the two lists: what law asks hangs on the answer";
                    self.report(finding.because(at, "the other answer is here").help(help));
                }
                answers.push((gate, yes));
            }
        }
        answers
    }
}
