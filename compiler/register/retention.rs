//! What is kept how long: category × system × place.

use std::collections::BTreeMap;

use crate::law::{Law, open_questions};
use crate::lint::Document;
use crate::model::System;
use crate::model::governance::{Enforcement, Fact, Keep, LegalHold, Limit, Retention};
use crate::policy;
use crate::time::InWords;

use super::cell::{Cell, Entry};
use super::view::{View, titled};
use super::{Draft, Row, Source};

/// What a row is about: category, system, place; the place is `""` where none is stated.
type Subject<'a> = (&'a str, &'a str, &'a str);

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        3,
        &[
            ("system", "System"),
            ("category", "Data"),
            ("place", "Where people are"),
            ("schedule", "Schedule"),
            ("period", "Kept"),
            ("clock", "Counted from"),
            ("basis", "Ground and purpose"),
            ("disposal", "Then"),
            ("stored", "Lies in"),
            ("enforced", "Enforced at"),
            ("hold", "Legal hold"),
            ("law", "Law on record"),
            ("owner", "Owner"),
        ],
    );
    let law = Law::new(view.model, policy::words(), policy::facts(), view.day);
    let schedules = schedules(view, &law);
    let holds = holds(view);
    let open: Vec<&Fact> =
        view.facts().into_iter().filter(|fact| matches!(fact.limit, Limit::Open(_))).collect();
    for (subject, covering) in &schedules {
        let law = on_subject(&law, &open, *subject);
        draft.sources.extend(law.iter().map(|fact| source(fact)));
        let (category, system, _) = *subject;
        let held = held(view, holds.get(&(category, system)).map_or(&[], Vec::as_slice));
        let about = About { subject: *subject, held, law: &law };
        match covering.as_slice() {
            [] => draft.rows.push(unscheduled(view, &about)),
            all => draft.rows.extend(all.iter().map(|schedule| row(view, &about, schedule))),
        }
    }
    draft
}

/// What a row is about, and what holds of it whatever its schedule says.
struct About<'r> {
    subject: Subject<'r>,
    held: Cell,
    law: &'r [&'r Fact],
}

/// Finds every category of every system in every place, with the schedules that cover it.
fn schedules<'a>(view: &View<'a>, law: &Law<'a>) -> BTreeMap<Subject<'a>, Vec<&'a Retention>> {
    let mut all: BTreeMap<Subject<'a>, Vec<&'a Retention>> = BTreeMap::new();
    for system in view.systems() {
        for category in &system.handles {
            for place in served(system) {
                all.entry((category, &system.id.name, place)).or_default();
            }
        }
    }
    let mut retentions: Vec<&Retention> = view.model.governance.retentions.iter().collect();
    retentions.sort_by_key(|retention| &retention.id.name);
    for retention in retentions {
        for coverage in retention.covers.iter().filter(|coverage| view.sees(&coverage.system.name)) {
            let Some(system) = view.system(&coverage.system.name) else { continue };
            let places: Vec<&str> = match (coverage.places.as_slice(), law.covered(system, coverage)) {
                ([], _) => served(system),
                // A place that is not served is a mistake; the register shows it all the same.
                (named, covered) if covered.is_empty() => named.iter().map(|p| p.name.as_str()).collect(),
                (_, covered) => covered,
            };
            for place in places {
                let subject = (coverage.category.name.as_str(), system.id.name.as_str(), place);
                let covering = all.entry(subject).or_default();
                if !covering.iter().any(|known| known.id.at == retention.id.at) {
                    covering.push(retention);
                }
            }
        }
    }
    all
}

/// Lists the places that a system serves; `""` where it states none.
fn served(system: &System) -> Vec<&str> {
    match system.serves.as_slice() {
        [] => vec![""],
        some => some.iter().map(String::as_str).collect(),
    }
}

fn subject(view: &View<'_>, (category, system, place): Subject<'_>) -> Vec<Cell> {
    let place = match place {
        "" => Cell::missing("no place served is stated"),
        code => Cell::said(view.jurisdiction(code)),
    };
    vec![Cell::said(view.system_name(system)), Cell::said(view.category(category)), place]
}

fn unscheduled(view: &View<'_>, about: &About<'_>) -> Row {
    let mut cells = subject(view, about.subject);
    cells.push(Cell::missing("no schedule covers it"));
    cells.extend((0..6).map(|_| Cell::missing("not stated")));
    cells.push(about.held.clone());
    cells.push(on_record(about.law));
    cells.push(Cell::missing("no owner is stated"));
    let system = about.subject.1;
    let place = view.system(system).and_then(|system| view.place(system.id.at));
    Row { item: format!("system {system}"), place, cells }
}

