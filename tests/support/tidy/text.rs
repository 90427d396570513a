//! Rules over what people read: documents, policies, cases.

use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::support::collect::{case_files, has_extension, is_policy};
use crate::support::table::is_table;
use crate::support::{Outcome, case, catalogues, files_under, read, relative, root};

use super::none;
use super::pages::headings;

/// Every file under `tests/` is run by something; a typo in a folder must not silence a case.
pub fn collected() -> Outcome {
    let mut breaches = Vec::new();
    for path in case_files() {
        let name = relative(&path);
        if has_extension(&path, "md") {
            let cases = case::parse(&read(&path)?);
            if cases.is_ok_and(|cases| cases.is_empty()) {
                breaches.push(format!("{name}: no case in it"));
            }
        } else if !is_policy(&path)
            && !is_table(&path)
            && !catalogues::is_table(&path)
            && !has_extension(&path, "rs")
        {
            breaches.push(format!("{name}: nothing runs this file"));
        }
    }
    none(breaches)
}

/// Every link of every page leads to a file, and to a heading where it names one.
pub fn links() -> Outcome {
    let mut breaches = Vec::new();
    for page in markdown() {
        let text = read(&page)?;
        let resolve = |link: &str| resolves(&page, &text, link);
        breaches.extend(link_breaches(&relative(&page), &text, &resolve));
    }
    none(breaches)
}

pub fn link_breaches(page: &str, text: &str, resolve: &dyn Fn(&str) -> Result<bool, String>) -> Vec<String> {
    let mut breaches = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        let (Event::Start(Tag::Link { dest_url: link, .. })
        | Event::Start(Tag::Image { dest_url: link, .. })) = event
        else {
            continue;
        };
        if link.starts_with("https://") || link.starts_with("mailto:") {
            continue;
        }
        match resolve(&link) {
            Ok(true) => {}
            Ok(false) => breaches.push(format!("{page}: `{link}` leads nowhere")),
            Err(error) => breaches.push(error),
        }
    }
    breaches
}

fn resolves(page: &Path, text: &str, link: &str) -> Result<bool, String> {
    let (file, heading) = link.split_once('#').map_or((link, None), |(file, heading)| (file, Some(heading)));
    let target = page.parent().unwrap_or(page).join(file);
    if !file.is_empty() && !target.exists() {
        return Ok(false);
    }
    let Some(heading) = heading else { return Ok(true) };
    let there = if file.is_empty() { text.to_string() } else { read(&target)? };
    Ok(headings(&there).iter().any(|line| slug(line) == heading))
}

fn slug(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// No certificate and no record of ours gives conformity with a law, and no text may say so.
pub fn claims() -> Outcome {
    let mut files = markdown();
    for folder in ["policies", "stdlib", "examples"] {
        let policies = files_under(&root().join(folder));
        files.extend(policies.into_iter().filter(|path| has_extension(path, "countersign")));
    }
    let mut breaches = Vec::new();
    for path in files {
        breaches.extend(claim_breaches(&relative(&path), &read(&path)?));
    }
    none(breaches)
}

pub fn claim_breaches(page: &str, text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let sentences = text.split_inclusive(['.', '!', '?', '|', '#']);
    let claims = sentences.filter(|sentence| {
        let law = sentence.contains("ai act") || sentence.contains("eu_ai_act");
        let claim = ["conform", "compliant", "compliance with", "complies"]
            .iter()
            .any(|word| sentence.contains(word));
        let denied = ["not ", "no ", "nothing", "never", "neither", "cannot"]
            .iter()
            .any(|word| sentence.contains(word));
        law && claim && !denied
    });
    claims.map(|sentence| format!("{page}: claims conformity:{sentence}")).collect()
}

/// The library says what is asked, never that somebody has done enough: by no law, in no word.
pub fn verdicts() -> Outcome {
    let files = files_under(&root().join("stdlib"));
    let mut breaches = Vec::new();
    for path in files.into_iter().filter(|path| has_extension(path, "countersign")) {
        breaches.extend(verdict_breaches(&relative(&path), &read(&path)?));
    }
    none(breaches)
}

pub fn verdict_breaches(page: &str, text: &str) -> Vec<String> {
    const WORDS: &[&str] = &[
        "certified",
        "certifies",
        "complies",
        "compliance",
        "compliant",
        "comply",
        "conform",
        "conformant",
        "conforming",
        "conformity",
        "conforms",
        "fulfilled",
        "fulfils",
        "guarantees",
        "presumed",
        "presumption",
        "satisfied",
        "satisfies",
    ];
    let text = text.replace("///", " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let said = text.split_inclusive(['.', '!', '?', '"']).filter(|sentence| {
        let mut words = sentence.split(|c: char| !c.is_alphabetic());
        let denied = ["not ", "no ", "nothing", "never", "neither", "cannot"];
        words.any(|word| WORDS.contains(&word)) && !denied.iter().any(|word| sentence.contains(word))
    });
    said.map(|sentence| format!("{page}: says that somebody does enough:{sentence}")).collect()
}

fn markdown() -> Vec<PathBuf> {
    let root = root();
    let top = std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut pages: Vec<PathBuf> = top.filter(|path| path.is_file()).collect();
    for folder in ["docs", "examples", "policies", "stdlib", "tests"] {
        pages.extend(files_under(&root.join(folder)));
    }
    pages.retain(|path| has_extension(path, "md"));
    pages.sort();
    pages
}
