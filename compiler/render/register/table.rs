//! A register at a terminal: a table where it fits, else one block a row.

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, wrap};

use crate::register::{Cell, Register, Row, State};
use crate::render::diagnostics::View;
use crate::render::escape;
use crate::render::paint::Paint;

use super::{looked_up, tally, whose};

/// The columns between two cells.
const GAP: usize = 2;
/// A column narrower than this is no pleasure to read, unless what is in it is.
const NARROW: usize = 14;
/// A word up to this width is not broken in a table.
const WORD: usize = 20;

/// Renders for people at a terminal.
pub fn table(register: &Register, view: View) -> String {
    let paint = Paint(view.color);
    let mut out = format!("{}\n", paint.strong(register.name.title()));
    for text in [whose(register), register.name.about().to_owned(), tally(register)] {
        paragraph(&text, view.width, &mut out);
    }
    if !register.lead.is_empty() {
        out.push('\n');
        let labels: Vec<&str> = register.lead.iter().map(|(label, _)| label.as_str()).collect();
        fields(labels.into_iter().zip(register.lead.iter().map(|(_, cell)| cell)), view, "", &mut out);
    }
    if !register.rows.is_empty() {
        out.push('\n');
        match widths(register, view.width).filter(|_| !view.narrated) {
            Some(widths) => grid(register, &widths, paint, &mut out),
            None => blocks(register, view, &mut out),
        }
    }
    if !register.sources.is_empty() {
        out.push_str("\nFrom law and standards\n");
        for source in &register.sources {
            paragraph(&format!("{}: {}", source.cite, looked_up(source)), view.width, &mut out);
        }
    }
    for (number, limit) in register.name.limits().iter().enumerate() {
        if number == 0 {
            out.push('\n');
        }
        paragraph(limit, view.width, &mut out);
    }
    out
}

fn paragraph(text: &str, width: usize, out: &mut String) {
    for line in lines(text, width) {
        out.push_str(&line);
        out.push('\n');
    }
}

/// Wraps foreign text, made safe, into lines of at most so many columns.
fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(&escape::terminal(text), options(width)).into_iter().map(|line| line.into_owned()).collect()
}

fn options<'o>(width: usize) -> Options<'o> {
    let options = Options::new(width.max(8)).word_separator(WordSeparator::AsciiSpace);
    options.word_splitter(WordSplitter::NoHyphenation)
}

fn painted(text: &str, state: State, paint: Paint) -> String {
    match state {
        State::Said => text.to_owned(),
        State::Missing => paint.warn(text),
        State::Late => paint.bad(text),
    }
}

/// Finds a width for each column with which the table fits; `None` where it would be unreadable.
fn widths(register: &Register, width: usize) -> Option<Vec<usize>> {
    let cells = |at: usize| register.rows.iter().map(move |row| &row.cells[at]);
    let entries = |at: usize| cells(at).flat_map(|cell| &cell.entries).map(|entry| entry.text.as_str());
    let texts = |at: usize| entries(at).chain(std::iter::once(register.columns[at].title.as_str()));
    let widest = |at: usize| texts(at).map(|text| display_width(&escape::terminal(text))).max().unwrap_or(0);
    let natural: Vec<usize> = (0..register.columns.len()).map(widest).collect();
    let words =
        |text: &str| escape::terminal(text).split(' ').map(display_width).max().unwrap_or(0).min(WORD);
    let word = |at: usize| texts(at).map(words).max().unwrap_or(0);
    let least: Vec<usize> =
        natural.iter().enumerate().map(|(at, width)| (*width).min(NARROW.max(word(at)))).collect();
    let room = width.checked_sub(GAP * natural.len().saturating_sub(1))?;
    let mut spare = room.checked_sub(least.iter().sum())?;
    let mut widths = least;
    // What is left goes to the columns that want most, a column at a time.
    while spare > 0 {
        let neediest = (0..widths.len()).filter(|at| widths[*at] < natural[*at]);
        let Some(at) = neediest.min_by_key(|at| (widths[*at] * 100 / natural[*at], *at)) else { break };
        widths[at] += 1;
        spare -= 1;
    }
    Some(widths)
}

