//! Who does what, what a system decides, and what is looked at again and again.

use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::model::Id;
use crate::model::items::Item;
use crate::model::reader::{Binder, Body, Entry, Owner};
use crate::model::scope::{Space, well_formed};
use crate::names;
use crate::source::Location;
use crate::time::{Date, Period};

use super::{Change, Reviewed, Text, date, day, quoted, said, tables};

/// An `activity` item: one row of a RACI table.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its name.
    pub id: Id,
    /// What is done.
    pub title: String,
    /// The system; `None` for every one.
    pub system: Option<Id>,
    /// Who does the work.
    pub responsible: Vec<Id>,
    /// Who answers for it.
    pub accountable: Option<Id>,
    /// Who is asked before.
    pub consulted: Vec<Id>,
    /// Who is told after.
    pub informed: Vec<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

/// A `decides` clause: a decision that a system takes without a person.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its name.
    pub id: Id,
    /// `minor`, `significant` or `legal`.
    pub effect: &'static str,
    /// The role that takes over.
    pub human: Option<Id>,
    /// How soon.
    pub within: Option<Period>,
    /// When that person can be reached.
    pub hours: Hours,
    /// What happens outside of these hours, or `""`.
    pub otherwise: String,
    /// How a person can contest it, or `""`.
    pub contest: String,
}

/// When a person can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hours {
    /// Nothing is said.
    Unsaid,
    /// At any time.
    Always,
    /// In these hours.
    In(String),
}

/// An approval of a document, as the policy tells it.
#[derive(Clone, Debug)]
pub struct Approved {
    /// The role.
    pub by: Id,
    /// The day.
    pub on: Date,
}

/// An `assessment` clause: the impact assessment of a system.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The document.
    pub document: Text,
    /// When it was looked at.
    pub reviewed: Reviewed,
    /// Whom the system affects, or `""`.
    pub affects: String,
    /// Changes that make it stale.
    pub renewed_on: Vec<Change>,
    /// Who approved it.
    pub approved: Option<Approved>,
    /// Controls.
    pub supports: Vec<String>,
}

/// A `baseline` item: what a value is watched against.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// The kind of the value.
    pub kind: Kind,
    /// The value.
    pub artifact: Id,
    /// Its system.
    pub system: Id,
    /// The report that makes a new one.
    pub evidence: Id,
    /// When it was made.
    pub made: Reviewed,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

/// An `exercise` item: a rehearsal of an incident.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// What was rehearsed.
    pub scenarios: Vec<String>,
    /// `tabletop` or `live`.
    pub kind: &'static str,
    /// When.
    pub held: Reviewed,
    /// The systems.
    pub covers: Vec<Id>,
    /// `tried`, `untried` or `""`.
    pub rollback: &'static str,
    /// The report.
    pub report: Text,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

