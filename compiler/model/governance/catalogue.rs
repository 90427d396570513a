//! Standards and laws by the ids of their controls and clauses, and which of them are about the
//! same thing. The texts are ours; the ids are theirs.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::Id;
use crate::model::items::Item;
use crate::model::reader::{Binder, Body, Entry, Owner};
use crate::model::scope::Space;
use crate::model::shape::text;
use crate::names;
use crate::source::Location;
use crate::syntax::{Shape as Written, Value};
use crate::time::Date;

use super::tables::PROVISION;
use super::{Capacity, capacity, date, day, said};

/// A `catalogue` item: the ids of a standard or a law.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Its name, the first half of a reference.
    pub id: Id,
    /// The standard or the law, with its year.
    pub title: String,
    /// Its controls and clauses in the order written.
    pub provisions: Vec<Provision>,
    /// Its parts of a chain, in the order written.
    pub parts: Vec<Id>,
    /// Where it was read, and how well.
    pub read: Reading,
}

/// A control or a clause of a catalogue.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Its id, the second half of a reference.
    pub id: Id,
    /// What it is about, in our own words.
    pub title: String,
    /// Whether nobody chooses it: a clause of a standard, an article of a law.
    pub clause: bool,
    /// The first days on which it applies, each with the systems that it is for, or `""` for all;
    /// none where that is not a matter of dates.
    pub effective: Vec<(Date, String)>,
    /// Whom it binds; `None` for everybody.
    pub role: Option<Capacity>,
    /// A condition or an exception in words, or `""`.
    pub note: String,
    /// What needs a lawyer's answer, or `""`.
    pub counsel: String,
    /// Where it was read, and how well; what it does not say is as in its catalogue.
    pub read: Reading,
}

/// A `crosswalk` item: provisions of several catalogues that are about one thing.
#[derive(Clone, Debug)]
pub struct Crosswalk {
    /// Its name.
    pub id: Id,
    /// What they are about.
    pub title: String,
    /// The provisions as references, sorted; of the library's, also those of catalogues that the
    /// policy does not use.
    pub joins: Vec<String>,
    /// Who says so, and how well it was looked up.
    pub read: Reading,
}

/// Where something was read, when, and how far that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where.
    pub sources: Vec<String>,
    /// When.
    pub verified: Option<Date>,
    /// By when it should be looked up again.
    pub review_by: Option<Date>,
    /// `high`, `medium`, `low` or `none`.
    pub confidence: &'static str,
}

/// The longest id of a provision, in bytes.
const MAX_ID: usize = 64;

/// The ids of a catalogue, and for each whether it is a clause.
pub(in crate::model) type Known = BTreeMap<String, bool>;

impl Binder {
    /// Reads a `catalogue`: its controls, clauses and parts become known.
    pub(super) fn catalogue(&mut self, item: Item<'_>) -> Catalogue {
        let before = self.mistakes();
        let read = reading(&item.body, None);
        self.scope.catalogues.entry(item.id.name.to_string()).or_default();
        let (mut provisions, mut parts) = (Vec::new(), Vec::new());
        for entry in item.body.entries() {
            match entry.row.word {
                "control" | "clause" => provisions.extend(self.provision(&item.id.name, entry, &read)),
                "part" => {
                    let Some(value) = entry.found.get("NAME") else { continue };
                    let id = Id { name: value.source().into(), at: value.at() };
                    if let Err(finding) = self.scope.declare(Space::Part, &id) {
                        self.report(finding);
                    }
                    parts.push(id);
                }
                _ => {}
            }
        }
        if !item.sound || item.clause.is_damaged() || self.mistakes() > before {
            // An id that could not be read may be the one that is named elsewhere.
            self.scope.open_catalogues.insert(item.id.name.to_string());
        }
        Catalogue { provisions, parts, read, id: item.id, title: item.title.to_owned() }
    }

    fn provision(&mut self, catalogue: &str, entry: &Entry<'_>, whole: &Reading) -> Option<Provision> {
        let (found, clause) = (&entry.found, entry.row.word == "clause");
        let id = self.provision_id(found.get("ID")?)?;
        let owner = Owner { word: entry.row.word, name: &id.name };
        let body = self.body(owner, entry.clause, PROVISION);
        let known = self.scope.catalogues.entry(catalogue.to_owned()).or_default();
        if known.insert(id.name.to_string(), clause).is_some() {
            let text = format!("the {owner} stands twice in `{catalogue}`");
            self.find(&names::REPEATED_VALUE, id.at, text, "remove one of them");
        }
        let effective = body
            .all("effective")
            .filter_map(|entry| {
                let whose = entry.found.text("TEXT").unwrap_or_default().to_owned();
                Some((date(entry.found.get("DATE")?)?, whose))
            })
            .collect();
        Some(Provision {
            title: found.get("TEXT").and_then(text).unwrap_or_default().to_owned(),
            clause,
            effective,
            role: capacity(&body),
            note: body.text("note"),
            counsel: body.text("counsel"),
            read: reading(&body, Some(whole)),
            id,
        })
    }

