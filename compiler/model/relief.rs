//! Reads what relieves a change of duties: exceptions granted for a time, and emergencies.

use crate::diagnostic::Diagnostic;
use crate::few::Few;
use crate::kind::Kind;
use crate::names;
use crate::source::Location;
use crate::syntax::Shape as Written;
use crate::time::{Date, Period};

use super::items::Item;
use super::reader::{Binder, Entry};
use super::scope::Space;
use super::{Id, Need};

/// The most emergencies that a policy may allow in a time.
const MAX_EMERGENCIES: u64 = 99;

/// An `exception` item: what stands in for some rules, for some changes, until a day.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its name.
    pub id: Id,
    /// The title, or `""`.
    pub title: String,
    /// The rules that it stands in for.
    pub rules: Vec<Id>,
    /// The changes that it is for.
    pub covers: Vec<Covered>,
    /// Approvals that such a change must have instead.
    pub approvals: Few<Need>,
    /// Reports that it must have instead.
    pub evidence: Few<Id>,
    /// Why the rules cannot be kept.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: Id,
    /// Who grants it.
    pub granted_by: Id,
    /// The last day.
    pub until: Date,
}

/// Changes of a kind, or of one artifact, in a system.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The kind; `None` for any.
    pub kind: Option<Kind>,
    /// The artifact, or `""`.
    pub artifact: String,
    /// The system.
    pub system: Id,
    /// Where.
    pub at: Location,
}

/// The `emergency` item: how a value that was approved before is restored at once.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// The roles that may declare one.
    pub declared_by: Vec<Id>,
    /// How far back the value must have been in force.
    pub restore_within: Period,
    /// The roles that review it.
    pub review_by: Vec<Id>,
    /// How soon.
    pub review_within: Period,
    /// How many there may be …
    pub at_most: u32,
    /// … in this time.
    pub counted_within: Period,
    /// Where.
    pub at: Location,
}

impl Binder {
    /// Reads an `exception`.
    pub fn exception(&mut self, item: Item<'_>) -> Option<Exception> {
        let body = &item.body;
        let rules = match body.entry("from") {
            Some(entry) => self.listed_or_one(&item, entry, Space::Rule, "RULE"),
            None => Vec::new(),
        };
        let covers = body.all("covers").filter_map(|entry| self.covered(entry)).collect();
        let (approvals, evidence) = self.required(body);
        let requested_by = self.by_person(body.entry("requested"));
        let granted_by = self.by_person(body.entry("granted"));
        let until = body.one("until").and_then(|m| m.get("DATE")).and_then(|value| match value.shape() {
            Written::Date(date) => Some(date),
            _ => None,
        });
        let (requested_by, granted_by) = (requested_by?, granted_by?);
        if requested_by.name == granted_by.name {
            let text = format!("`{}` asks for {} and grants it", granted_by.name, item.owner());
            let finding = Diagnostic::new(&names::SELF_GRANTED, granted_by.at, text);
            let finding = finding.because(requested_by.at, "asked for here");
            self.report(
                finding.help("nobody decides on their own request: name another person after `granted by`"),
            );
            return None;
        }
        Some(Exception {
            rules,
            covers,
            approvals,
            evidence,
            reason: body.text("reason"),
            requested_by,
            granted_by,
            until: until?,
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    /// Reads the `emergency` item.
    pub fn emergency(&mut self, item: &Item<'_>) -> Option<Emergency> {
        let body = &item.body;
        let declared_by = match body.entry("declared") {
            Some(entry) => self.listed_or_one(item, entry, Space::Role, "ROLE"),
            None => Vec::new(),
        };
        let review_by = match body.entry("review") {
            Some(entry) => self.listed_or_one(item, entry, Space::Role, "ROLE"),
            None => Vec::new(),
        };
        let restore_within = body.one("allows").and_then(|found| self.fixed_period(found));
        let review_within = body.one("review").and_then(|found| self.fixed_period(found));
        let counted_within = body.one("at").and_then(|found| self.fixed_period(found));
        let at_most = body.one("at").and_then(|found| self.count(found, MAX_EMERGENCIES));
        Some(Emergency {
            declared_by,
            review_by,
            restore_within: restore_within?,
            review_within: review_within?,
            counted_within: counted_within?,
            at_most: u32::try_from(at_most?).ok()?,
            at: item.clause.word_at(),
        })
    }

    /// Reads `NAME` or `[NAME, …]`.
    fn listed_or_one(&mut self, item: &Item<'_>, entry: &Entry<'_>, space: Space, slot: &str) -> Vec<Id> {
        self.not_empty(item.owner(), entry);
        let one = entry.found.get(slot).filter(|_| !entry.found.has_list());
        let one: Vec<Id> = one.and_then(|value| self.resolve(space, value)).into_iter().collect();
        if one.is_empty() { self.resolve_list(space, &entry.found, slot) } else { one }
    }

    fn by_person(&mut self, entry: Option<&Entry<'_>>) -> Option<Id> {
        self.resolve(Space::Person, entry?.found.get("PERSON")?)
    }

    fn covered(&mut self, entry: &Entry<'_>) -> Option<Covered> {
        let (found, at) = (&entry.found, entry.clause.head_at());
        let word = found.get("KIND")?;
        let kind = Kind::parse(word.source());
        let system = self.resolve(Space::System, found.get("SYSTEM")?)?;
        if kind == Some(Kind::Policy) {
            let text = "no exception covers the policy itself".to_owned();
            let help = "a policy is changed by the rules about `policy`; name a kind of value";
            self.find(&names::WRONG_VALUE, word.at(), text, help);
            return None;
        }
        let artifact = match found.get("NAME") {
            Some(value) => self.resolve_artifact(&system, kind, value)?.name.to_string(),
            None => String::new(),
        };
        Some(Covered { kind, artifact, system, at })
    }
}
