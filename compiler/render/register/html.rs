//! A register as one page that prints: no script, nothing fetched.

use minijinja::{Value, context};

use crate::register::{Cell, Register};
use crate::render::escape;
use crate::render::page::page;

use super::{looked_up, tally, whose};

/// Above so many columns a page is printed on its side.
const UPRIGHT: usize = 5;

/// Renders one self-contained HTML page that prints on A4.
pub fn html(register: &Register) -> String {
    let rows: Vec<Value> = register.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
    let lead: Vec<Value> =
        register.lead.iter().map(|(label, it)| context! { label, entries => cell(it) }).collect();
    let sources = register.sources.iter().map(|s| context! { cite => s.cite.clone(), text => looked_up(s) });
    let sources: Vec<Value> = sources.collect();
    let titles: Vec<Value> = register.columns.iter().map(|column| Value::from(column.title.as_str())).collect();
    let (kernel, notes) = &register.policy;
    page("register.html", include_str!("register.html")).render(context! {
        title => register.name.title(),
        about => register.name.about(),
        organization => escape::terminal(&register.organization.0),
        whose => escape::terminal(&whose(register)),
        tally => tally(register),
        aside => titles.len() > UPRIGHT,
        titles, rows, lead, sources, kernel, notes,
        limits => register.name.limits().iter().map(|limit| Value::from(*limit)).collect::<Vec<_>>(),
        version => env!("CARGO_PKG_VERSION"),
    })
}

fn cell(cell: &Cell) -> Value {
    cell.entries
        .iter()
        .map(|entry| context! { text => escape::terminal(&entry.text), state => entry.state.word() })
        .collect()
}