fn row(view: &View<'_>, about: &About<'_>, schedule: &Retention) -> Row {
    let (period, clock) = kept(view, schedule);
    let mut cells = subject(view, about.subject);
    let mut name = Cell::said(titled(Some(&schedule.title), &schedule.id.name));
    match &schedule.reviewed {
        Some(reviewed) => name.entries.extend(view.again(reviewed, "reviewed")),
        None => name.push(Entry::missing("no review is stated")),
    }
    cells.extend([name, period, clock, ground(schedule), disposal(schedule), stored(view, schedule)]);
    cells.push(enforced(view, schedule));
    cells.push(about.held.clone());
    cells.push(on_record(about.law));
    cells.push(view.role(schedule.owner.as_ref(), "no owner is stated").into());
    Row { item: format!("retention {}", schedule.id.name), place: view.place(schedule.id.at), cells }
}

fn kept(view: &View<'_>, schedule: &Retention) -> (Cell, Cell) {
    let rounding = match schedule.rounding {
        "down" => " (months counted at their shortest)",
        "up" => " (months counted at their longest)",
        _ => "",
    };
    match &schedule.keep {
        Keep::After(period, event) => {
            (Cell::said(format!("{}{rounding}", InWords(*period))), Cell::said(view.event(&event.name)))
        }
        Keep::Until(event) => (
            Cell::said(format!("until {}", view.event(&event.name))),
            Cell::said("no clock: it ends with the event"),
        ),
        Keep::While(event) => (
            Cell::said(format!("as long as it lasts: {}", view.event(&event.name))),
            Cell::said("no clock: it ends with it"),
        ),
        Keep::Nothing => (Cell::said("not kept"), Cell::said("no clock: it is never kept")),
        Keep::Forever(because) => {
            (Cell::said(format!("without end: {because}")), Cell::said("no clock: it never ends"))
        }
    }
}

fn ground(schedule: &Retention) -> Cell {
    let mut cell = Cell::text_or(&schedule.basis.replace('_', " "), "no ground is stated");
    if !schedule.basis_because.is_empty() {
        cell.push(Entry::said(&schedule.basis_because));
    }
    cell.push(match schedule.purpose.as_str() {
        "" => Entry::missing("no purpose is stated"),
        purpose => Entry::said(format!("for: {purpose}")),
    });
    cell
}

fn disposal(schedule: &Retention) -> Cell {
    let within =
        schedule.then_within.map(|within| format!(" within {}", InWords(within))).unwrap_or_default();
    if schedule.keep == Keep::Nothing && schedule.then.is_empty() && schedule.proof.is_empty() {
        return Cell::said("nothing to dispose of: it is never kept");
    }
    let mut cell = match schedule.then {
        "" => Cell::missing("nothing says what happens then"),
        then => Cell::said(format!("{then}{within}")),
    };
    match schedule.proof.as_str() {
        "" => cell.push(Entry::missing("no proof of disposal is stated")),
        proof => cell.push(Entry::said(format!("seen in {proof}"))),
    }
    cell
}

fn stored(view: &View<'_>, schedule: &Retention) -> Cell {
    let mut cell = Cell::default();
    for place in &schedule.stored {
        let by = place.supplier.as_ref().map(|id| format!(", with {}", view.supplier_name(&id.name)));
        let places = view.places(place.regions.iter().map(|id| id.name.as_str()));
        cell.push(Entry::said(format!("{places}{}", by.unwrap_or_default())));
    }
    if schedule.keep == Keep::Nothing && schedule.backups.is_none() {
        // What is never kept lies nowhere, and no copy of it does.
        let nowhere = || Cell::said("nowhere: it is never kept");
        return if cell.entries.is_empty() { nowhere() } else { cell };
    }
    let mut cell = cell.or_missing("nothing says where it lies");
    match schedule.backups {
        Some(longer) => cell.push(Entry::said(format!("backups live up to {} longer", InWords(longer)))),
        None => cell.push(Entry::missing("nothing is said of backups")),
    }
    cell
}

