//! What shows others that there is a management system: documents, reviews, certificates, and
//! which controls apply.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Id;
use crate::model::items::Item;
use crate::model::reader::Binder;
use crate::model::scope::{Space, suggest};
use crate::model::shape::text;
use crate::names;
use crate::source::Location;
use crate::syntax::Value;
use crate::time::Date;

use super::{Approved, Reviewed, Text, day, quoted, said};

/// A `review` item: a management review or an internal audit.
#[derive(Clone, Debug)]
pub struct Review {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// `management` or `internal_audit`.
    pub kind: &'static str,
    /// When it was held, and how often.
    pub held: Reviewed,
    /// The minutes or the report.
    pub minutes: Text,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

/// A `document` item.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// The file.
    pub file: Text,
    /// `policy`, `procedure`, `disclosure_script`, …
    pub kind: &'static str,
    /// The systems; empty for all.
    pub covers: Vec<Id>,
    /// The languages it is in.
    pub languages: Vec<String>,
    /// When it was looked at.
    pub reviewed: Option<Reviewed>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

/// A `certificate` item.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// The standard with its year.
    pub standard: String,
    /// The supplier whose it is; `None` for ours.
    pub supplier: Option<Id>,
    /// Who certified.
    pub body: String,
    /// Who accredited the body, or `""`.
    pub accredited_by: String,
    /// The number on it, or `""`.
    pub number: String,
    /// The scope as written there.
    pub scope: Text,
    /// The systems that the scope names.
    pub covers: Vec<Id>,
    /// The suppliers that the scope takes in.
    pub includes: Vec<Id>,
    /// The first day.
    pub issued: Date,
    /// The last day.
    pub expires: Date,
    /// The audits in between.
    pub surveillance: Vec<Surveillance>,
    /// The certificate itself.
    pub file: Option<Text>,
    /// Who answers for it.
    pub owner: Option<Id>,
}

impl Certificate {
    /// Tells whether an audit lies between the first and the last day; one that does not is no audit of it.
    pub fn has(&self, audit: &Surveillance) -> bool {
        let within = |day: Date| self.issued <= day && day <= self.expires;
        within(audit.due) && audit.done.is_none_or(within)
    }

    /// Lists the audits between the first and the last day.
    pub fn audits(&self) -> impl Iterator<Item = &Surveillance> {
        self.surveillance.iter().filter(|audit| self.has(audit))
    }
}

/// An audit between issue and expiry of a certificate.
#[derive(Clone, Debug)]
pub struct Surveillance {
    /// The day by which it is due.
    pub due: Date,
    /// The day on which it was done.
    pub done: Option<Date>,
    /// The report, or `""`.
    pub report: String,
    /// Where it says so.
    pub at: Location,
}

/// An `applicability` item: which controls of a catalogue apply.
#[derive(Clone, Debug)]
pub struct Applicability {
    /// The catalogue.
    pub catalogue: Id,
    /// The version, or `""`.
    pub version: String,
    /// Who approved it.
    pub approved: Option<Approved>,
    /// Whether all controls apply that are not excluded.
    pub all: bool,
    /// Why they do, or `""`.
    pub all_because: String,
    /// Controls that apply, with what is said of each.
    pub includes: BTreeMap<String, Inclusion>,
    /// Controls that do not apply.
    pub excludes: BTreeMap<String, Exclusion>,
    /// What shows that a control is met.
    pub evidence: BTreeMap<String, Vec<Text>>,
    /// Who answers for it.
    pub owner: Option<Id>,
}

/// A control that applies.
#[derive(Clone, Debug)]
pub struct Inclusion {
    /// Why, or `""`.
    pub because: String,
    /// Where it says so.
    pub at: Location,
}

/// A control that does not apply.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// Why.
    pub because: String,
    /// Where it says so.
    pub at: Location,
}

