//! Looks through one file for models, providers, hosts and places.

use std::collections::BTreeSet;

use crate::change::{self, Confidence, Shown};
use crate::format::{self, Data, Format, Node};
use crate::kind::Kind;
use crate::law::{addresses, links};
use crate::model_id::Platform;
use crate::source::{LineColumn, LineIndex, Span};

use super::{Found, What};

/// A file with what stood in it before, if it was there.
#[derive(Clone, Copy)]
pub struct Brought<'t> {
    /// Its path.
    pub path: &'t str,
    /// The text before.
    pub old: Option<&'t str>,
    /// The text now.
    pub new: &'t str,
}

/// Finds what is in the file now and was not before. Prose may speak of anything and is left alone,
/// but for the head of a file that has one.
pub fn find(file: Brought<'_>, platforms: &[Platform]) -> Vec<Found> {
    let Brought { path, old, new } = file;
    let prose = is_prose(path);
    if prose && !new.starts_with("---") {
        return Vec::new();
    }
    let known: BTreeSet<What> = old
        .map(|old| standing(path, old, platforms, prose))
        .unwrap_or_default()
        .into_iter()
        .map(|found| found.what)
        .collect();
    let mut all = standing(path, new, platforms, prose);
    all.retain(|found| !known.contains(&found.what));
    all.extend(models(file));
    all
}

/// Finds what stands in a text, without models.
fn standing(path: &str, text: &str, platforms: &[Platform], prose: bool) -> Vec<Found> {
    let mut all = Vec::new();
    if !prose {
        let told = addresses(text)
            .map(|one| (one.span, What::Address { text: one.text.to_owned(), area: one.area }));
        let hosts = links(text).filter_map(|link| {
            let platform = platforms.iter().find(|platform| platform.answers_at(link.host))?;
            Some((link.span, What::Host { text: link.text.to_owned(), platform: platform.name.clone() }))
        });
        all.extend(told.chain(hosts).map(|(span, what)| Found { what, span: Some(span) }));
    }
    if may_tell(text, platforms) {
        let format = Format::of_file(path, text.as_bytes());
        let root =
            format::read_leniently(format, text.as_bytes()).ok().and_then(|(document, _)| document.root);
        if let Some(root) = &root {
            settings(root, &mut Vec::new(), platforms, &mut all);
        }
    }
    all
}

/// Tells whether a text is worth a second reading; most hold none of these words.
fn may_tell(text: &str, platforms: &[Platform]) -> bool {
    let lower = text.to_ascii_lowercase();
    let hosts = platforms.iter().flat_map(|platform| &platform.hosts);
    let mut ends = hosts.map(|host| host.split_once('*').map_or(host.as_str(), |(_, end)| end));
    ["provider", "vendor", "fallback", "failover", "backup", "global"].iter().any(|word| lower.contains(word))
        || ends.any(|end| lower.contains(end))
}

/// Finds the ids of models that come into a file, where their place says that they are.
fn models(file: Brought<'_>) -> impl Iterator<Item = Found> {
    let Brought { path, old, new } = file;
    let changes = change::detect(path, None, old.map(str::as_bytes), Some(new.as_bytes()));
    changes.list.into_iter().filter_map(move |change| {
        let sure = change.kind == Kind::Model && change.confidence != Some(Confidence::Guess);
        let (Some(Shown::Text(id)), true) = (change.after, sure) else { return None };
        let provider = change.model?.after?.provider;
        let span = change.after_span.and_then(|at| span(new, at, &id));
        (!provider.is_empty())
            .then_some(Found { what: What::Model { id, provider, pointer: change.pointer }, span })
    })
}

/// Finds the bytes of a value that stands at a line and column.
fn span(text: &str, at: LineColumn, value: &str) -> Option<Span> {
    let start = *LineIndex::starts(text).get(at.line as usize - 1)? as usize;
    let line = text.get(start..)?.lines().next()?;
    let from = line.char_indices().nth(at.column as usize - 1).map_or(line.len(), |(byte, _)| byte);
    let found = line.get(from..)?.find(value)?;
    Some(Span::new(start + from + found, start + from + found + value.len()))
}

