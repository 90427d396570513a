//! What is kept, how long, from when, on what ground, and what then.

use crate::decimal::Decimal;
use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::model::items::Item;
use crate::model::reader::{Binder, Entry};
use crate::model::scope::{Known, Space};
use crate::model::shape::{number, text};
use crate::model::{Id, Spot};
use crate::names;
use crate::source::Location;
use crate::time::{Date, Period};

use super::{Reviewed, date, day, said};

/// A `retention` item.
#[derive(Clone, Debug)]
pub struct Retention {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// What it is about.
    pub covers: Vec<Coverage>,
    /// Why the data is kept.
    pub purpose: String,
    /// The ground: `consent`, `contract`, `legal_obligation`, …
    pub basis: &'static str,
    /// What is said of the ground, or `""`.
    pub basis_because: String,
    /// How long.
    pub keep: Keep,
    /// Where it says how long.
    pub keep_at: Location,
    /// How months count in days: `down`, `up` or `""`.
    pub rounding: &'static str,
    /// What happens at the end: `erase`, `anonymise`, `redact`, `archive`, `return` or `""`.
    pub then: &'static str,
    /// How soon that is done.
    pub then_within: Option<Period>,
    /// Where the disposal can be seen, or `""`.
    pub proof: String,
    /// Where the data lies.
    pub stored: Vec<Place>,
    /// How much longer copies in backups live.
    pub backups: Option<Period>,
    /// The settings that carry it out.
    pub enforced: Vec<Enforcement>,
    /// When the schedule was looked at.
    pub reviewed: Option<Reviewed>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// Controls.
    pub supports: Vec<String>,
}

/// A setting that carries out a schedule.
#[derive(Clone, Debug)]
pub struct Enforcement {
    /// Where it is.
    pub spot: Spot,
    /// The unit that it counts in.
    pub unit: String,
    /// The number that it writes for no end.
    pub forever: Option<Decimal>,
    /// The bucket in which its data lies, as the file names it, or `""`.
    pub bucket: String,
    /// What the names of its objects start with, or `""`.
    pub prefix: String,
}

/// A category of data of a system, in all places it serves or in some.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The category.
    pub category: Id,
    /// The system.
    pub system: Id,
    /// The places; empty for all that the system serves.
    pub places: Vec<Id>,
    /// Where it says so.
    pub at: Location,
}

/// How long data is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// So long after an event.
    After(Period, Id),
    /// Until an event.
    Until(Id),
    /// While something lasts.
    While(Id),
    /// Not at all.
    Nothing,
    /// Without end, for a reason.
    Forever(String),
}

/// Where data lies, and with whom.
#[derive(Clone, Debug)]
pub struct Place {
    /// The places.
    pub regions: Vec<Id>,
    /// The supplier that keeps it; `None` for ourselves.
    pub supplier: Option<Id>,
    /// Where it says so.
    pub at: Location,
}

/// A `hold` item.
#[derive(Clone, Debug)]
pub struct LegalHold {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// What must stay: category and system.
    pub covers: Vec<(Id, Id)>,
    /// The matter, or `""`.
    pub because: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
    /// When somebody looks whether it is still needed.
    pub review_by: Option<Date>,
    /// Who answers for it.
    pub owner: Option<Id>,
}

/// The grounds, in the order of the reference.
const BASES: &[&str] = &[
    "consent",
    "contract",
    "legal_obligation",
    "vital_interest",
    "public_task",
    "legitimate_interest",
    "explicit_consent",
    "legal_claims",
];

