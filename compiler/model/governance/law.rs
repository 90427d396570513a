//! What law says, as data: places, categories of data, events, questions, and facts.

use crate::diagnostic::Diagnostic;
use crate::model::Id;
use crate::model::items::Item;
use crate::model::reader::Binder;
use crate::model::scope::Space;
use crate::model::shape::{Match, text};
use crate::names;
use crate::source::Location;
use crate::time::{Date, Period};

use super::{Capacity, capacity, date, day, said};

/// The words that law is told in.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Places whose law may apply.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Categories of data.
    pub categories: Vec<Category>,
    /// What starts or ends a clock.
    pub events: Vec<Named>,
    /// Questions on which the application of a law turns.
    pub gates: Vec<Named>,
}

/// A `jurisdiction` item.
#[derive(Clone, Debug)]
pub struct Jurisdiction {
    /// Its code, such as `us_ca`.
    pub id: Id,
    /// The name as shown.
    pub title: String,
    /// The larger one it belongs to.
    pub within: Option<Id>,
}

/// A `category` item.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name.
    pub id: Id,
    /// What it is.
    pub title: String,
    /// What it is derived from.
    pub from: Vec<Id>,
    /// `biometric`, `health`, `card`, `child` or `""`.
    pub special: &'static str,
    /// Whether it is about persons.
    pub personal: bool,
}

/// A word with its meaning: an `event` or a `gate`.
#[derive(Clone, Debug)]
pub struct Named {
    /// The word.
    pub id: Id,
    /// What it means.
    pub title: String,
}

/// A `fact` item: what a law, a standard or a contract asks.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub id: Id,
    /// What it is about.
    pub title: String,
    /// Where it applies.
    pub places: Vec<Id>,
    /// The categories of data; empty for all.
    pub about: Vec<Id>,
    /// What it asks.
    pub limit: Limit,
    /// What must be told, and when.
    pub discloses: Vec<Disclosure>,
    /// Whether it gives way to other law.
    pub soft: bool,
    /// Whom it binds; `None` for everybody.
    pub role: Option<Capacity>,
    /// It applies only if each is answered yes.
    pub when: Vec<Id>,
    /// It does not apply if one is answered yes.
    pub unless: Vec<Id>,
    /// A condition or an exception in words, or `""`.
    pub note: String,
    /// The provision.
    pub cite: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// The first day; `None` where it has long been so.
    pub effective: Option<Date>,
    /// The day from which it applies no more.
    pub superseded: Option<Date>,
    /// What took its place, where the policy says it.
    pub successor: Option<Id>,
    /// When it was looked up.
    pub verified: Option<Date>,
    /// By when it should be looked up again.
    pub review_by: Option<Date>,
    /// `high`, `medium`, `low` or `none`.
    pub confidence: &'static str,
    /// What needs a lawyer's answer, or `""`.
    pub counsel: String,
}

impl Fact {
    /// Tells whether it was looked up well enough for a check to fail on it: an official text
    /// was read, or two sources agree. Others only raise questions.
    pub fn is_firm(&self) -> bool {
        matches!(self.confidence, "high" | "medium")
    }

    /// Tells whether it applies on a day; without a first day it has long applied.
    pub fn applies_on(&self, day: Date) -> bool {
        self.effective.is_none_or(|first| first <= day) && self.superseded.is_none_or(|end| day < end)
    }
}

/// What a fact asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// To be kept at least so long after the event.
    Floor(Period, Id),
    /// To be kept at most so long after the event.
    Ceiling(Period, Id),
    /// Not to be kept at all.
    Nothing,
    /// Must not be done.
    Prohibits(String),
    /// Must be done, where no number says it.
    Asks(String),
    /// A limit without a number.
    Open(String),
    /// Only what must be told.
    Tells,
}

/// What must be told, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// `ai`, `recording`, `human_route`, …
    pub element: String,
    /// `start`, `end`, `start and end`, `request`, `before recording`, `in writing`.
    pub when: &'static str,
}

impl Binder {
    pub(super) fn jurisdiction(&mut self, item: Item<'_>) -> Jurisdiction {
        let within = self.named(&item.body, "within", Space::Jurisdiction, "CODE");
        Jurisdiction { within, id: item.id, title: item.title.to_owned() }
    }

    pub(super) fn category(&mut self, item: Item<'_>) -> Category {
        let from = self.named_list(&item.body, "from", Space::Category, "CATEGORY");
        let special = item.body.one("special");
        Category {
            from,
            special: special
                .and_then(|found| said(found, &["biometric", "health", "card", "child"]))
                .unwrap_or_default(),
            personal: item.body.one("impersonal").is_none(),
            id: item.id,
            title: item.title.to_owned(),
        }
    }

