//! A register as Markdown.

use std::fmt::Write;

use crate::register::{Cell, Register, State};
use crate::render::escape;

use super::{looked_up, tally, whose};

/// Renders Markdown: a heading, a table, and what the register rests on.
pub fn markdown(register: &Register) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", register.name.title());
    let _ = writeln!(out, "{}\n", escape::markdown(&whose(register)));
    let _ = writeln!(out, "{} {}.", register.name.about(), tally(register));
    if !register.lead.is_empty() {
        out.push('\n');
    }
    for (label, cell) in &register.lead {
        let _ = writeln!(out, "- **{}**: {}", escape::markdown(label), inline(cell, "; "));
    }
    if !register.rows.is_empty() {
        table(register, &mut out);
    }
    if !register.sources.is_empty() {
        out.push_str("\n## From law and standards\n\n");
        for source in &register.sources {
            let _ = writeln!(
                out,
                "- {}: {}",
                escape::markdown(&source.cite),
                escape::markdown(&looked_up(source))
            );
        }
    }
    for limit in register.name.limits() {
        let _ = writeln!(out, "\n{limit}");
    }
    let (kernel, notes) = &register.policy;
    let _ = writeln!(out, "\nMade from the policy with kernel `{kernel}` and notes `{notes}`.");
    out
}

fn table(register: &Register, out: &mut String) {
    let heads: Vec<String> = register.columns.iter().map(|column| escape::markdown(&column.title)).collect();
    let _ = writeln!(out, "\n| {} |", heads.join(" | "));
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
    for row in &register.rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| inline(cell, "<br>")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// Writes the entries of a cell; what is missing is slanted, what is late is bold.
fn inline(cell: &Cell, between: &str) -> String {
    let entry = |entry: &crate::register::Entry| {
        let text = escape::markdown(entry.text.trim());
        match entry.state {
            State::Said => text,
            State::Missing => format!("*{text}*"),
            State::Late => format!("**{text}**"),
        }
    };
    cell.entries.iter().map(entry).collect::<Vec<_>>().join(between)
}
