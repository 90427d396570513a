//! Finds what runs: case files under `tests/`, and the console blocks of the documents.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use super::bless::Bless;
use super::{case, edits, files_under, inline, read, relative, root, run};

/// Folders of `tests/` that hold the suite itself.
const MACHINERY: &[&str] = &["bench", "mutants", "property", "support"];
/// Folders of `docs/` whose commands are advice for the reader's own repository.
const ADVICE: &[&str] = &["docs/lints/", "docs/reasons/"];

/// Makes the trials of every page.
pub fn trials(bless: &Bless) -> Vec<Trial> {
    let mut trials: Vec<Trial> = pages().iter().flat_map(|page| page_trials(page, bless)).collect();
    for path in case_files().into_iter().filter(|path| is_policy(path)) {
        let name = relative(&path).trim_start_matches("tests/").to_string();
        trials.push(Trial::test(name, move || inline::run(&path)));
    }
    trials
}

/// Tells whether a file is a policy with its findings written into it.
pub fn is_policy(path: &Path) -> bool {
    let name = relative(path);
    let mut parts = name.split('/').skip(1);
    let stage = matches!(parts.next(), Some("syntax" | "model" | "policy"));
    stage && matches!(parts.next(), Some("good" | "bad")) && has_extension(path, "countersign")
}

/// Lists every page that may hold cases.
pub fn pages() -> Vec<PathBuf> {
    let mut pages = case_files();
    pages.retain(|path| has_extension(path, "md"));
    let root = root();
    pages.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].map(|name| root.join(name)));
    for folder in ["docs", "examples", "governance", "policies", "stdlib"] {
        pages.extend(files_under(&root.join(folder)).into_iter().filter(|path| has_extension(path, "md")));
    }
    pages.retain(|page| page.is_file() && !ADVICE.iter().any(|folder| relative(page).starts_with(folder)));
    pages
}

/// Lists the files of `tests/` that are cases, whatever their kind.
pub fn case_files() -> Vec<PathBuf> {
    let tests = root().join("tests");
    files_under(&tests)
        .into_iter()
        .filter(|path| {
            let inside = path.strip_prefix(&tests).unwrap_or(path);
            let first = inside.iter().next().and_then(|part| part.to_str()).unwrap_or_default();
            inside.components().count() > 1 && !MACHINERY.contains(&first)
        })
        .collect()
}

/// Tells whether a path ends in `.extension`.
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn page_trials(page: &Path, bless: &Bless) -> Vec<Trial> {
    let name = relative(page);
    let short = name.strip_prefix("tests/").unwrap_or(&name).to_string();
    if short.starts_with("change/edits/") {
        return edits::trials(page);
    }
    let cases = match read(page).and_then(|text| case::parse(&text)) {
        Ok(cases) => cases,
        Err(error) => return vec![Trial::test(short, move || Err(format!("{name}: {error}").into()))],
    };
    if cases.is_empty() && short != name {
        return vec![Trial::test(short, move || Err(format!("{name}: no case in it").into()))];
    }
    let alone = cases.len() == 1;
    let trial = |case: case::Case| {
        let name = if alone { short.clone() } else { format!("{short}: {}", case.title) };
        let (page, bless) = (page.to_path_buf(), bless.clone());
        Trial::test(name, move || Ok(run::run(&page, &case, &bless)?))
    };
    cases.into_iter().map(trial).collect()
}
