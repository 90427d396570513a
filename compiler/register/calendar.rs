//! Every coming day: what ends, what is due, what begins to apply.

use std::collections::BTreeSet;

use crate::canonical;
use crate::law::open_questions;
use crate::model::governance::{Fact, Reviewed};
use crate::model::{Id, Key, System};
use crate::source::Location;
use crate::time::Date;

use super::cell::{Cell, Entry};
use super::retention;
use super::view::{View, days_text, titled};
use super::{Draft, Row};

/// A day on which something ends, is due or begins to apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day.
    pub day: Date,
    /// Whether the past of it is overdue; else it is only over, and shown no more.
    pub owed: bool,
    /// What happens.
    pub what: String,
    /// The item's kind and name.
    pub item: String,
    /// The role that answers for it, or `""`.
    pub owner: String,
    /// Tells it from every other one, and stays when the day moves.
    pub uid: String,
    /// Where the policy says it.
    at: Option<Location>,
}

/// The owner of what no role is asked to own.
const NOBODY: &str = "–";

/// Lists every occasion that is due or to come, the earliest first.
pub fn occasions(view: &View<'_>) -> Vec<Occasion> {
    let mut diary = Diary { view, all: Vec::new() };
    diary.people();
    diary.suppliers();
    diary.systems();
    diary.items();
    diary.certificates();
    diary.provisions();
    diary.law();
    let mut all = diary.all;
    all.retain(|occasion| occasion.owed || view.days_to(occasion.day) >= 0);
    all.sort_by(|a, b| (a.day, &a.item, &a.what).cmp(&(b.day, &b.item, &b.what)));
    number(&mut all, &view.organization().1);
    all
}

/// Gives each occasion its name for calendars: of whose policy, of which item, and what; not of
/// the day, so that one that moves stays the same.
fn number(all: &mut [Occasion], repository: &str) {
    let mut seen: BTreeSet<(String, String, u32)> = BTreeSet::new();
    for occasion in all {
        let key = (occasion.item.clone(), occasion.uid.clone());
        let mut turn = 0;
        while !seen.insert((key.0.clone(), key.1.clone(), turn)) {
            turn += 1;
        }
        let digest = canonical::digest(&(repository, &key.0, &key.1, turn));
        occasion.uid =
            format!("{}@countersign", digest.trim_start_matches("sha256:").get(..32).unwrap_or_default());
    }
}

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        1,
        &[
            ("day", "Day"),
            ("left", "Days"),
            ("what", "What"),
            ("source", "Where the policy says it"),
            ("owner", "Owner"),
        ],
    );
    draft.ordered = true;
    for occasion in occasions(view) {
        let days = view.days_to(occasion.day);
        let left = match days {
            d if d < 0 => Entry::late(format!("overdue by {}", days_text(-d))),
            0 => Entry::said("today"),
            d => Entry::said(format!("in {}", days_text(d))),
        };
        let cells = vec![
            Cell::said(occasion.day.to_string()),
            left.into(),
            Cell::said(&occasion.what),
            Cell::said(&occasion.item),
            Cell::text_or(&occasion.owner, "no owner is stated"),
        ];
        let place = occasion.at.and_then(|at| view.place(at));
        draft.rows.push(Row { item: occasion.item, place, cells });
    }
    draft.sources = law(view).into_iter().map(retention::source).collect();
    draft
}

/// Collects occasions.
struct Diary<'v, 'a> {
    view: &'v View<'a>,
    all: Vec<Occasion>,
}

/// The item that an occasion is of.
struct Of<'o> {
    item: String,
    at: Location,
    owner: &'o str,
}

impl Diary<'_, '_> {
    /// Notes a day on which something ends; when it is over, it is owed.
    fn note(&mut self, of: &Of<'_>, day: Date, topic: &str, what: String) {
        self.all.push(Occasion {
            day,
            owed: true,
            what,
            item: of.item.clone(),
            owner: of.owner.to_owned(),
            uid: topic.to_owned(),
            at: Some(of.at),
        });
    }

    /// Notes when something that is done again and again is due.
    fn due(&mut self, of: &Of<'_>, done: &Reviewed, topic: &str, what: String) {
        if let Some(day) = done.due() {
            self.note(of, day, topic, what);
        }
    }