    /// Reads the id of a control or a clause; one that no reference could name is refused.
    fn provision_id(&mut self, value: Value<'_>) -> Option<Id> {
        let id = Id { name: text(value).unwrap_or(value.source()).into(), at: value.at() };
        let part =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if id.name.len() <= MAX_ID && id.name.split('.').all(part) {
            return Some(id);
        }
        let text = format!("`{}` can never be named in a reference", id.name);
        let help = "write up to 64 letters, digits and `_`, with a dot between its parts: \"6.1.3\"";
        self.find(&names::WRONG_NAME, id.at, text, help);
        None
    }

    /// Reads a `crosswalk`.
    pub(super) fn crosswalk(&mut self, item: Item<'_>) -> Option<Crosswalk> {
        let mut written: Vec<Value<'_>> = Vec::new();
        for entry in item.body.all("joins") {
            self.not_empty(item.owner(), entry);
            written.extend(entry.found.phrases().iter().filter_map(|phrase| phrase.get("CONTROL")));
        }
        let mut firsts: BTreeMap<&str, Location> = BTreeMap::new();
        for value in &written {
            let Some(first) = firsts.insert(value.source(), value.at()) else { continue };
            let text = format!("`{}` stands twice in this crosswalk", value.source());
            let finding = Diagnostic::new(&names::REPEATED_VALUE, value.at(), text);
            self.report(finding.because(first, "the first is here").help("remove one of them"));
        }
        let unused = |binder: &Self, value: &Value<'_>| match value.shape() {
            Written::Reference(scheme, _) => !binder.scope.catalogues.contains_key(scheme),
            _ => false,
        };
        // The library speaks of all its catalogues, of which a policy may use a few.
        let (unread, here): (Vec<Value<'_>>, Vec<Value<'_>>) =
            written.into_iter().partition(|value| item.clause.is_library() && unused(self, value));
        let mut joins: Vec<String> = unread.iter().map(|value| value.source().to_owned()).collect();
        for value in here {
            joins.extend(self.control(value));
        }
        joins.sort();
        joins.dedup();
        Some(Crosswalk { joins, read: reading(&item.body, None), id: item.id, title: item.title.to_owned() })
    }

    /// Binds a reference to a control or a clause of a catalogue; returns it as written.
    pub(in crate::model) fn control(&mut self, value: Value<'_>) -> Option<String> {
        let Written::Reference(scheme, control) = value.shape() else { return None };
        let id = Id { name: control.into(), at: value.at() };
        let Some(known) = self.scope.catalogues.get(scheme) else {
            self.unknown_catalogue(scheme, &id);
            return None;
        };
        if known.contains_key(control) {
            return Some(value.source().to_owned());
        }
        if self.scope.open_catalogues.contains(scheme) {
            return None;
        }
        let text = format!("`{scheme}` has no control or clause `{control}`");
        let finding = Diagnostic::new(&names::UNKNOWN_CONTROL, id.at, text);
        let finding = match did_you_mean(control, known.keys().map(String::as_str)) {
            Some(near) => {
                let near = format!("{scheme}:{near}");
                finding.help(format!("did you mean `{near}`?")).edit(id.at, near)
            }
            None => finding.help("look the id up in the catalogue"),
        };
        self.unknown("control", value.source(), finding);
        None
    }

    fn unknown_catalogue(&mut self, scheme: &str, id: &Id) {
        if self.scope.is_doubtful(scheme) {
            return;
        }
        let text = format!("no catalogue is named `{scheme}`");
        let finding = Diagnostic::new(&names::UNKNOWN_CONTROL, id.at, text);
        let near = did_you_mean(scheme, self.scope.catalogues.keys().map(String::as_str));
        let finding = match near {
            Some(near) => {
                let near = format!("{near}:{}", id.name);
                finding.help(format!("did you mean `{near}`?")).edit(id.at, near)
            }
            None => {
                finding.help(format!("take its ids in with `use std.{scheme}`, or declare the catalogue"))
            }
        };
        self.unknown("catalogue", scheme, finding);
    }
}

/// Reads where something was read; what is not said is as in the whole.
fn reading(body: &Body<'_>, whole: Option<&Reading>) -> Reading {
    let sources: Vec<String> =
        body.all("source").filter_map(|entry| entry.found.text("TEXT").map(str::to_owned)).collect();
    let confidence = body.one("confidence").and_then(|found| said(found, &["high", "medium", "low", "none"]));
    let whole_sources = || whole.map(|whole| whole.sources.clone()).unwrap_or_default();
    Reading {
        sources: if sources.is_empty() { whole_sources() } else { sources },
        verified: day(body, "verified").or(whole.and_then(|whole| whole.verified)),
        review_by: day(body, "review").or(whole.and_then(|whole| whole.review_by)),
        confidence: confidence.or(whole.map(|whole| whole.confidence)).unwrap_or("none"),
    }
}