fn enforced(view: &View<'_>, schedule: &Retention) -> Cell {
    let setting = |setting: &Enforcement| {
        let Enforcement { spot, unit, .. } = setting;
        let at = if spot.fragment.is_empty() {
            spot.path.clone()
        } else {
            format!("{}#{}", spot.path, spot.fragment)
        };
        let text = format!("{at}, in {unit}");
        match view.found(&spot.path) {
            Some(Document::Missing) => Entry::missing(format!("{text}: the file is not in the repository")),
            _ => Entry::said(text),
        }
    };
    let entries: Cell = schedule.enforced.iter().map(setting).collect();
    entries.or_missing("no setting that carries it out is stated")
}

/// Finds the matters that keep each category of each system, by name.
fn holds<'a>(view: &View<'a>) -> BTreeMap<(&'a str, &'a str), Vec<&'a LegalHold>> {
    let mut matters: Vec<&LegalHold> = view.model.governance.holds.iter().collect();
    matters.sort_by_key(|hold| &hold.id.name);
    let mut all: BTreeMap<(&str, &str), Vec<&LegalHold>> = BTreeMap::new();
    for hold in matters {
        for (category, system) in &hold.covers {
            let held = all.entry((category.name.as_str(), system.name.as_str())).or_default();
            if !held.iter().any(|known| known.id.at == hold.id.at) {
                held.push(hold);
            }
        }
    }
    all
}

/// Says which matters keep the data, and until when.
fn held(view: &View<'_>, matters: &[&LegalHold]) -> Cell {
    let mut cell = Cell::default();
    for hold in matters {
        let name = titled(Some(&hold.title), &hold.id.name);
        let lifted = hold.until.filter(|last| view.days_to(*last) < 0);
        cell.push(match (lifted, hold.until) {
            (Some(last), _) => Entry::said(format!("{name}: from {}, lifted after {last}", hold.from)),
            (None, Some(last)) => Entry::said(format!("{name}: from {} until {last}", hold.from)),
            (None, None) => Entry::said(format!("{name}: from {}, not lifted", hold.from)),
        });
        match hold.review_by {
            _ if lifted.is_some() => {}
            Some(day) if view.days_to(day) < 0 => {
                cell.push(Entry::late(format!("was to be looked at by {day}")))
            }
            Some(day) => cell.push(Entry::said(format!("to be looked at by {day}"))),
            None => cell.push(Entry::missing("nothing says when it is looked at again")),
        }
    }
    if cell.entries.is_empty() { Cell::said("none stated") } else { cell }
}

/// Lists what law asks of a row, by name. A question without an answer takes nothing away.
fn on_subject<'a>(law: &Law<'a>, open: &[&'a Fact], (category, system, place): Subject<'_>) -> Vec<&'a Fact> {
    let Some(system) = law.system(system) else { return Vec::new() };
    let mut found: Vec<&Fact> =
        law.limits(category, system, place).into_iter().map(|bound| bound.fact).collect();
    let about = |fact: &Fact| fact.about.is_empty() || fact.about.iter().any(|id| id.name == category);
    let there = |fact: &Fact| fact.places.iter().any(|larger| law.places.lies_in(place, &larger.name));
    let applies = |fact: &&&Fact| {
        fact.applies_on(law.day) && about(fact) && there(fact) && open_questions(fact, system).is_some()
    };
    found.extend(open.iter().filter(applies));
    found.sort_by_key(|fact| &fact.id.name);
    found
}

fn on_record(law: &[&Fact]) -> Cell {
    let said = |fact: &&Fact| {
        let asks = match &fact.limit {
            Limit::Floor(period, event) => {
                format!("at least {} after {}", InWords(*period), event.name.replace('_', " "))
            }
            Limit::Ceiling(period, event) => {
                format!("at most {} after {}", InWords(*period), event.name.replace('_', " "))
            }
            Limit::Nothing => "not to be kept".to_owned(),
            Limit::Open(words) => words.clone(),
            Limit::Prohibits(_) | Limit::Asks(_) | Limit::Tells => String::new(),
        };
        Entry::said(format!("{}: {asks} (confidence: {})", fact.cite, fact.confidence))
    };
    let cell: Cell = law.iter().map(said).collect();
    if cell.entries.is_empty() { Cell::said("none in the library for this data here") } else { cell }
}

/// Says where a fact comes from.
pub(super) fn source(fact: &Fact) -> Source {
    Source {
        cite: fact.cite.clone(),
        title: fact.title.clone(),
        confidence: fact.confidence,
        verified: fact.verified.map(|day| day.to_string()).unwrap_or_default(),
        counsel: fact.counsel.clone(),
    }
}