    /// Delegations, terms of roles, keys, leavers. What has ended is over, and nobody owes it.
    fn people(&mut self) {
        let from = self.all.len();
        let model = self.view.model;
        for person in &model.persons {
            let of =
                Of { item: format!("person {}", person.id.name), at: person.id.at, owner: &person.id.name };
            let name = titled(Some(&person.title), &person.id.name);
            if let Some(day) = person.until {
                self.note(&of, day, "leaves", format!("{name} leaves"));
            }
            self.keys(&of, &person.keys, &name);
        }
        for bot in &model.bots {
            let of = Of { item: format!("bot {}", bot.id.name), at: bot.id.at, owner: &bot.operator.name };
            self.keys(&of, &bot.keys, &titled(Some(&bot.title), &bot.id.name));
        }
        for role in &model.roles {
            for member in &role.members {
                let Some(day) = member.until else { continue };
                let of =
                    Of { item: format!("role {}", role.id.name), at: member.person.at, owner: &role.id.name };
                let (what, who) = (if member.delegate { "delegation" } else { "term" }, &member.person.name);
                self.note(
                    &of,
                    day,
                    &format!("{what} {who}"),
                    format!("{what} of {who} in {} ends", role.id.name),
                );
            }
        }
        self.all[from..].iter_mut().for_each(|occasion| occasion.owed = false);
        for allow in &model.allows {
            let of = Of { item: allow.item.clone(), at: allow.lint.at, owner: NOBODY };
            let (lint, because) = (&allow.lint.text, &allow.because);
            self.note(
                &of,
                allow.until,
                &format!("allow {lint}"),
                format!("`allow` of {lint} ends: {because}"),
            );
        }
        for rule in &model.rules {
            let Some(day) = rule.warn_until else { continue };
            let of = Of { item: format!("rule {}", rule.id.name), at: rule.id.at, owner: NOBODY };
            self.once(&of, day, "warns", format!("rule {} begins to block", rule.id.name));
        }
        for exception in &model.exceptions {
            let name = &exception.id.name;
            let of = Of {
                item: format!("exception {name}"),
                at: exception.id.at,
                owner: &exception.granted_by.name,
            };
            let rules: Vec<&str> = exception.rules.iter().map(|rule| rule.name.as_str()).collect();
            let what = format!("the exception {name} from {} ends", rules.join(", "));
            self.once(&of, exception.until, "exception", what);
        }
    }

    /// Notes a day that is only over once it has passed.
    fn once(&mut self, of: &Of<'_>, day: Date, topic: &str, what: String) {
        self.note(of, day, topic, what);
        self.all.iter_mut().last().into_iter().for_each(|occasion| occasion.owed = false);
    }

    fn keys(&mut self, of: &Of<'_>, keys: &[Key], whose: &str) {
        for key in keys {
            let Some(day) = key.until else { continue };
            let of = Of { item: of.item.clone(), at: key.at, owner: of.owner };
            self.note(&of, day, &format!("key {}", key.key), format!("a key of {whose} ends"));
        }
    }

    fn suppliers(&mut self) {
        for supplier in self.view.suppliers() {
            let of = Of {
                item: format!("supplier {}", supplier.id.name),
                at: supplier.id.at,
                owner: &supplier.owner,
            };
            let name = titled(Some(&supplier.title), &supplier.id.name);
            for (report, day) in &supplier.assurance {
                let report = &report.text;
                self.note(&of, *day, &format!("assurance {report}"), format!("{report} of {name} lapses"));
            }
            for agreement in &supplier.agreements {
                let Some(day) = agreement.until else { continue };
                let of = Of { item: of.item.clone(), at: agreement.at, owner: of.owner };
                let (kind, document) = (&agreement.kind, &agreement.document.text);
                let what = format!("{kind} with {name} ends: {document}");
                self.note(&of, day, &format!("agreement {kind} {document}"), what);
            }
        }
    }

    fn systems(&mut self) {
        for system in self.view.systems() {
            let Some(assessment) = &system.assessment else { continue };
            let owner = system.owner.as_ref().map_or("", |id| id.name.as_str());
            let of = Of { item: format!("system {}", system.id.name), at: assessment.document.at, owner };
            let what = format!("impact assessment of {} is due", self.view.system_name(&system.id.name));
            self.due(&of, &assessment.reviewed, "assessment", what);
        }
    }

