//! What is not read cannot be searched, and whoever relies on the search should know.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, documents};

/// A document that the policy names is no text that lints look into.
pub static LINT: Lint =
    lint!("document-unread", Note, Disclosure, "A document that a policy names is not looked into.", check)
        .needs_repository()
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(around) = &context.surroundings else { return };
    let mut told = BTreeSet::new();
    for (file, what) in documents::all(context) {
        let path = file.text.as_str();
        let is_text = documents::is_text(path.as_bytes());
        let is_read = is_text && around.files.contains_key(path);
        if is_read || !around.tracked.contains(path) || !told.insert(path) {
            continue;
        }
        let why = match is_text {
            true => "it is too large, or not UTF-8",
            false => "only texts such as `.md` and `.txt` are",
        };
        let mut finding = LINT.at(file.at, format!("{what} `{path}` is not looked into: {why}"));
        // A text of that name beside it probably says the same.
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let beside = around.tracked.range(format!("{stem}.")..).take_while(|other| other.starts_with(stem));
        let is_same = |other: &&String| {
            documents::is_text(other.as_bytes()) && other.rsplit_once('.').is_some_and(|(own, _)| own == stem)
        };
        if let Some(text) = beside.filter(|other| other.as_str() != path).find(is_same) {
            finding = finding.edit(file.at, format!("\"{text}\""));
        }
        out.push(finding.help(
            "nothing is said about what it claims: let a person read it for that, or name a text that says the same",
        ));
    }
}
