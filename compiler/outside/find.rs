//! Looks through one file for models, providers, hosts and places.

use std::collections::BTreeSet;

use crate::change::{self, Confidence, Shown};
use crate::format::{self, Data, Format, Node};
use crate::kind::Kind;
use crate::law::{addresses, links};
use crate::model_id::Platform;
use crate::policy;
use crate::source::{LineColumn, LineIndex, Span};

use super::keys::{self, Sort};
use super::{Found, What, places};

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
    let mut all = standing(path, new, platforms, prose);
    // Most changes bring nothing, and then it is no matter what stood there before.
    if let Some(old) = old.filter(|_| !all.is_empty()) {
        let known = standing(path, old, platforms, prose).into_iter().map(|found| found.what);
        let known: BTreeSet<What> = known.collect();
        all.retain(|found| !known.contains(&found.what));
    }
    let mut models: Vec<Found> = models(file).collect();
    all.retain_mut(|found| tells_more(found, &models, platforms));
    models.retain(|found| !matches!(&found.what, What::Model { provider, .. } if provider.is_empty()));
    all.extend(models);
    all
}

/// Tells whether a name says more than the id of a model that stands in the same place, whose
/// pointer it takes: `bedrock/…` says more than who made the model.
fn tells_more(found: &mut Found, models: &[Found], platforms: &[Platform]) -> bool {
    let within = |span: Span| {
        models.iter().find(|model| model.span.is_some_and(|id| span.start <= id.start && id.end <= span.end))
    };
    let Some(What::Model { provider, pointer: at, .. }) =
        found.span.and_then(within).map(|model| &model.what)
    else {
        return true;
    };
    match &mut found.what {
        What::Named { said, pointer } | What::Route { said, pointer } => {
            pointer.clone_from(at);
            !Platform::called(platforms, said).iter().any(|one| one.is_named(provider))
        }
        What::Other { .. } => provider.is_empty(),
        _ => true,
    }
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
    if !may_tell(text, platforms) {
        return all;
    }
    let format = Format::of_file(path, text.as_bytes());
    let root = format::read_leniently(format, text.as_bytes()).ok().and_then(|(document, _)| document.root);
    if let Some(root) = &root {
        settings(root, &mut Vec::new(), platforms, &mut all);
    }
    all
}

/// Tells whether a text can hold anything that [`settings`] finds. Most cannot, and are not read again.
fn may_tell(text: &str, platforms: &[Platform]) -> bool {
    let names_a_host = || {
        let lower = text.to_ascii_lowercase();
        let hosts = platforms.iter().flat_map(|platform| &platform.hosts);
        let mut ends = hosts.map(|host| host.split_once('*').map_or(host.as_str(), |(_, end)| end));
        ends.any(|end| lower.contains(end))
    };
    keys::may_name(text) || places::may_tell(text) || names_a_host()
}

/// Finds the ids of models that come into a file, where their place says that they are. Who made one
/// may be unknown.
fn models(file: Brought<'_>) -> impl Iterator<Item = Found> {
    let Brought { path, old, new } = file;
    let changes = change::detect(path, None, old.map(str::as_bytes), Some(new.as_bytes()));
    changes.list.into_iter().filter_map(move |change| {
        let sure = change.kind == Kind::Model && change.confidence != Some(Confidence::Guess);
        let (Some(Shown::Text(id)), true) = (change.after, sure) else { return None };
        let provider = change.model?.after?.provider;
        let span = change.after_span.and_then(|at| span(new, at, &id));
        Some(Found { what: What::Model { id, provider, pointer: change.pointer }, span })
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
                    _ => setting(item, way, &index, platforms, all),
                }
            }
        }
        _ => setting(node, way, "", platforms, all),
    }
}

fn settings_of(item: &Node, way: &[&str], index: &str, platforms: &[Platform], all: &mut Vec<Found>) {
    let mut way: Vec<&str> = way.iter().copied().chain([index]).collect();
    settings(item, &mut way, platforms, all);
}

