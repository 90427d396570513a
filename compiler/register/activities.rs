//! Who does what: activity × role.

use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::governance::Activity;

use super::cell::{Cell, Entry};
use super::view::View;
use super::{Column, Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let activities = &view.model.governance.activities;
    let seen: Vec<&Activity> =
        activities.iter().filter(|a| a.system.as_ref().is_none_or(|s| view.sees(&s.name))).collect();
    let roles: BTreeSet<&str> = seen.iter().flat_map(|activity| involved(activity)).collect();
    let mut draft = Draft::new(1, &[("activity", "Activity"), ("systems", "Of")]);
    let column = |role: &&str| Column { key: format!("role.{role}"), title: (*role).to_owned() };
    draft.columns.extend(roles.iter().map(column));
    draft.columns.push(Column { key: "controls".into(), title: "Controls".into() });
    draft.columns.push(Column { key: "open".into(), title: "Conflicts and gaps".into() });
    draft.rows = seen.iter().map(|activity| row(view, activity, &roles)).collect();
    let held = |role: &&str| {
        let holders = view.holders(role);
        let cell = Cell::line_or(&holders, &format!("nobody holds it on {}", view.day));
        ((*role).to_owned(), cell)
    };
    draft.lead = roles.iter().map(held).collect();
    let idle = without_part(view, &roles).filter(|_| view.only.is_none());
    draft.lead.extend(idle.map(|cell| ("Without a part".to_owned(), cell)));
    draft.lead.extend(without_activity(view, &seen).map(|cell| ("Without an activity".to_owned(), cell)));
    draft
}

fn row(view: &View<'_>, activity: &Activity, roles: &BTreeSet<&str>) -> Row {
    let mut cells = vec![Cell::said(&activity.title)];
    cells.push(match &activity.system {
        Some(system) => Cell::said(view.system_name(&system.name)),
        None => Cell::said("every system"),
    });
    cells.extend(roles.iter().map(|role| Cell::said(letters(activity, role))));
    cells.push(Cell::list_or(&activity.supports, "no control is stated"));
    cells.push(open(view, activity));
    Row { item: format!("activity {}", activity.id.name), place: view.place(activity.id.at), cells }
}

/// Returns the letters of a role in an activity; `–` for none.
fn letters(activity: &Activity, role: &str) -> String {
    let has = |all: &[Id]| all.iter().any(|id| id.name == role);
    let letters = [
        ("R", has(&activity.responsible)),
        ("A", activity.accountable.as_ref().is_some_and(|id| id.name == role)),
        ("C", has(&activity.consulted)),
        ("I", has(&activity.informed)),
    ];
    let said: String = letters.iter().filter(|(_, so)| *so).map(|(letter, _)| *letter).collect();
    if said.is_empty() { "–".to_owned() } else { said }
}

/// Says what does not fit together, and who is missing.
fn open(view: &View<'_>, activity: &Activity) -> Cell {
    let mut cell = Cell::default();
    for role in involved(activity) {
        if view.holders(role).is_empty() {
            cell.push(Entry::missing(format!("nobody holds {role}")));
        }
    }
    let does = names(&activity.responsible).chain(activity.accountable.iter().map(|id| id.name.as_str()));
    let does: BTreeSet<&str> = does.collect();
    let (asked, told): (BTreeSet<&str>, BTreeSet<&str>) =
        (names(&activity.consulted).collect(), names(&activity.informed).collect());
    for role in asked.intersection(&does) {
        cell.push(Entry::missing(format!("{role} would be asked about its own work")));
    }
    for role in told.iter().filter(|role| does.contains(*role) || asked.contains(*role)) {
        cell.push(Entry::missing(format!("{role} would be told what it already knows")));
    }
    if activity.consulted.is_empty() && activity.informed.is_empty() {
        cell.push(Entry::missing("nobody is asked or told"));
    }
    if cell.entries.is_empty() { Cell::said("none") } else { cell }
}

fn names(ids: &[Id]) -> impl Iterator<Item = &str> {
    ids.iter().map(|id| id.name.as_str())
}

fn involved(activity: &Activity) -> BTreeSet<&str> {
    let lists = [&activity.responsible, &activity.consulted, &activity.informed];
    let all = lists.into_iter().flatten().chain(&activity.accountable);
    all.map(|id| id.name.as_str()).collect()
}

/// Lists the roles of the policy that no activity names.
fn without_part(view: &View<'_>, roles: &BTreeSet<&str>) -> Option<Cell> {
    let mut idle: Vec<&str> = view.model.roles.iter().map(|role| role.id.name.as_str()).collect();
    idle.retain(|role| !roles.contains(role));
    idle.sort_unstable();
    (!idle.is_empty()).then(|| Cell::missing(format!("no activity names {}", idle.join(", "))))
}

/// Lists the systems that no activity is about.
fn without_activity(view: &View<'_>, seen: &[&Activity]) -> Option<Cell> {
    if seen.iter().any(|activity| activity.system.is_none()) {
        return None;
    }
    let has = |name: &str| seen.iter().any(|a| a.system.as_ref().is_some_and(|s| s.name == name));
    let left: Vec<String> =
        view.systems().map(|s| &s.id.name).filter(|s| !has(s)).map(|s| view.system_name(s)).collect();
    (!left.is_empty()).then(|| Cell::missing(format!("no activity is about {}", left.join(", "))))
}
