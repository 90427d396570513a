//! What systems decide without a person, and the person behind it.

use crate::model::System;
use crate::model::governance::{Decision, Hours};

use crate::time::InWords;

use super::cell::{Cell, Entry};
use super::view::View;
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[
            ("system", "System"),
            ("decision", "Decision"),
            ("effect", "Effect on the person"),
            ("human", "Human route"),
            ("hours", "Reached"),
            ("otherwise", "Outside of these hours"),
            ("contest", "How to contest it"),
        ],
    );
    for system in view.systems() {
        draft.rows.extend(system.decisions.iter().map(|decision| row(view, system, decision)));
        if system.decisions.is_empty() {
            draft.rows.push(none(view, system));
        }
    }
    draft
}

fn row(view: &View<'_>, system: &System, decision: &Decision) -> Row {
    let mut human: Cell = view.role(decision.human.as_ref(), "no person takes over").into();
    match decision.within {
        Some(within) => human.push(Entry::said(format!("within {}", InWords(within)))),
        None if decision.human.is_some() => human.push(Entry::missing("nothing says how soon")),
        None => {}
    }
    let (hours, always) = match &decision.hours {
        Hours::Unsaid => (Cell::missing("no hours are stated"), false),
        Hours::Always => (Cell::said("always"), true),
        Hours::In(text) => (Cell::said(text), false),
    };
    let otherwise = match (decision.otherwise.as_str(), always) {
        ("", true) => Cell::said("not needed"),
        (text, _) => Cell::text_or(text, "nothing says what happens then"),
    };
    let cells = vec![
        Cell::said(view.system_name(&system.id.name)),
        Cell::said(decision.id.name.replace('_', " ")),
        Cell::text_or(decision.effect, "no effect is stated"),
        human,
        hours,
        otherwise,
        Cell::text_or(&decision.contest, "nothing says how to contest it"),
    ];
    Row { item: format!("system {}", system.id.name), place: view.place(decision.id.at), cells }
}

/// Says of a system without a decision whether it answers that it takes none.
fn none(view: &View<'_>, system: &System) -> Row {
    let answer = system.answers.iter().find(|(gate, _)| gate.name == "significant_decision");
    let said = match answer {
        Some((_, false)) => Cell::said("takes none that matters, it answers"),
        Some((_, true)) => Cell::missing("answers that it takes one and names none"),
        None => Cell::missing("no decision is stated, and not that it takes none"),
    };
    let mut cells = vec![Cell::said(view.system_name(&system.id.name)), said];
    cells.extend((0..5).map(|_| Cell::said("–")));
    Row { item: format!("system {}", system.id.name), place: view.place(system.id.at), cells }
}