/// Tells what one value says of who hears callers, and where.
fn setting(node: &Node, way: &[&str], index: &str, platforms: &[Platform], all: &mut Vec<Found>) {
    let (Data::String(said) | Data::Bare(said) | Data::Ambiguous(said)) = &node.data else { return };
    let said = said.trim();
    let pointer = || {
        let way = way.iter().copied().chain([index].into_iter().filter(|index| !index.is_empty()));
        way.map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect::<String>()
    };
    let mut push = |what| all.push(Found { what, span: Some(node.span) });
    // With its scheme it is an address, and found as one.
    let host = said.split(['/', ':']).next().filter(|host| host.contains('.') && !said.contains("://"));
    if let Some(platform) = host.and_then(|host| platforms.iter().find(|one| one.answers_at(host))) {
        return push(What::Host { text: said.to_owned(), platform: platform.name.clone() });
    }
    let keys = way.iter().rev().copied().filter(|key| key.parse::<u32>().is_err());
    let sort = keys::sort(keys.clone());
    for areas in areas(said, sort, keys) {
        push(What::Place { said: said.to_owned(), pointer: pointer(), areas });
    }
    let named = || What::Named { said: said.to_owned(), pointer: pointer() };
    match sort {
        Some(Sort::Provider | Sort::Engine) if !Platform::called(platforms, said).is_empty() => push(named()),
        Some(Sort::Provider) if may_be_a_company(said) => {
            push(What::Other { said: said.to_owned(), pointer: pointer() });
        }
        // `bedrock/…` is sent to Amazon, whoever made the model.
        Some(Sort::Model) => {
            if let Some(route) = route(said, platforms) {
                push(What::Route { said: route.to_owned(), pointer: pointer() });
            }
        }
        _ => {}
    }
}

/// The longest value that can tell a place, in bytes.
const MAX_PLACE: usize = 512;

/// Lists the places of which a value tells, by its key or whatever its key.
fn areas<'k>(said: &str, sort: Option<Sort>, keys: impl Iterator<Item = &'k str>) -> places::Areas {
    if said.len() > MAX_PLACE {
        return Vec::new();
    }
    let mut all = places::told(said);
    all.extend(match sort {
        Some(Sort::Place) => places::region(said),
        Some(Sort::PlaceOfPeople) => places::region_among_people(said),
        _ => Vec::new(),
    });
    if !all.is_empty() && keys::is_refused(keys) {
        all.clear();
    }
    all
}

/// Returns the platform that the id of a model begins with.
fn route<'t>(id: &'t str, platforms: &[Platform]) -> Option<&'t str> {
    let (route, _) = id.split_once('/')?;
    platforms.iter().any(|one| one.is_named(route)).then_some(route)
}

/// The longest name of a company that nobody knows, in bytes.
const MAX_NAME: usize = 40;

/// Tells whether a value that no platform is called can be one: a plain name, and none of the words
/// and programs for which no other company is needed.
fn may_be_a_company(said: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let lower = said.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    said.len() <= MAX_NAME
        && said.chars().all(plain)
        && said.chars().any(char::is_alphabetic)
        && !words.any(|word| NOBODY.contains(&word))
        && !policy::standard().entries().iter().any(|scheme| scheme.name() == lower)
}

/// Values that stand for no company, and well-known programs that run beside the agent.
const NOBODY: &[&str] = &[
    "auto",
    "byo",
    "compatible",
    "coqui",
    "custom",
    "default",
    "disabled",
    "dummy",
    "enabled",
    "espeak",
    "fake",
    "false",
    "funasr",
    "inherit",
    "internal",
    "kokoro",
    "llamacpp",
    "lmstudio",
    "local",
    "mock",
    "none",
    "null",
    "off",
    "on",
    "own",
    "piper",
    "primary",
    "secondary",
    "self",
    "sherpa",
    "sherpaonnx",
    "silero",
    "sip",
    "test",
    "true",
    "vosk",
    "webrtc",
    "webrtcvad",
    "whisper",
    "whispercpp",
];

fn is_prose(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".md", ".txt", ".mdx"].iter().any(|end| path.ends_with(end))
}
