//! Rules over the lines of our own Rust files.

use std::path::{Path, PathBuf};

use crate::support::{Outcome, files_under, read, relative, root};

use super::none;

/// The longest a file may be.
const LINES: usize = 700;

/// Where each library may be named.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("nom", &["compiler/syntax/"]),
    ("git2", &["compiler/git/"]),
    ("miette", &["compiler/diagnostic.rs", "compiler/render/"]),
    ("walkdir", &["compiler/workspace.rs", "compiler/cli/"]),
    ("clap", &["compiler/cli/"]),
];

/// Folders whose results depend on their arguments alone.
const PURE: &[&str] = &[
    "source",
    "canonical",
    "decimal",
    "time",
    "kind",
    "diagnostic",
    "names",
    "syntax",
    "model",
    "policy",
    "stdlib",
    "compare",
    "format",
    "facts",
    "change",
    "approval",
    "evidence",
    "history",
    "verdict",
    "record",
    "lint",
    "render",
];

/// What reads the world.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "std::io::stdin",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

const PRINTING: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Nom only in syntax, git2 only in git, and so on.
pub fn libraries() -> Outcome {
    none(over(&compiler_files()?, library_breaches))
}

/// No clock, disk, environment or process where a verdict is made.
pub fn purity() -> Outcome {
    none(over(&compiler_files()?, purity_breaches))
}

/// A stage returns what it found.
pub fn printing() -> Outcome {
    none(over(&compiler_files()?, printing_breaches))
}

/// No file too long to hold one idea, no leftover marker.
pub fn size_and_leftovers() -> Outcome {
    let mut files = compiler_files()?;
    files.extend(rust_files("tests")?);
    files.extend(rust_files("fuzz")?);
    none(over(&files, size_breaches))
}

/// Every file of the compiler with its path from the root and its text.
pub fn compiler_files() -> Result<Vec<(String, String)>, String> {
    rust_files("compiler")
}

fn rust_files(folder: &str) -> Result<Vec<(String, String)>, String> {
    let rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let named = |path: PathBuf| read(&path).map(|text| (relative(&path), text));
    files_under(&root().join(folder)).into_iter().filter(rust).map(named).collect()
}

fn over(files: &[(String, String)], rule: fn(&str, &str) -> Vec<String>) -> Vec<String> {
    files.iter().flat_map(|(path, text)| rule(path, text)).collect()
}

/// Tells whether a file is compiled for tests only.
pub fn is_test(path: &str) -> bool {
    let path = Path::new(path);
    let folder = path.iter().any(|part| part == "tests");
    folder
        || path
            .file_stem()
            .is_some_and(|stem| stem == "tests" || stem == "proptests" || stem == "test_support")
}

/// Numbers the lines that are code: no comments, and no test module at the end.
pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().enumerate().map(|(i, line)| (i + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

pub fn library_breaches(path: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for (number, line) in code(text) {
        for (library, homes) in LIBRARIES {
            let named = names_word(line, &format!("{library}::"));
            if named && !is_test(path) && !homes.iter().any(|home| path.starts_with(home)) {
                breaches.push(format!("{path}:{number}: `{library}` is named outside {}", homes.join(", ")));
            }
        }
    }
    breaches
}

pub fn purity_breaches(path: &str, text: &str) -> Vec<String> {
    let pure = PURE.contains(&top(path)) && !is_test(path);
    let lines = code(text).filter(|_| pure);
    let found = lines.flat_map(|(number, line)| {
        let words = WORLD.iter().filter(|word| line.contains(**word));
        words.map(move |word| format!("{path}:{number}: `{word}` in a pure folder"))
    });
    found.collect()
}

pub fn printing_breaches(path: &str, text: &str) -> Vec<String> {
    let may = path == "compiler/main.rs" || path.starts_with("compiler/cli/") || is_test(path);
    let lines = code(text).filter(|_| !may);
    let found = lines.flat_map(|(number, line)| {
        let words = PRINTING.iter().filter(|word| names_word(line, word));
        words.map(move |word| format!("{path}:{number}: `{word}` outside the command line"))
    });
    found.collect()
}

pub fn size_breaches(path: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let lines = text.lines().count();
    if lines > LINES {
        breaches.push(format!("{path}: {lines} lines; {LINES} hold one idea"));
    }
    let markers = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"], ["todo", "!("], ["unimpl", "emented!("]]
        .map(|w| w.concat());
    for (i, line) in text.lines().enumerate() {
        for marker in markers.iter().filter(|marker| names_word(line, marker)) {
            breaches.push(format!("{path}:{}: `{marker}` is left", i + 1));
        }
    }
    breaches
}

/// Returns the first folder under `compiler/`, or the name of a file there.
pub fn top(path: &str) -> &str {
    let inside = path.strip_prefix("compiler/").unwrap_or(path);
    let first = inside.split('/').next().unwrap_or(inside);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Tells whether a line has the text where a word starts.
fn names_word(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
    })
}
