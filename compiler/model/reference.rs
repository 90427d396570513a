//! The clause tables as people read them; `docs/language.md` shows what this prints.

use super::clause::{Row, Times};
use super::slots::SLOTS;
use super::tables::items;

/// The word that stands for the notation of the tables.
pub const NOTATION: &str = "notation";

/// Where the meaning of a clause begins, if what stands before it is not longer.
const COLUMN: usize = 44;

/// Lists every word that [`page`] knows: the items, the values of a system, the notation.
pub fn words() -> Vec<&'static str> {
    let items = items().map(|item| item.word);
    items.chain(artifacts().map(|row| row.word)).chain([NOTATION]).collect()
}

/// Returns what may be written in an item or under a value of a system, one clause a line.
pub fn page(word: &str) -> Option<String> {
    if word == NOTATION {
        return Some(notation());
    }
    let item = items().find(|item| item.word == word).map(|item| (item.word, item.head, item.doc, item.rows));
    let artifact =
        || artifacts().find(|row| row.word == word).map(|row| (row.word, row.head, row.doc, row.body));
    let (word, head, doc, rows) = item.or_else(artifact)?;
    let mut out = format!("{}\n{doc}\n", written(word, head));
    for row in rows.unwrap_or_default() {
        out.push_str(&clause(row));
    }
    Some(out)
}

fn artifacts() -> impl Iterator<Item = &'static Row> {
    let system = items().find(|item| item.word == "system").and_then(|item| item.rows);
    system.unwrap_or_default().iter().filter(|row| row.body.is_some())
}

fn written(word: &str, head: &str) -> String {
    format!("{word} {head}").trim_end().to_owned()
}

fn clause(row: &Row) -> String {
    let times = match row.times {
        Times::Once => "once",
        Times::Maybe => "at most once",
        Times::Some => "at least once",
        Times::Any => "any number",
    };
    let body = if row.body.is_some_and(|rows| !rows.is_empty()) { " { … }" } else { "" };
    let head = format!("{}{body}", written(row.word, row.head));
    let meaning = format!("{times:<13}  {}", row.doc);
    match head.chars().count() {
        length if length + 1 < COLUMN => format!("  {head:<COLUMN$}{meaning}\n"),
        _ => format!("  {head}\n  {:COLUMN$}{meaning}\n", ""),
    }
}

fn notation() -> String {
    let mut out = String::from(
        "small words stand for themselves; ( ) groups; | separates alternatives; ? makes a group\n\
         optional; [ ] is a list whose every entry is as inside; capitals stand for a value:\n",
    );
    let width = SLOTS.iter().map(|slot| slot.name.len()).max().unwrap_or(0);
    for slot in SLOTS {
        out.push_str(&format!("  {:width$}  {}\n", slot.name, slot.told));
    }
    out
}
