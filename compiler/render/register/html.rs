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
/// Above so many columns its letters are smaller.
const ROOMY: usize = 9;

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
        crowded => titles.len() > ROOMY,
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

/// A word up to this many characters stays whole.
const WORD: usize = 16;
/// So many characters in a row without a place to break are broken.
const RUN: usize = 32;
/// Marks a place to break; foreign text has none once it is escaped.
const BREAK: char = '\u{200b}';

/// Marks in long words, such as paths, where a line may end.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let (long, mut run) = (word.chars().count() > WORD, 0);
        for c in word.chars() {
            out.push(c);
            run += 1;
            if long && (matches!(c, '/' | '_' | '-' | '#' | ':' | ',') || run == RUN) {
                out.push(BREAK);
                run = 0;
            }
        }
    }
    out
}

/// Escapes a text for the page and keeps its dates on one line.
fn words(text: &str) -> Value {
    let text = minijinja::HtmlEscape(&breakable(&escape::terminal(text))).to_string();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((at, date)) = (0..rest.len()).find_map(|at| Some((at, date_at(rest, at)?))) {
        out.push_str(&rest[..at]);
        out.push_str(&format!("<span class=\"day\">{date}</span>"));
        rest = &rest[at + date.len()..];
    }
    out.push_str(rest);
    Value::from_safe_string(out.replace(BREAK, "<wbr>"))
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

    #[test]
    fn long_words_may_end_a_line_where_they_are_joined() {
        let shown = super::words("docs/ai-policy.md").to_string();
        assert_eq!(shown, "docs&#x2f;<wbr>ai-<wbr>policy.md");
        assert_eq!(super::words("a short_word").to_string(), "a short_word");
        let run = super::words(&"x".repeat(70)).to_string();
        assert_eq!(run.matches("<wbr>").count(), 2);
        assert!(!super::words("a\u{200b}b").to_string().contains("<wbr>"));
    }
}
