//! The items that registers are made of: what law says, what is kept how long, who does what,
//! what is rehearsed, reviewed, certified.

mod assurance;
mod capacity;
pub(super) mod catalogue;
mod chain;
mod circles;
mod conduct;
mod law;
mod retention;
mod said;
mod sentinel;
pub(super) mod tables;

use crate::kind::{Kind, Op};
use crate::names;
use crate::source::Location;
use crate::syntax::{Shape as Written, Value};
use crate::time::{Date, InWords, Period, PeriodUnit};

use super::items::Item;
use super::reader::{Binder, Body};
use super::scope::Space;
use super::shape::{Match, text};
use super::{Id, Text};

pub use assurance::{Applicability, Certificate, Document, Exclusion, Inclusion, Review, Surveillance};
pub use capacity::{Axis, Capacity};
pub use catalogue::{Catalogue, Crosswalk, Provision, Reading};
pub use chain::{Agreement, Entity, Failover, Stage, Stored};
pub use conduct::{Activity, Approved, Assessment, Baseline, Decision, Exercise, Hours};
pub use law::{Category, Disclosure, Fact, Jurisdiction, Limit, Named, Words};
pub use retention::{Coverage, Enforcement, Keep, LegalHold, Place, Retention};
pub use said::Said;

pub(super) use circles::circles;
pub(super) use sentinel::sentinel;

/// The most years from one time to the next of what is done again and again.
const MOST_YEARS: u64 = 100;

/// Everything that registers read and that is no part of who, what and how changes are judged.
#[derive(Clone, Debug, Default)]
pub struct Governance {
    /// Places, categories, events and questions that the policy adds to those of the library.
    pub words: Words,
    /// Standards and laws by their ids.
    pub catalogues: Vec<Catalogue>,
    /// Which of these ids are about the same thing.
    pub crosswalks: Vec<Crosswalk>,
    /// What laws, standards and contracts ask.
    pub facts: Vec<Fact>,
    /// The retention schedules.
    pub retentions: Vec<Retention>,
    /// Matters for which data must stay.
    pub holds: Vec<LegalHold>,
    /// Who does what.
    pub activities: Vec<Activity>,
    /// What values are watched against.
    pub baselines: Vec<Baseline>,
    /// Rehearsals of incidents.
    pub exercises: Vec<Exercise>,
    /// Management reviews and internal audits.
    pub reviews: Vec<Review>,
    /// The documentation pack.
    pub documents: Vec<Document>,
    /// Certificates, ours and suppliers'.
    pub certificates: Vec<Certificate>,
    /// Which controls apply.
    pub applicabilities: Vec<Applicability>,
    /// What all these items say, in one spelling.
    pub said: Vec<Said>,
}

/// When something was looked at last, and how often it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The last time.
    pub on: Date,
    /// How often; `None` where nothing says so.
    pub every: Option<Period>,
    /// Where it says so.
    pub at: Location,
}

impl Reviewed {
    /// Returns the day by which it must be looked at again.
    pub fn due(&self) -> Option<Date> {
        self.every.map(|every| self.on.start().plus(every).day())
    }
}

/// A change that a clause speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind; `None` for any.
    pub kind: Option<Kind>,
    /// What happened.
    pub op: Op,
    /// Where it was written.
    pub at: Location,
}

impl Binder {
    /// Reads an item that registers are made of; others say nothing more.
    pub(super) fn governance(&mut self, word: &str, item: Item<'_>, all: &mut Governance) {
        // Titles are notes too: a register shows them.
        self.remember_item(word, &item);
        match word {
            "catalogue" => all.catalogues.push(self.catalogue(item)),
            "crosswalk" => all.crosswalks.extend(self.crosswalk(item)),
            "jurisdiction" => all.words.jurisdictions.push(self.jurisdiction(item)),
            "category" => all.words.categories.push(self.category(item)),
            "event" => all.words.events.push(Named { id: item.id, title: item.title.to_owned() }),
            "gate" => all.words.gates.push(Named { id: item.id, title: item.title.to_owned() }),
            "fact" => all.facts.extend(self.fact(item)),
            "retention" => all.retentions.extend(self.retention(item)),
            "hold" => all.holds.extend(self.legal_hold(item)),
            "activity" => all.activities.extend(self.activity(item)),
            "baseline" => all.baselines.extend(self.baseline(item)),
            "exercise" => all.exercises.extend(self.exercise(item)),
            "review" => all.reviews.extend(self.review(item)),
            "document" => all.documents.extend(self.document(item)),
            "certificate" => all.certificates.extend(self.certificate(item)),
            "applicability" => all.applicabilities.push(self.applicability(item)),
            _ => {}
        }
    }

