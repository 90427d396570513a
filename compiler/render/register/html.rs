//! A register as one page that prints: no script, nothing fetched.

use minijinja::{Value, context};

use crate::register::{Cell, Register};
use crate::render::escape;
use crate::render::page::page;
use crate::time::Date;

use super::{looked_up, tally, whose};

/// How pages of registers look.
pub(super) const STYLE: &str = include_str!("register.css");
/// Above so many columns a page is printed on its side.
const UPRIGHT: usize = 5;

/// Renders one self-contained HTML page that prints on A4.
pub fn html(register: &Register) -> String {
    let rows: Vec<Value> = register.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
    let lead: Vec<Value> =
        register.lead.iter().map(|(label, it)| context! { label, entries => cell(it) }).collect();
    let sources = register.sources.iter().map(|s| context! { cite => s.cite.clone(), text => looked_up(s) });
    let sources: Vec<Value> = sources.collect();
    let titles: Vec<Value> =
        register.columns.iter().map(|column| Value::from(column.title.as_str())).collect();
    let (kernel, notes) = &register.policy;
    let page = page("register.html", include_str!("register.html")).with("register.css", STYLE);
    page.render(context! {
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
        .map(|entry| context! { text => words(&entry.text), state => entry.state.word() })
        .collect()
}

/// Escapes a text for the page and keeps its dates on one line.
fn words(text: &str) -> Value {
    let text = minijinja::HtmlEscape(&escape::terminal(text)).to_string();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((at, date)) = (0..rest.len()).find_map(|at| Some((at, date_at(rest, at)?))) {
        out.push_str(&rest[..at]);
        out.push_str(&format!("<span class=\"day\">{date}</span>"));
        rest = &rest[at + date.len()..];
    }
    out.push_str(rest);
    Value::from_safe_string(out)
}

/// Returns the date that starts at a byte.
fn date_at(text: &str, at: usize) -> Option<&str> {
    text.get(at..at + 10).filter(|date| Date::parse(date).is_some())
}

#[cfg(test)]
mod tests {
    #[test]
    fn foreign_text_is_escaped_and_dates_stay_whole() {
        let shown = super::words("<b> until 2027-06-30, é 2026-13-01").to_string();
        assert_eq!(shown, "&lt;b&gt; until <span class=\"day\">2027-06-30</span>, é 2026-13-01");
    }
}
