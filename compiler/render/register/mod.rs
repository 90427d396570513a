//! A register in each of its forms. Every form shows every row, every entry and every limit.

mod csv;
mod html;
mod icalendar;
mod markdown;
mod pack;
mod table;

use serde_json::{Value, json};

use crate::register::{Register, State};

use super::json as forms;

pub use csv::csv;
pub use html::html;
pub use icalendar::icalendar;
pub use markdown::markdown;
pub use pack::pack;
pub use table::table;

/// Renders a register as `countersign/register/1`.
pub fn json(register: &Register) -> String {
    forms::text(&tree(register))
}

fn tree(register: &Register) -> Value {
    let entries = |cell: &crate::register::Cell| -> Value {
        cell.entries.iter().map(|entry| json!({ "text": entry.text, "state": entry.state.word() })).collect()
    };
    let rows = register.rows.iter().map(|row| {
        let cells = register.columns.iter().zip(&row.cells);
        let cells: serde_json::Map<String, Value> =
            cells.map(|(column, cell)| (column.key.clone(), entries(cell))).collect();
        let place = row
            .place
            .as_ref()
            .map(|(path, at)| json!({ "path": path, "line": at.line, "column": at.column }));
        json!({ "item": row.item, "span": place, "cells": cells })
    });
    let (title, repository) = &register.organization;
    let (kernel, notes) = &register.policy;
    json!({
        "schema": "countersign/register/1",
        "register": register.name.word(),
        "title": register.name.title(),
        "about": register.name.about(),
        "organization": title,
        "repository": repository,
        "at": register.at,
        "system": register.system,
        "policy": { "kernel": kernel, "notes": notes },
        "lead": register.lead.iter().map(|(label, cell)| json!({ "label": label, "entries": entries(cell) })).collect::<Vec<_>>(),
        "columns": register.columns.iter().map(|c| json!({ "key": c.key, "title": c.title })).collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
        "missing": register.count(State::Missing),
        "late": register.count(State::Late),
        "sources": register.sources.iter().map(|source| json!({
            "cite": source.cite, "title": source.title, "confidence": source.confidence,
            "verified": source.verified, "counsel": source.counsel,
        })).collect::<Vec<_>>(),
        "limits": register.name.limits(),
    })
}

/// Says how many rows there are, and how much of them is missing or late.
fn tally(register: &Register) -> String {
    let count = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let (missing, late) = (register.count(State::Missing), register.count(State::Late));
    let mut text = count(register.rows.len(), "row", "rows");
    match missing {
        0 => text += ", nothing missing",
        n => text += &format!(", {} missing", count(n, "thing", "things")),
    }
    if late > 0 {
        text += &format!(", {late} late");
    }
    text
}

/// Says whose it is, of which day and of which system.
fn whose(register: &Register) -> String {
    let (title, repository) = &register.organization;
    let of = register.system.as_ref().map(|system| format!(" · only {system}")).unwrap_or_default();
    format!("{title} · {repository} · as of {}{of}", register.at.day())
}

/// Says of a source of law how well it was looked up.
fn looked_up(source: &crate::register::Source) -> String {
    let mut text = format!("{} · confidence: {}", source.title, source.confidence);
    if !source.verified.is_empty() {
        text += &format!(" · looked up {}", source.verified);
    }
    if !source.counsel.is_empty() {
        text += &format!(" · for counsel: {}", source.counsel);
    }
    text
}
