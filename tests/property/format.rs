//! Laws of the formatter, tried on every policy of the repository, on every block of its pages, and on
//! what hasty hands make of them.

use std::path::{Path, PathBuf};

use countersign::policy;
use countersign::source::Sources;
use countersign::syntax::{parse, print};

use super::dice::{Dice, law};

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

/// Every policy of the repository, and every block of one in a page, that can be printed.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["tests", "stdlib", "examples", "policies", "docs", "governance"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().flatten() {
            let ending = entry.path().extension().and_then(|e| e.to_str()).unwrap_or_default();
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            match ending {
                "countersign" => texts.push(text),
                "md" => texts.extend(blocks(&text)),
                _ => {}
            }
        }
    }
    texts.retain(|text| printed(text).is_some_and(|once| !once.is_empty()));
    texts.sort();
    texts.dedup();
    texts
}

/// The policies between the fences of a page.
fn blocks(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        match &mut open {
            Some(text) if line.starts_with("```") => {
                found.push(std::mem::take(text));
                open = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.starts_with("```countersign") => open = Some(String::new()),
            None => {}
        }
    }
    found
}

/// Writes a printed policy with other gaps: between words, before lines and after them. What stands in
/// quotes, in a block of text or in a comment stays.
fn untidy(dice: &mut Dice, text: &str, comments: bool) -> String {
    let mut out = String::new();
    let mut block = false;
    for line in text.lines() {
        let was = block;
        block ^= line.matches("\"\"\"").count() % 2 == 1;
        if was || block {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        out.push_str(dice.pick(&["", "  ", "\t", "       "]));
        let mut quote = None;
        for (at, c) in line.trim_start().char_indices() {
            match (quote, c) {
                (None, '/') if line.trim_start()[at..].starts_with("//") => quote = Some('\n'),
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
            match (quote, c) {
                (None, ' ') => out.push_str(dice.pick(&[" ", "  ", "\t", "    "])),
                _ => out.push(c),
            }
        }
        if comments && quote.is_none() && !line.trim().is_empty() && dice.chance(15) {
            out.push_str(" // a hasty note");
        }
        out.push_str(dice.pick(&["", " ", "\t"]));
        out.push('\n');
    }
    out
}

/// However the gaps of a policy are written, it prints in its one shape, and comments stay.
pub fn a_policy_in_disorder_prints_in_its_one_shape() {
    let texts = corpus();
    assert!(texts.len() >= 400, "only {} policies were found", texts.len());
    let counts = law(1500, |dice, counts| {
        let text = dice.pick(&texts);
        let once = printed(&text).expect("the corpus prints");
        let disorder = untidy(dice, &once, false);
        assert_eq!(printed(&disorder).as_deref(), Some(once.as_str()), "written as\n{disorder}");
        let noted = untidy(dice, &once, true);
        let Some(tidied) = printed(&noted) else { panic!("a comment is a mistake in\n{noted}") };
        assert_eq!(printed(&tidied).as_deref(), Some(tidied.as_str()), "printing again changes it\n{noted}");
        let count = |text: &str| text.matches("// a hasty note").count();
        assert_eq!(count(&noted), count(&tidied), "a comment is lost of\n{noted}");
        if disorder != once {
            counts.add("in disorder");
        }
        if count(&noted) > 0 {
            counts.add("with comments");
        }
    });
    counts.at_least("in disorder", 95);
    counts.at_least("with comments", 50);
}