    fn items(&mut self) {
        let (view, all) = (self.view, &self.view.model.governance);
        for schedule in all.retentions.iter().filter(|it| it.covers.iter().any(|c| view.sees(&c.system.name)))
        {
            let of = of("retention", &schedule.id, schedule.owner.as_ref());
            let what =
                format!("review of the schedule {} is due", titled(Some(&schedule.title), &schedule.id.name));
            if let Some(reviewed) = &schedule.reviewed {
                self.due(&of, reviewed, "review", what);
            }
        }
        for hold in all.holds.iter().filter(|it| it.covers.iter().any(|(_, system)| view.sees(&system.name)))
        {
            let of = of("hold", &hold.id, hold.owner.as_ref());
            let name = titled(Some(&hold.title), &hold.id.name);
            let lifted = hold.until.is_some_and(|last| view.days_to(last) < 0);
            if let Some(day) = hold.review_by.filter(|_| !lifted) {
                self.note(&of, day, "review", format!("is the hold {name} still needed?"));
            }
            if let Some(day) = hold.until {
                self.once(&of, day, "ends", format!("the hold {name} ends"));
            }
        }
        for baseline in all.baselines.iter().filter(|it| view.sees(&it.system.name)) {
            let of = of("baseline", &baseline.id, baseline.owner.as_ref());
            let what = format!("baseline {} is due", titled(Some(&baseline.title), &baseline.id.name));
            self.due(&of, &baseline.made, "baseline", what);
        }
        for exercise in all.exercises.iter().filter(|it| view.sees_any(&it.covers)) {
            let of = of("exercise", &exercise.id, exercise.owner.as_ref());
            let what = format!("exercise {} is due", titled(Some(&exercise.title), &exercise.id.name));
            self.due(&of, &exercise.held, "exercise", what);
        }
        for review in &all.reviews {
            let of = of("review", &review.id, review.owner.as_ref());
            let kind = review.kind.replace('_', " ");
            let what = format!("{kind}: {} is due", titled(Some(&review.title), &review.id.name));
            self.due(&of, &review.held, "review", what);
        }
        for document in all.documents.iter().filter(|it| view.sees_any(&it.covers)) {
            let of = of("document", &document.id, document.owner.as_ref());
            let what = format!("review of {} is due", titled(Some(&document.title), &document.id.name));
            if let Some(reviewed) = &document.reviewed {
                self.due(&of, reviewed, "review", what);
            }
        }
    }

    fn certificates(&mut self) {
        let view = self.view;
        for certificate in view.model.governance.certificates.iter().filter(|it| view.sees_any(&it.covers)) {
            let item = of("certificate", &certificate.id, certificate.owner.as_ref());
            let name = titled(Some(&certificate.title), &certificate.id.name);
            self.note(&item, certificate.expires, "expires", format!("{name} expires"));
            for audit in certificate.audits().filter(|audit| audit.done.is_none()) {
                let item = Of { item: item.item.clone(), at: audit.at, owner: item.owner };
                self.note(&item, audit.due, "surveillance", format!("surveillance audit of {name} is due"));
            }
        }
    }

    /// Days on which what a catalogue holds begins to apply, and on which our own facts are looked
    /// up again.
    fn provisions(&mut self) {
        let all = &self.view.model.governance;
        for catalogue in &all.catalogues {
            for provision in &catalogue.provisions {
                let reference = format!("{}:{}", catalogue.id.name, provision.id.name);
                for (day, whose) in &provision.effective {
                    let whose = if whose.is_empty() { String::new() } else { format!(", for {whose}") };
                    let what = format!("begins to apply: {reference}, {}{whose}", provision.title);
                    let item = format!("catalogue {}", catalogue.id.name);
                    let of = Of { item, at: catalogue.id.at, owner: NOBODY };
                    self.once(&of, *day, &format!("effective {reference}{whose}"), what);
                }
            }
        }
        for fact in &all.facts {
            let Some(day) = fact.review_by else { continue };
            let of = Of { item: format!("fact {}", fact.id.name), at: fact.id.at, owner: NOBODY };
            self.note(&of, day, "review", format!("look up again: {}", fact.cite));
        }
    }

    /// Days on which law of the places served begins or ceases to apply.
    fn law(&mut self) {
        for fact in law(self.view) {
            let name = format!("{}: {}", fact.cite, fact.title);
            let days = [
                (fact.effective, "effective", format!("begins to apply: {name}")),
                (fact.superseded, "superseded", format!("applies no more: {name}")),
            ];
            for (day, topic, what) in days {
                let Some(day) = day else { continue };
                self.all.push(Occasion {
                    day,
                    owed: false,
                    what: format!("{what} (confidence: {})", fact.confidence),
                    item: format!("fact {}", fact.id.name),
                    owner: NOBODY.to_owned(),
                    uid: topic.to_owned(),
                    at: None,
                });
            }
        }
    }
}

fn of<'o>(word: &str, id: &Id, owner: Option<&'o Id>) -> Of<'o> {
    Of { item: format!("{word} {}", id.name), at: id.at, owner: owner.map_or("", |role| role.name.as_str()) }
}

/// Lists the facts of the places served whose day is still to come, without those that some answer or
/// role makes facts for others in every system.
fn law<'a>(view: &View<'a>) -> Vec<&'a Fact> {
    let there = |system: &System, fact: &Fact| {
        let served = |place: &Id| system.serves.iter().any(|one| view.places.lies_in(one, &place.name));
        fact.places.iter().any(served)
    };
    let may_bind =
        |system: &&System, fact: &Fact| there(system, fact) && open_questions(fact, system).is_some();
    let here = |fact: &&Fact| view.systems().any(|system| may_bind(&system, fact));
    let coming = |day: Option<Date>| day.is_some_and(|day| view.days_to(day) >= 0);
    let facts = view.facts().into_iter().filter(|fact| coming(fact.effective) || coming(fact.superseded));
    facts.filter(here).collect()
}