    pub(super) fn fact(&mut self, item: Item<'_>) -> Option<Fact> {
        let body = &item.body;
        let discloses: Vec<Disclosure> =
            body.all("discloses").filter_map(|entry| disclosure(&entry.found)).collect();
        let limit = self.limit(&item, !discloses.is_empty());
        let superseded = body.one("superseded");
        let ended = superseded.and_then(|found| found.get("DATE"));
        if let (Some(first), Some(at)) = (day(body, "effective"), ended)
            && let Some(end) = date(at).filter(|end| *end < first)
        {
            let text = format!("`superseded {end}` is before `effective {first}`");
            let help = "put the later date after `superseded`";
            self.find(&names::BACKWARDS_DATES, at.at(), text, help);
        }
        let gates = |binder: &mut Binder, word: &str| {
            let entries: Vec<_> = item.body.all(word).collect();
            entries
                .into_iter()
                .flat_map(|entry| binder.resolve_list(Space::Gate, &entry.found, "GATE"))
                .collect::<Vec<_>>()
        };
        Some(Fact {
            places: self.named_list(body, "in", Space::Jurisdiction, "CODE"),
            about: self.named_list(body, "about", Space::Category, "CATEGORY"),
            limit: limit?,
            discloses,
            soft: body.one("soft").is_some(),
            role: capacity(body),
            when: gates(self, "when"),
            unless: gates(self, "unless"),
            note: body.text("note"),
            cite: body.text("cite"),
            sources: body
                .all("source")
                .filter_map(|entry| entry.found.text("TEXT").map(str::to_owned))
                .collect(),
            effective: day(body, "effective"),
            superseded: ended.and_then(date),
            successor: superseded
                .and_then(|m| m.after("by"))
                .and_then(|value| self.resolve(Space::Fact, value)),
            verified: day(body, "verified"),
            review_by: day(body, "review"),
            confidence: body
                .one("confidence")
                .and_then(|found| said(found, &["high", "medium", "low", "none"]))
                .unwrap_or("none"),
            counsel: body.text("counsel"),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    /// Reads the one thing that a fact asks.
    fn limit(&mut self, item: &Item<'_>, tells: bool) -> Option<Limit> {
        let body = &item.body;
        let mut all: Vec<(Location, Option<Limit>)> = Vec::new();
        for entry in body.entries() {
            let at = entry.clause.head_at();
            let words = || entry.found.text("TEXT").unwrap_or_default().to_owned();
            match entry.row.word {
                "floor" => {
                    let read =
                        self.after_event(&entry.found).map(|(period, event)| Limit::Floor(period, event));
                    all.push((at, read));
                }
                "ceiling" if entry.found.says("nothing") => all.push((at, Some(Limit::Nothing))),
                "ceiling" => {
                    let read = self.after_event(&entry.found);
                    all.push((at, read.map(|(period, event)| Limit::Ceiling(period, event))));
                }
                "prohibits" => all.push((at, Some(Limit::Prohibits(words())))),
                "asks" => all.push((at, Some(Limit::Asks(words())))),
                "leaves" => all.push((at, Some(Limit::Open(words())))),
                _ => {}
            }
        }
        if let [(first, _), (second, _), ..] = all.as_slice() {
            let text = format!("{} asks two things", item.owner());
            let finding = Diagnostic::new(&names::REPEATED_CLAUSE, *second, text);
            let finding = finding.because(*first, "the first is here");
            self.report(finding.help("make two facts, so that each can have its own dates and source"));
        }
        match all.into_iter().next() {
            Some((_, limit)) => limit,
            None if tells => Some(Limit::Tells),
            None => {
                if item.sound {
                    let text = format!("{} asks nothing", item.owner());
                    let help = "add `floor`, `ceiling`, `prohibits`, `asks`, `leaves open` or `discloses`";
                    self.find(&names::MISSING_CLAUSE, item.clause.head_at(), text, help);
                }
                None
            }
        }
    }

    /// Reads `DURATION after EVENT`.
    pub(super) fn after_event(&mut self, found: &Match<'_>) -> Option<(Period, Id)> {
        let event = found.get("EVENT").and_then(|value| self.resolve(Space::Event, value));
        self.period(found).zip(event)
    }
}

fn disclosure(found: &Match<'_>) -> Option<Disclosure> {
    let element = found.get("ELEMENT")?;
    let when = match () {
        () if found.says("recording") => "before recording",
        () if found.says("request") => "request",
        () if found.says("writing") => "in writing",
        () if found.says("start") && found.says("end") => "start and end",
        () if found.says("end") => "end",
        () => "start",
    };
    Some(Disclosure { element: text(element).unwrap_or(element.source()).to_owned(), when })
}
