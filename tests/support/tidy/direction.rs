//! Which folder may use which. `ARCHITECTURE.md` says it, once, in its map.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Outcome, read, root};

use super::none;
use super::source::{code, compiler_files, is_test, top};

/// Files that may use everything.
const FREE: &[&str] = &["lib", "main"];

/// What the map says: the rank of a folder, and its line, since what shares a line is one thing.
pub type Map = BTreeMap<String, (u32, usize)>;

/// A folder uses only folders of lower rank.
pub fn ranks() -> Outcome {
    let map = map()?;
    let files = compiler_files()?;
    none(files.iter().flat_map(|(path, text)| breaches(path, text, &map)).collect())
}

/// The map has what is there, nothing else, in the order that `lib.rs` lists.
pub fn map_is_whole() -> Outcome {
    let map = map()?;
    let mut there: BTreeSet<String> =
        compiler_files()?.iter().map(|(path, _)| top(path).to_string()).collect();
    there.retain(|name| !FREE.contains(&name.as_str()));
    let missing = there.iter().filter(|name| !map.contains_key(*name));
    let gone = map.keys().filter(|name| !there.contains(*name));
    let mut breaches: Vec<String> =
        missing.map(|name| format!("ARCHITECTURE.md: the map lacks `{name}`")).collect();
    breaches.extend(gone.map(|name| format!("ARCHITECTURE.md: the map has `{name}`, which is not there")));
    none(breaches)
}

fn map() -> Result<Map, String> {
    let text = read(&root().join("ARCHITECTURE.md"))?;
    let map = parse(&text);
    if map.is_empty() { Err("ARCHITECTURE.md has no map of `compiler/`".into()) } else { Ok(map) }
}

/// Reads the lines `| 3 | `model/` | … |` of the map.
pub fn parse(text: &str) -> Map {
    let mut map = Map::new();
    for (number, line) in text.lines().enumerate() {
        let mut cells = line.split('|').skip(1).map(str::trim);
        let (Some(rank), Some(names)) = (cells.next(), cells.next()) else { continue };
        let Ok(rank) = rank.parse() else { continue };
        for name in names.split('`').skip(1).step_by(2) {
            let name = name.trim_end_matches('/').trim_end_matches(".rs");
            map.insert(name.to_string(), (rank, number));
        }
    }
    map
}

pub fn breaches(path: &str, text: &str, map: &Map) -> Vec<String> {
    let own = top(path);
    let Some((rank, place)) = map.get(own).filter(|_| !is_test(path)) else { return Vec::new() };
    let mut breaches = Vec::new();
    for (number, line) in code(text) {
        if line.contains("crate::{") {
            breaches.push(format!(
                "{path}:{number}: one `use crate::` for each folder, so that this test sees it"
            ));
        }
        for used in uses(path, line) {
            match map.get(used) {
                Some((other, at)) if used != own && at != place && other >= rank => {
                    breaches.push(format!("{path}:{number}: `{own}` ({rank}) uses `{used}` ({other})"));
                }
                _ => {}
            }
        }
    }
    breaches
}

/// Returns the top folders that a line names through `crate::`, or `super::` at the top.
fn uses<'a>(path: &str, line: &'a str) -> Vec<&'a str> {
    let depth = path.strip_prefix("compiler/").unwrap_or(path).matches('/').count();
    let at_top = depth == 0 || (depth == 1 && path.ends_with("/mod.rs"));
    let word = |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(rest);
    let mut found: Vec<&str> = line.split("crate::").skip(1).map(word).collect();
    if at_top {
        found.extend(line.split("super::").skip(1).map(word));
    }
    found
}
