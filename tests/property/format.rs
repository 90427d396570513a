//! Laws of the formatter, tried on every policy of the repository.

use std::path::{Path, PathBuf};

use countersign::policy;
use countersign::source::Sources;
use countersign::syntax::{parse, print};

fn policies(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            policies(&path, found);
        } else if path.extension().is_some_and(|e| e == "countersign") {
            found.push(path);
        }
    }
}

fn printed(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add("policy.countersign", text);
    let (tree, mistakes) = parse(&sources, file);
    mistakes.iter().all(|m| !m.is_error()).then(|| print(&tree))
}

fn compiled(text: &str) -> (Option<String>, Vec<&'static str>) {
    let mut sources = Sources::default();
    sources.add("policy.countersign", text);
    let compiled = policy::compile(&sources);
    let names = compiled.diagnostics.iter().map(|d| d.name.name).collect();
    (compiled.policy.map(|p| p.kernel.digest()), names)
}

/// Printing what was printed changes nothing, and the printed policy means the same.
pub fn printing_is_idempotent_and_keeps_the_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests", "stdlib", "examples", "policies"] {
        policies(&root.join(folder), &mut files);
    }
    let mut tried = 0;
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let Some(once) = printed(&text) else { continue };
        tried += 1;
        let twice = printed(&once)
            .unwrap_or_else(|| panic!("{}: the printed form has mistakes\n{once}", file.display()));
        assert_eq!(once, twice, "{}: printing again changes it", file.display());
        let comments = |text: &str| text.matches("//").count();
        assert_eq!(comments(&text), comments(&once), "{}: a comment is lost", file.display());
        assert_eq!(compiled(&text).0, compiled(&once).0, "{}: the meaning changes", file.display());
    }
    assert!(tried >= 12, "only {tried} policies were tried");
}

/// A policy with one character gone or turned into a bracket, a quote or something foreign never
/// stops the compiler, and what then still has no mistake is printed in a stable shape.
pub fn no_small_damage_stops_the_compiler() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests", "examples", "policies"] {
        policies(&root.join(folder), &mut files);
    }
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let places: Vec<(usize, char)> = text.char_indices().step_by(41).collect();
        for (n, (at, c)) in places.into_iter().enumerate() {
            let with = ["", "{", "}", "\"", "[", "\u{202e}", "é", "\n", "//"][n % 9];
            let damaged = format!("{}{with}{}", &text[..at], &text[at + c.len_utf8()..]);
            compiled(&damaged);
            if let Some(once) = printed(&damaged) {
                assert_eq!(printed(&once).as_ref(), Some(&once), "{} at {at}", file.display());
            }
        }
    }
}

/// Every policy of the repository stands in the one shape.
pub fn every_policy_is_in_shape() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests", "stdlib", "examples", "policies"] {
        policies(&root.join(folder), &mut files);
    }
    files.retain(|file| !file.components().any(|part| part.as_os_str() == "bad"));
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        assert_eq!(printed(&text), Some(text), "{}: `countersign fmt` would change it", file.display());
    }
}