impl Binder {
    pub(super) fn review(&mut self, item: Item<'_>) -> Option<Review> {
        let body = &item.body;
        let held = self.recurring(body, "held");
        Some(Review {
            kind: body
                .one("kind")
                .and_then(|found| said(found, &["management", "internal_audit"]))
                .unwrap_or_default(),
            held: held?,
            minutes: quoted(body, "minutes")?,
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    pub(super) fn document(&mut self, item: Item<'_>) -> Option<Document> {
        const KINDS: &[&str] = &[
            "policy",
            "procedure",
            "disclosure_script",
            "user_information",
            "technical_file",
            "runbook",
            "privacy_notice",
            "consent_form",
            "contract",
            "report",
            "other",
        ];
        let body = &item.body;
        let reviewed =
            body.entry("reviewed").and_then(|entry| self.reviewed(&entry.found, entry.clause.head_at()));
        Some(Document {
            file: quoted(body, "at")?,
            kind: body.one("kind").and_then(|found| said(found, KINDS)).unwrap_or_default(),
            covers: self.named_list(body, "covers", Space::System, "SYSTEM"),
            languages: body.words("language", "LANGUAGE"),
            reviewed,
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    pub(super) fn certificate(&mut self, item: Item<'_>) -> Option<Certificate> {
        let body = &item.body;
        let surveillance: Vec<Surveillance> = body
            .all("surveillance")
            .filter_map(|entry| {
                Some(Surveillance {
                    due: entry.found.date("due")?,
                    done: entry.found.date("done"),
                    report: entry.found.text("TEXT").unwrap_or_default().to_owned(),
                    at: entry.clause.head_at(),
                })
            })
            .collect();
        let (issued, expires) = (day(body, "issued"), day(body, "expires"));
        if let (Some(first), Some(last)) = (issued, expires)
            && last < first
        {
            let at = body.entry("expires").map_or(item.id.at, |entry| entry.clause.head_at());
            let text = format!("it expires on {last}, before it was issued on {first}");
            self.find(&names::BACKWARDS_DATES, at, text, "put the later date after `expires`");
        }
        Some(Certificate {
            standard: body.text("standard"),
            supplier: self.named(body, "of", Space::Supplier, "SUPPLIER"),
            body: body.text("body"),
            accredited_by: body.text("accredited"),
            number: body.text("number"),
            scope: quoted(body, "scope")?,
            covers: self.named_list(body, "covers", Space::System, "SYSTEM"),
            includes: self.named_list(body, "includes", Space::Supplier, "SUPPLIER"),
            issued: issued?,
            expires: expires?,
            surveillance,
            file: quoted(body, "file"),
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    pub(super) fn applicability(&mut self, item: Item<'_>) -> Applicability {
        let body = &item.body;
        let mut statement = Applicability {
            catalogue: item.id.clone(),
            version: body.text("version"),
            approved: self.approved(body),
            all: false,
            all_because: String::new(),
            includes: BTreeMap::new(),
            excludes: BTreeMap::new(),
            evidence: BTreeMap::new(),
            owner: self.named(body, "owner", Space::Role, "ROLE"),
        };
        let known = item.clause.first_value().and_then(|value| self.resolve(Space::Catalogue, value));
        if known.is_none() {
            return statement;
        }
        let catalogue = &item.id.name;
        let mut decided: BTreeMap<String, Location> = BTreeMap::new();
        for entry in body.entries() {
            let (found, at) = (&entry.found, entry.clause.head_at());
            let because = found.text("TEXT").unwrap_or_default().to_owned();
            match entry.row.word {
                "includes" => {
                    if found.says("all") {
                        statement.all = true;
                        statement.all_because.clone_from(&because);
                    }
                    let values: Vec<Value<'_>> =
                        found.phrases().iter().filter_map(|phrase| phrase.get("ID")).collect();
                    for value in values {
                        let Some(control) = self.control_of(catalogue, value, true) else { continue };
                        self.decided_once(&control, value.at(), &mut decided);
                        let because = because.clone();
                        statement.includes.insert(control, Inclusion { because, at: value.at() });
                    }
                }
                "excludes" => {
                    let Some(value) = found.get("ID") else { continue };
                    let Some(control) = self.control_of(catalogue, value, true) else { continue };
                    self.decided_once(&control, value.at(), &mut decided);
                    statement.excludes.insert(control, Exclusion { because, at });
                }
                "evidence" => {
                    let (Some(value), Some(document)) = (found.get("ID"), found.get("TEXT")) else {
                        continue;
                    };
                    let Some(control) = self.control_of(catalogue, value, false) else { continue };
                    let shown = Text { text: because, at: document.at() };
                    statement.evidence.entry(control).or_default().push(shown);
                }
                _ => {}
            }
        }
        statement
    }

    fn decided_once(&mut self, control: &str, at: Location, decided: &mut BTreeMap<String, Location>) {
        if let Some(first) = decided.get(control) {
            let text = format!("`{control}` is decided twice");
            let finding = Diagnostic::new(&names::REPEATED_VALUE, at, text);
            self.report(finding.because(*first, "the first is here").help("keep one of the two"));
        }
        decided.insert(control.to_owned(), at);
    }

    /// Binds an id of one catalogue; `chosen` asks for a control, which may be left out.
    fn control_of(&mut self, catalogue: &str, value: Value<'_>, chosen: bool) -> Option<String> {
        let name = text(value).unwrap_or(value.source());
        let known = self.scope.catalogues.get(catalogue)?;
        match known.get(name) {
            Some(true) if chosen => {
                let text = format!("`{name}` is a clause of `{catalogue}`: it is not for anybody to choose");
                let help = "remove it: what is included or excluded are controls";
                self.find(&names::UNKNOWN_CONTROL, value.at(), text, help);
                return None;
            }
            Some(_) => return Some(name.to_owned()),
            None if self.scope.open_catalogues.contains(catalogue) => return None,
            None => {}
        }
        let text = format!("`{catalogue}` has no control `{name}`");
        let finding = Diagnostic::new(&names::UNKNOWN_CONTROL, value.at(), text);
        let id = Id { name: value.source().into(), at: value.at() };
        let digit = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
        let written = known.keys().map(|name| if digit(name) { format!("\"{name}\"") } else { name.clone() });
        let written: Vec<String> = written.collect();
        let names = written.iter().map(String::as_str);
        let finding = suggest(finding, &id, names, "name one of its controls", "control");
        self.report(finding);
        None
    }
}