/// Goes through a tree. Recursion ends at [`crate::format::MAX_DEPTH`].
fn settings<'n>(node: &'n Node, way: &mut Vec<&'n str>, platforms: &[Platform], all: &mut Vec<Found>) {
    match &node.data {
        Data::Map(entries) => {
            for entry in entries {
                way.push(&entry.key);
                settings(&entry.value, way, platforms, all);
                way.pop();
            }
        }
        Data::Seq(items) => {
            for (index, item) in items.iter().enumerate() {
                let index = index.to_string();
                match &item.data {
                    Data::Map(_) | Data::Seq(_) => settings_of(item, way, &index, platforms, all),
                    _ => all.extend(setting(item, way, &index, platforms)),
                }
            }
        }
        _ => all.extend(setting(node, way, "", platforms)),
    }
}

fn settings_of(item: &Node, way: &[&str], index: &str, platforms: &[Platform], all: &mut Vec<Found>) {
    let mut way: Vec<&str> = way.iter().copied().chain([index]).collect();
    settings(item, &mut way, platforms, all);
}

/// Tells what one value says of who hears callers, or where.
fn setting(node: &Node, way: &[&str], index: &str, platforms: &[Platform]) -> Option<Found> {
    let (Data::String(said) | Data::Bare(said) | Data::Ambiguous(said)) = &node.data else { return None };
    let said = said.trim();
    // With its scheme it is an address, and found as one.
    let host = said.split(['/', ':']).next().filter(|host| host.contains('.') && !said.contains("://"));
    if let Some(platform) = host.and_then(|host| platforms.iter().find(|one| one.answers_at(host))) {
        let what = What::Host { text: said.to_owned(), platform: platform.name.clone() };
        return Some(Found { what, span: Some(node.span) });
    }
    let mut keys = way.iter().rev().filter(|key| key.parse::<u32>().is_err());
    let (key, parent) = (*keys.next()?, keys.next().copied().unwrap_or_default());
    let pointer = || {
        let way = way.iter().copied().chain([index].into_iter().filter(|index| !index.is_empty()));
        way.map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect::<String>()
    };
    let what = if ends_in(key, PROVIDERS) || (ends_in(key, LABELS) && ends_in(parent, PROVIDERS)) {
        let platform = platforms.iter().find(|platform| platform.is_called(said))?;
        What::Named { said: said.to_owned(), platform: platform.name.clone(), pointer: pointer() }
    } else if said.eq_ignore_ascii_case("global") && ends_in(key, LOCATIONS) {
        What::Global { pointer: pointer() }
    } else {
        return None;
    };
    Some(Found { what, span: Some(node.span) })
}

const PROVIDERS: &[&str] = &[
    "provider",
    "providers",
    "vendor",
    "vendors",
    "fallback",
    "fallbacks",
    "failover",
    "failovers",
    "backup",
    "backups",
];
const LABELS: &[&str] = &["name", "type", "id"];
const LOCATIONS: &[&str] = &["location", "locations", "region", "regions"];

/// Tells whether the last word of a key is one of these, as in `llm_provider`, `LLM_PROVIDER`
/// and `llmProvider`.
fn ends_in(key: &str, words: &[&str]) -> bool {
    let lower = key.to_ascii_lowercase();
    words.iter().any(|word| {
        let Some(head) = lower.strip_suffix(word) else { return false };
        let is_apart = !head.ends_with(|c: char| c.is_ascii_alphanumeric());
        is_apart
            || key.as_bytes()[head.len()].is_ascii_uppercase()
                && !key.as_bytes()[head.len() - 1].is_ascii_uppercase()
    })
}

fn is_prose(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".md", ".txt", ".mdx"].iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::ends_in;

    #[test]
    fn a_key_ends_in_a_word_and_not_in_its_letters() {
        for key in
            ["provider", "llm_provider", "LLM_PROVIDER", "llmProvider", "voice-provider", "tts.provider"]
        {
            assert!(ends_in(key, &["provider"]), "{key}");
        }
        for key in ["subprovider", "SUBPROVIDER", "provider_key", "", "providers"] {
            assert!(!ends_in(key, &["provider"]), "{key}");
        }
    }
}