fn grid(register: &Register, widths: &[usize], paint: Paint, out: &mut String) {
    let heads: Vec<Vec<(String, State)>> = register
        .columns
        .iter()
        .zip(widths)
        .map(|(column, width)| lines(&column.title, *width).into_iter().map(|l| (l, State::Said)).collect())
        .collect();
    grid_row(&heads, widths, |text, _| paint.strong(text), out);
    let rule: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    out.push_str(&paint.dim(&"─".repeat(rule)));
    out.push('\n');
    let rows: Vec<Vec<Vec<(String, State)>>> = register
        .rows
        .iter()
        .map(|row| row.cells.iter().zip(widths).map(|(c, w)| wrapped(c, *w)).collect())
        .collect();
    let airy = rows.iter().any(|row| row.iter().any(|cell| cell.len() > 1));
    for (number, row) in rows.iter().enumerate() {
        if airy && number > 0 {
            out.push('\n');
        }
        grid_row(row, widths, |text, state| painted(text, state, paint), out);
    }
}

fn wrapped(cell: &Cell, width: usize) -> Vec<(String, State)> {
    let entries = cell.entries.iter();
    entries.flat_map(|entry| lines(&entry.text, width).into_iter().map(|line| (line, entry.state))).collect()
}

fn grid_row(
    cells: &[Vec<(String, State)>],
    widths: &[usize],
    paint: impl Fn(&str, State) -> String,
    out: &mut String,
) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut pending = 0;
        for (cell, width) in cells.iter().zip(widths) {
            let Some((text, state)) = cell.get(line) else {
                pending += width + GAP;
                continue;
            };
            out.push_str(&" ".repeat(pending));
            out.push_str(&paint(text, *state));
            pending = width.saturating_sub(display_width(text)) + GAP;
        }
        out.push('\n');
    }
}

/// Writes each row under a heading of its own.
fn blocks(register: &Register, view: View, out: &mut String) {
    let paint = Paint(view.color);
    let count = register.rows.len();
    for (number, row) in register.rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let title = if view.narrated {
            format!("Row {} of {count}, {}.", number + 1, escape::terminal(&row.item))
        } else {
            format!("{}. {}", number + 1, escape::terminal(&heading(row, register.key)))
        };
        for line in wrap(&title, options(view.width).subsequent_indent("   ")) {
            out.push_str(&paint.strong(&line));
            out.push('\n');
        }
        let skipped = if view.narrated { 0 } else { register.key };
        let labels = register.columns.iter().map(|column| column.title.as_str()).skip(skipped);
        fields(labels.zip(row.cells.iter().skip(skipped)), view, "   ", out);
    }
}

/// Names what a row is about.
fn heading(row: &Row, key: usize) -> String {
    let cells = row.cells.iter().take(key).map(|cell| cell.text(", "));
    cells.collect::<Vec<_>>().join(" · ")
}

/// Writes labels with what stands behind them.
fn fields<'r>(
    all: impl Iterator<Item = (&'r str, &'r Cell)> + Clone,
    view: View,
    indent: &str,
    out: &mut String,
) {
    let paint = Paint(view.color);
    let label_width =
        all.clone().map(|(label, _)| display_width(&escape::terminal(label))).max().unwrap_or(0).min(24);
    for (label, cell) in all {
        if view.narrated {
            let text: Vec<String> = cell.entries.iter().map(|entry| entry.text.clone()).collect();
            paragraph(&format!("{label}: {}.", text.join("; ")), view.width, out);
            continue;
        }
        let head = indent.len() + label_width + GAP;
        let values = wrapped(cell, view.width.saturating_sub(head));
        let labels = lines(label, label_width);
        for line in 0..values.len().max(labels.len()) {
            let label = labels.get(line).map_or("", String::as_str);
            let value =
                values.get(line).map(|(text, state)| painted(text, *state, paint)).unwrap_or_default();
            let fill = " ".repeat(label_width.saturating_sub(display_width(label)) + GAP);
            let whole = format!("{indent}{}{fill}{value}", paint.dim(label));
            out.push_str(whole.trim_end());
            out.push('\n');
        }
    }
}