impl Binder {
    pub(super) fn retention(&mut self, item: Item<'_>) -> Option<Retention> {
        let body = &item.body;
        let covers: Vec<Coverage> = {
            let entries: Vec<&Entry<'_>> = body.all("covers").collect();
            entries.into_iter().filter_map(|entry| self.coverage(entry)).collect()
        };
        let (basis, then) = (body.one("basis"), body.one("then"));
        let stored = body.all("stored").map(|entry| self.stored_place(entry)).collect();
        let enforced: Vec<Enforcement> =
            body.all("enforced").filter_map(|entry| self.setting(entry)).collect();
        self.value_of(&item.id, &covers, &enforced);
        let keep = body.entry("keep");
        let read = keep.and_then(|entry| self.keep(entry));
        let then_within = then.and_then(|found| self.period(found));
        let backups = body.one("backups").and_then(|found| self.period(found));
        let reviewed =
            body.entry("reviewed").and_then(|entry| self.reviewed(&entry.found, entry.clause.head_at()));
        Some(Retention {
            covers,
            purpose: body.text("purpose"),
            basis: basis.and_then(|found| said(found, BASES)).unwrap_or_default(),
            basis_because: basis.and_then(|found| found.text("TEXT")).unwrap_or_default().to_owned(),
            keep: read?,
            keep_at: keep.map(|entry| entry.clause.head_at()).unwrap_or_default(),
            rounding: body.one("rounding").and_then(|found| said(found, &["down", "up"])).unwrap_or_default(),
            then: then
                .and_then(|found| said(found, &["erase", "anonymise", "redact", "archive", "return"]))
                .unwrap_or_default(),
            then_within,
            proof: body.text("proof"),
            stored,
            backups,
            enforced,
            reviewed,
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            supports: self.controls(body, "supports"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    fn coverage(&mut self, entry: &Entry<'_>) -> Option<Coverage> {
        let category = entry.found.get("CATEGORY").and_then(|value| self.resolve(Space::Category, value));
        let system = entry.found.get("SYSTEM").and_then(|value| self.resolve(Space::System, value));
        let places = self.resolve_list(Space::Jurisdiction, &entry.found, "CODE");
        Some(Coverage { category: category?, system: system?, places, at: entry.clause.head_at() })
    }

    fn keep(&mut self, entry: &Entry<'_>) -> Option<Keep> {
        let found = &entry.found;
        if found.says("nothing") {
            return Some(Keep::Nothing);
        }
        if found.says("forever") {
            return Some(Keep::Forever(found.text("TEXT").unwrap_or_default().to_owned()));
        }
        if found.says("after") {
            return self.after_event(found).map(|(period, event)| Keep::After(period, event));
        }
        let event = self.resolve(Space::Event, found.get("EVENT")?)?;
        Some(if found.says("until") { Keep::Until(event) } else { Keep::While(event) })
    }

    fn stored_place(&mut self, entry: &Entry<'_>) -> Place {
        let regions = self.resolve_list(Space::Jurisdiction, &entry.found, "CODE");
        let supplier = entry.found.after("by").and_then(|value| self.resolve(Space::Supplier, value));
        Place { regions, supplier, at: entry.clause.head_at() }
    }

    fn setting(&mut self, entry: &Entry<'_>) -> Option<Enforcement> {
        let unit = entry.found.get("UNIT")?.source().to_owned();
        let forever = entry.found.get("NUMBER").and_then(number);
        let said = |word| entry.found.after(word).and_then(text).unwrap_or_default().to_owned();
        let (bucket, prefix) = (said("bucket"), said("prefix"));
        Some(Enforcement {
            spot: self.spot(entry.found.get("LOCATION")?, false)?,
            unit,
            forever,
            bucket,
            prefix,
        })
    }

    /// Makes a schedule a value of every system that it covers: rules may name it as a period.
    /// A test counts it in the unit of its first setting, or in days.
    fn value_of(&mut self, id: &Id, covers: &[Coverage], enforced: &[Enforcement]) {
        let unit = enforced.first().map_or("days", |one| one.unit.as_str());
        let mut systems: Vec<&str> = covers.iter().map(|c| c.system.name.as_str()).collect();
        systems.sort_unstable();
        systems.dedup();
        for system in systems {
            let Some(artifacts) = self.scope.systems.get_mut(system) else { continue };
            let known = Known { kind: Kind::Period, at: id.at, protected: false, unit: unit.to_owned() };
            let Some(first) = artifacts.known.get(id.name.as_str()).cloned() else {
                artifacts.known.insert(id.name.to_string(), known);
                continue;
            };
            if first.at == id.at {
                continue;
            }
            let text = format!("the system `{system}` already has a {} named `{}`", first.kind, id.name);
            let finding = Diagnostic::new(&names::DUPLICATE_NAME, id.at, text);
            let finding = finding.because(first.at, "it is declared here");
            self.report(
                finding.help("a schedule is a period of the systems it covers: rename one of the two"),
            );
        }
    }

    pub(super) fn legal_hold(&mut self, item: Item<'_>) -> Option<LegalHold> {
        let body = &item.body;
        let mut covers = Vec::new();
        for entry in body.all("covers") {
            let category = entry.found.get("CATEGORY").and_then(|value| self.resolve(Space::Category, value));
            let system = entry.found.get("SYSTEM").and_then(|value| self.resolve(Space::System, value));
            covers.extend(category.zip(system));
        }
        let (from, until) = (day(body, "from"), day(body, "until"));
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            let at = body.one("until").and_then(|m| m.get("DATE")).map_or(item.id.at, |value| value.at());
            let finding = Diagnostic::new(
                &names::BACKWARDS_DATES,
                at,
                format!("`until {last}` is before `from {first}`"),
            );
            self.report(finding.help("put the later date after `until`"));
        }
        Some(LegalHold {
            covers,
            because: body.text("because"),
            from: from?,
            until,
            review_by: body.one("review").and_then(|m| m.get("DATE")).and_then(date),
            owner: self.named(body, "owner", Space::Role, "ROLE"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }
}
