//! Rules over the table of names and the page of each.

use std::collections::BTreeSet;

use countersign::lint;
use countersign::names::{Name, Stage};

use crate::support::{Outcome, case, examples, files_under, read, relative, root};

use super::none;

/// The headings of the page of an error.
const ERROR: &[&str] = &["## What it flags", "## Why", "## What to do"];
/// The headings of the page of a lint.
/// Names that no short policy can show, and why.
const NO_EXAMPLE: &[(&str, &str)] = &[
    ("carriage-return", "a page ends its lines with line feeds"),
    ("empty-policy", "the frame that completes an example declares a system"),
    ("file-too-large", "it takes eight megabytes"),
    ("hidden-character", "a page must not hold what nobody can see"),
    ("missing-edition", "the frame that completes an example states the edition"),
    ("missing-organization", "the frame that completes an example declares one"),
    ("nested-too-deep", "it takes 65 brackets"),
    ("too-many-mistakes", "it takes 200 mistakes"),
];

const LINT: &[&str] = &["## What it flags", "## Why", "## Avoid", "## Prefer", "## Known gaps"];

/// Each name once, in kebab-case, with a summary that is one sentence.
pub fn names() -> Outcome {
    let rows: Vec<&Name> = lint::every_name().collect();
    none(name_breaches(&rows))
}

pub fn name_breaches(rows: &[&Name]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut breaches = Vec::new();
    for row in rows {
        let name = row.name;
        if !seen.insert(name) {
            breaches.push(format!("`{name}` is in the table twice"));
        }
        let kebab = name.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        if !kebab {
            breaches.push(format!("`{name}` is not kebab-case"));
        }
        if row.summary.trim().is_empty() || row.summary.contains('\n') {
            breaches.push(format!("`{name}` has no summary of one line"));
        }
    }
    breaches
}

/// No name without a page, no page without a name.
pub fn names_and_pages() -> Outcome {
    let wanted: BTreeSet<String> = lint::every_name().map(page_of).collect();
    let there = pages();
    let missing = wanted.difference(&there).map(|page| format!("{page} is missing"));
    let extra = there.difference(&wanted).map(|page| format!("{page} is the page of no name"));
    none(missing.chain(extra).collect())
}

/// What a page tells stands where a reader looks for it.
pub fn sections() -> Outcome {
    let mut breaches = Vec::new();
    for page in pages() {
        let text = read(&root().join(&page))?;
        breaches.extend(section_breaches(&page, &text));
    }
    none(breaches)
}

/// The examples of a page show what it says.
pub fn page_examples() -> Outcome {
    let mut breaches = Vec::new();
    for page in pages().iter().filter(|page| page.starts_with("docs/lints/")) {
        let text = read(&root().join(page))?;
        if !NO_EXAMPLE.iter().any(|(name, _)| *name == stem(page)) {
            breaches.extend(examples::breaches(page, stem(page), &text));
        }
    }
    none(breaches)
}

fn stem(page: &str) -> &str {
    page.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or(page)
}

pub fn section_breaches(page: &str, text: &str) -> Vec<String> {
    let stem = stem(page);
    let mut lines = text.lines();
    let mut breaches = Vec::new();
    if lines.next() != Some(&format!("# {stem}")) {
        breaches.push(format!("{page}: the first line is not `# {stem}`"));
    }
    if lines.find(|line| !line.is_empty()).is_none_or(|line| line.starts_with('#')) {
        breaches.push(format!("{page}: there is no line that sums it up"));
    }
    let headings: Vec<&str> = headings(text);
    let mut want = |ok: bool, what: &str| {
        if !ok {
            breaches.push(format!("{page}: `{what}` is missing"));
        }
    };
    if page.starts_with("docs/lints/") {
        let lint = lint::find_name(stem).is_some_and(|row| row.stage == Stage::Lint);
        let wanted = if lint { LINT } else { ERROR };
        wanted.iter().for_each(|heading| want(headings.contains(heading), heading));
    } else {
        want(headings.contains(&"## What it means"), "## What it means");
        want(headings.iter().any(|heading| heading.starts_with("## Why ")), "## Why …");
        want(headings.contains(&"## What to do"), "## What to do");
    }
    breaches
}

fn page_of(row: &Name) -> String {
    format!("docs/{}/{}.md", row.stage.page_folder(), row.name)
}

fn pages() -> BTreeSet<String> {
    let folders = ["docs/lints", "docs/reasons"].map(|folder| files_under(&root().join(folder)));
    let mut pages: BTreeSet<String> = folders.iter().flatten().map(|path| relative(path)).collect();
    pages.retain(|page| !page.ends_with("/README.md"));
    pages
}

/// Lists the headings of a page, outside its fences.
pub fn headings(text: &str) -> Vec<&str> {
    let mut open = None;
    let mut found = Vec::new();
    for line in text.lines() {
        match (open, case::fence(line)) {
            (None, Some(ticks)) => open = Some(ticks),
            (None, None) if line.starts_with('#') => found.push(line.trim_end()),
            (Some(ticks), Some(closing)) if closing >= ticks => open = None,
            _ => {}
        }
    }
    found
}