    fn remember_item(&mut self, word: &str, item: &Item<'_>) {
        if self.library || item.clause.is_library() {
            return;
        }
        let subject = item.id.name.clone();
        let title = vec![item.title.to_owned()];
        self.said.push(Said { topic: format!("{word}.title"), subject: subject.to_string(), values: title });
        for entry in item.body.entries().iter().filter(|entry| entry.row.word != "allow") {
            self.remember(word, &subject, entry.clause);
        }
    }

    /// Remembers the clauses of an item that only registers read.
    pub(super) fn remember_clauses(&mut self, word: &str, name: &str, body: &Body<'_>, clauses: &[&str]) {
        for entry in body.entries().iter().filter(|entry| clauses.contains(&entry.row.word)) {
            self.remember(word, name, entry.clause);
        }
    }

    /// Binds the first name of a clause.
    fn named(&mut self, body: &Body<'_>, word: &str, space: Space, slot: &str) -> Option<Id> {
        let value = body.one(word)?.get(slot)?;
        self.resolve(space, value)
    }

    /// Binds the names of a clause that is a list.
    fn named_list(&mut self, body: &Body<'_>, word: &str, space: Space, slot: &str) -> Vec<Id> {
        body.entry(word).map(|entry| self.resolve_list(space, &entry.found, slot)).unwrap_or_default()
    }

    /// Reads the controls of a clause; each must be one of its catalogue.
    fn controls(&mut self, body: &Body<'_>, word: &str) -> Vec<String> {
        body.one(word).map(|found| self.supports(found)).unwrap_or_default()
    }

    /// Reads `DATE … every DURATION`.
    fn reviewed(&mut self, found: &Match<'_>, at: Location) -> Option<Reviewed> {
        let every = self.every(found, at);
        Some(Reviewed { on: date(found.get("DATE")?)?, every, at })
    }

    /// Reads how often something is done; once in a lifetime is no interval.
    fn every(&mut self, found: &Match<'_>, at: Location) -> Option<Period> {
        let every = self.period(found)?;
        let most = match every.unit {
            PeriodUnit::Months => MOST_YEARS * 12,
            PeriodUnit::Days => MOST_YEARS * 366,
            PeriodUnit::Seconds => MOST_YEARS * 366 * 86_400,
        };
        if every.n > most {
            let text = format!("`every {}` is once in more than {MOST_YEARS} years", InWords(every));
            self.find(&names::WRONG_NUMBER, at, text, "say how often it is done: `every 12 months`");
            return None;
        }
        Some(every)
    }

    /// Reads `KIND OP`.
    fn change(&mut self, found: &Match<'_>, at: Location) -> Option<Change> {
        let kind = found.get("KIND")?;
        let op = Op::parse(found.get("OP")?.source())?;
        Some(Change { kind: Kind::parse(kind.source()), op, at })
    }
}

/// Returns the day that a value is.
fn date(value: Value<'_>) -> Option<Date> {
    match value.shape() {
        Written::Date(date) => Some(date),
        _ => None,
    }
}

/// Returns the day of a clause.
fn day(body: &Body<'_>, word: &str) -> Option<Date> {
    date(body.one(word)?.get("DATE")?)
}

/// Returns the text of a clause with its place.
fn quoted(body: &Body<'_>, word: &str) -> Option<Text> {
    body.one(word)?.quoted("TEXT")
}

/// Returns whom a provision binds.
fn capacity(body: &Body<'_>) -> Option<Capacity> {
    Capacity::parse(body.one("role")?.get("CAPACITY")?.source())
}

/// Returns which of some small words a clause says.
fn said(found: &Match<'_>, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|word| found.says(word))
}