impl Binder {
    pub(super) fn activity(&mut self, item: Item<'_>) -> Option<Activity> {
        let body = &item.body;
        for word in ["responsible", "consulted", "informed"] {
            if let Some(entry) = body.entry(word) {
                self.not_empty(item.owner(), entry);
            }
        }
        Some(Activity {
            system: self.named(body, "of", Space::System, "SYSTEM"),
            responsible: self.named_list(body, "responsible", Space::Role, "ROLE"),
            accountable: self.named(body, "accountable", Space::Role, "ROLE"),
            consulted: self.named_list(body, "consulted", Space::Role, "ROLE"),
            informed: self.named_list(body, "informed", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    /// Reads the decisions of a system.
    pub(in crate::model) fn decisions(&mut self, body: &Body<'_>) -> Vec<Decision> {
        let mut decisions: Vec<Decision> = Vec::new();
        for entry in body.all("decides") {
            let Some(name) = entry.found.get("NAME") else { continue };
            let id = Id { name: name.source().into(), at: name.at() };
            if let Err(finding) = well_formed(Space::Decision, &id) {
                self.report(finding);
            }
            if let Some(first) = decisions.iter().find(|other| other.id.name == id.name) {
                let text = format!("a second decision of this system is named `{}`", id.name);
                let finding = Diagnostic::new(&names::DUPLICATE_NAME, id.at, text);
                self.report(finding.because(first.id.at, "the first is here").help("join the two"));
            }
            let owner = Owner { word: "decision", name: name.source() };
            let inner = self.body(owner, entry.clause, tables::DECISION);
            let (effect, human, hours) = (inner.one("effect"), inner.one("human"), inner.one("hours"));
            let within = human.and_then(|found| self.period(found));
            decisions.push(Decision {
                effect: effect
                    .and_then(|found| said(found, &["minor", "significant", "legal"]))
                    .unwrap_or_default(),
                human: self.named(&inner, "human", Space::Role, "ROLE"),
                within,
                hours: match hours {
                    None => Hours::Unsaid,
                    Some(found) if found.says("always") => Hours::Always,
                    Some(found) => Hours::In(found.text("TEXT").unwrap_or_default().to_owned()),
                },
                otherwise: inner.text("otherwise"),
                contest: inner.text("contest"),
                id,
            });
        }
        decisions
    }

    /// Reads the impact assessment of a system.
    pub(in crate::model) fn assessment(&mut self, body: &Body<'_>) -> Option<Assessment> {
        let entry = body.entry("assessment")?;
        let inner = self.body(Owner { word: "assessment", name: "" }, entry.clause, tables::ASSESSMENT);
        let value = entry.found.get("TEXT")?;
        let document = Text { text: super::text(value)?.to_owned(), at: value.at() };
        let reviewed = self.reviewed(&entry.found, entry.clause.head_at())?;
        let mut renewed_on = Vec::new();
        for renewed in inner.all("renewed") {
            renewed_on.extend(self.change(&renewed.found, renewed.clause.head_at()));
        }
        Some(Assessment {
            document,
            reviewed,
            affects: inner.text("affects"),
            renewed_on,
            approved: self.approved(&inner),
            supports: self.controls(&inner, "supports"),
        })
    }

    /// Reads `approved by ROLE on DATE`.
    pub(super) fn approved(&mut self, body: &Body<'_>) -> Option<Approved> {
        let found = body.one("approved")?;
        let by = self.resolve(Space::Role, found.get("ROLE")?)?;
        Some(Approved { by, on: date(found.get("DATE")?)? })
    }

    pub(super) fn baseline(&mut self, item: Item<'_>) -> Option<Baseline> {
        let body = &item.body;
        let covers = body.entry("covers").and_then(|entry| self.governed_value(entry));
        let evidence = self.named(body, "evidence", Space::Evidence, "EVIDENCE");
        let made = self.recurring(body, "made");
        let (kind, artifact, system) = covers?;
        Some(Baseline {
            kind,
            artifact,
            system,
            evidence: evidence?,
            made: made?,
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    /// Reads `KIND NAME of SYSTEM`: an artifact that the system must have.
    fn governed_value(&mut self, entry: &Entry<'_>) -> Option<(Kind, Id, Id)> {
        let found = &entry.found;
        let (kind, name) = (found.get("KIND")?, found.get("NAME")?);
        let system = self.resolve(Space::System, found.get("SYSTEM")?)?;
        let Some(read) = Kind::parse(kind.source()) else {
            let text = "a baseline is of one value, not of `any`".to_owned();
            self.find(&names::WRONG_VALUE, kind.at(), text, "name its kind, such as `model`");
            return None;
        };
        let kind = read;
        let artifact = self.resolve_artifact(&system, Some(kind), name)?;
        Some((kind, artifact, system))
    }

    pub(super) fn exercise(&mut self, item: Item<'_>) -> Option<Exercise> {
        let body = &item.body;
        for word in ["scenario", "covers"] {
            if let Some(entry) = body.entry(word) {
                self.not_empty(item.owner(), entry);
            }
        }
        let covers = self.named_list(body, "covers", Space::System, "SYSTEM");
        let held = self.recurring(body, "held");
        Some(Exercise {
            scenarios: body.words("scenario", "SCENARIO"),
            kind: body.one("kind").and_then(|found| said(found, &["tabletop", "live"])).unwrap_or_default(),
            held: held?,
            covers,
            rollback: body
                .one("rollback")
                .and_then(|found| said(found, &["tried", "untried"]))
                .unwrap_or_default(),
            report: quoted(body, "report")?,
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    /// Reads the day of one clause, and how often from `every`.
    pub(super) fn recurring(&mut self, body: &Body<'_>, word: &str) -> Option<Reviewed> {
        let every = body.entry("every");
        let every = every.and_then(|entry| self.every(&entry.found, entry.clause.head_at()));
        let at: Location = body.entry(word)?.clause.head_at();
        Some(Reviewed { on: day(body, word)?, every, at })
    }
}
