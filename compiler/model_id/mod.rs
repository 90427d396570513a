//! What: model ids taken apart: who makes it, the family, the version, and whether it can move.
//! From: schemes, rows of patterns with sources and dates, as `models` items write them.
//! No longer knows: the language; a scheme is plain data.
//! Used by: model (which makes schemes), policy (which holds them), facts and what reads them.

mod pattern;
mod platform;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::time::Date;

pub use pattern::{Found, Pattern, fill};
pub use platform::{Platform, is_host, is_name, is_word_of};

/// The longest id that is taken apart, in bytes.
const MAX_ID: usize = 256;
/// How often one scheme may hand an id to another.
const MAX_HANDED: usize = 4;

/// A model id taken apart. A part that the id does not say is `""`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelId {
    /// Who makes it: `openai`; `""` where the id is somebody's own label.
    pub provider: String,
    /// The family: `gpt-4o`.
    pub family: String,
    /// The snapshot or version: `2024-08-06`.
    pub version: String,
    /// Whether the id names one immutable snapshot.
    pub pinned: bool,
    /// Whether it can come to mean another model.
    pub binding: Binding,
    /// Where or how it is served, as far as the id says: `geo=eu`, `deployment=prod-chat`.
    pub place: String,
}

/// Whether an id can come to mean another model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Binding {
    /// The vendor says, or its documented form shows, that it names one snapshot.
    Pinned,
    /// The vendor says, or has shown, that it moves.
    Floating,
    /// Nothing is promised either way, or the id is a label that only its owner can read. It
    /// never helps to pass.
    Unknown,
}

impl Binding {
    /// Finds the binding of a word.
    pub fn parse(word: &str) -> Option<Binding> {
        match word {
            "pinned" => Some(Binding::Pinned),
            "floating" => Some(Binding::Floating),
            "unknown" => Some(Binding::Unknown),
            _ => None,
        }
    }
}

/// How the ids of one platform are written: one `models` item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its name, which `served by` uses: `openai`.
    pub name: String,
    /// The provider of its rows unless they say another.
    pub maker: String,
    /// Where the rows come from; the first stands for a row that names none.
    pub sources: Vec<Source>,
    /// Ids of these forms are read by this scheme wherever they stand.
    pub known: Vec<Pattern>,
    /// The first row that matches decides.
    pub rows: Vec<Row>,
    /// What is told of the end of some ids on this platform.
    pub ends: Vec<End>,
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What rows call it.
    pub name: String,
    /// The page.
    pub page: String,
    /// Whether it reports what the vendor says, and is not the vendor's own.
    pub reported: bool,
    /// The day it was read.
    pub verified: Date,
}

/// How ids of one form are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The form.
    pub pattern: Pattern,
    /// What is said of it.
    pub says: Says,
    /// Templates for the parts; `None` takes the hole of that name, or what stands for all rows.
    pub maker: Option<String>,
    /// The family; without it and without such a hole, the whole id.
    pub family: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// Where it is served.
    pub place: Option<String>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Says {
    /// How the id binds.
    Binds(Binding),
    /// The hole `id` is read by another scheme.
    Reads {
        /// The scheme.
        by: String,
        /// Whether requests end at that platform, so that its ends of life are this id's too.
        ends_there: bool,
        /// What the id binds, whatever the other scheme says.
        binds: Option<Binding>,
    },
}

/// A dated fact: when some ids stop on this platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The ids.
    pub ids: Vec<Pattern>,
    /// The first day without them.
    pub on: Date,
    /// What then happens: `fails`, `reroutes`, `upgrades`, or `""`.
    pub then: String,
    /// What the platform names instead, or `""`.
    pub instead: String,
    /// The source's name.
    pub source: String,
}

/// An id as read, with what that rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'l> {
    /// The parts.
    pub model: ModelId,
    /// The source of the row; `None` where no row matched.
    pub source: Option<&'l Source>,
    /// The end of the id where it is served, and its source.
    pub end: Option<(&'l End, &'l Source)>,
}

/// What a record keeps of a reading, so that a later library reads the id all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// The id as written.
    pub id: String,
    /// The scheme that the policy names for it, or `""`.
    pub served_by: String,
    /// The parts.
    pub provider: String,
    /// The family.
    pub family: String,
    /// The version.
    pub version: String,
    /// How it binds.
    pub binding: Binding,
    /// Where it is served.
    pub place: String,
    /// The page behind the row, or `""`.
    pub source: String,
    /// The day that was read, or `null`.
    pub verified: Option<Date>,
}

/// A scheme of a library: what tells its ids, and the rest once an id needs it.
#[derive(Debug)]
pub struct Entry {
    name: String,
    known: Vec<Pattern>,
    scheme: LazyLock<Scheme, Box<dyn FnOnce() -> Scheme + Send>>,
}

impl Entry {
    /// Makes the entry of a scheme that is read when an id first needs it.
    pub fn later(name: &str, known: Vec<Pattern>, read: impl FnOnce() -> Scheme + Send + 'static) -> Entry {
        Entry { name: name.to_owned(), known, scheme: LazyLock::new(Box::new(read)) }
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the forms of the ids that it reads wherever they stand.
    pub fn known(&self) -> &[Pattern] {
        &self.known
    }

    /// Returns the whole scheme.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }
}

impl From<Scheme> for Entry {
    fn from(scheme: Scheme) -> Entry {
        let (name, known) = (scheme.name.clone(), scheme.known.clone());
        Entry { name, known, scheme: LazyLock::new(Box::new(|| scheme)) }
    }
}

/// Schemes in order: the first that knows an id reads it.
#[derive(Debug, Default)]
pub struct Library {
    entries: Vec<Arc<Entry>>,
    digest: OnceLock<String>,
    /// For each first byte of an id, the forms that may know it.
    starts: BTreeMap<u8, Vec<(usize, usize)>>,
    /// The forms that start with a hole.
    open: Vec<(usize, usize)>,
    /// Readings of a record, which stand whatever the schemes say.
    kept: BTreeMap<(String, String), Read>,
}

impl Library {
    /// Puts schemes together.
    pub fn new(entries: Vec<Arc<Entry>>) -> Library {
        let (mut starts, mut open) = (BTreeMap::<u8, Vec<_>>::new(), Vec::new());
        for (s, entry) in entries.iter().enumerate() {
            for (k, known) in entry.known.iter().enumerate() {
                match known.first() {
                    Some(byte) => starts.entry(byte).or_default().push((s, k)),
                    None => open.push((s, k)),
                }
            }
        }
        Library { entries, digest: OnceLock::new(), starts, open, kept: BTreeMap::new() }
    }

    /// Returns the library of a record, of which its digest and some readings are known; every
    /// other id is read as here.
    pub fn as_recorded(&self, digest: &str, readings: &[Read]) -> Library {
        let mut library = Library::new(self.entries.clone());
        library.digest = OnceLock::from(digest.to_owned());
        library.kept = readings.iter().map(|r| ((r.served_by.clone(), r.id.clone()), r.clone())).collect();
        library
    }

    /// Digests the schemes: which library it is.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let schemes: Vec<&Scheme> = self.entries.iter().map(|entry| entry.scheme()).collect();
            canonical::digest(&schemes)
        })
    }

    /// Lists the schemes in order.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    fn named(&self, name: &str) -> Option<&Scheme> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| entry.scheme())
    }

    /// Takes an id apart; `served_by` is the scheme that the policy names, or `""`.
    ///
    /// Total: an id that nothing knows is its own family and binds nothing.
    pub fn read(&self, id: &str, served_by: &str) -> Reading<'_> {
        let mut reading = match self.scheme(id, served_by) {
            Some(scheme) if id.len() <= MAX_ID => self.read_in(scheme, id, MAX_HANDED),
            _ => Reading { model: opaque("", id), source: None, end: None },
        };
        if let Some(kept) = self.kept.get(&(served_by.to_owned(), id.to_owned())) {
            reading.model = kept.model();
        }
        reading
    }

    /// Returns the parts of an id.
    pub fn model(&self, id: &str, served_by: &str) -> ModelId {
        self.read(id, served_by).model
    }

    /// Returns a reading as a record keeps it.
    pub fn keep(&self, id: &str, served_by: &str) -> Read {
        if let Some(kept) = self.kept.get(&(served_by.to_owned(), id.to_owned())) {
            return kept.clone();
        }
        let Reading { model, source, .. } = self.read(id, served_by);
        Read {
            id: id.to_owned(),
            served_by: served_by.to_owned(),
            provider: model.provider,
            family: model.family,
            version: model.version,
            binding: model.binding,
            place: model.place,
            source: source.map(|s| s.page.clone()).unwrap_or_default(),
            verified: source.map(|s| s.verified),
        }
    }

    /// Tells whether an id starts as those of a scheme do, rather than being any word.
    pub fn knows(&self, id: &str) -> bool {
        let Some(first) = id.bytes().next().filter(|_| id.len() <= MAX_ID) else { return false };
        let forms = self.starts.get(&first).map(Vec::as_slice).unwrap_or_default();
        forms.iter().any(|(s, k)| self.entries[*s].known[*k].find(id).is_some())
    }

    fn scheme(&self, id: &str, served_by: &str) -> Option<&Scheme> {
        if !served_by.is_empty() {
            return self.named(served_by);
        }
        let first = id.bytes().next()?;
        let closed = self.starts.get(&first).map(Vec::as_slice).unwrap_or_default();
        let mut forms: Vec<(usize, usize)> = closed.iter().chain(&self.open).copied().collect();
        forms.sort_unstable();
        let (s, _) = forms.into_iter().find(|(s, k)| self.entries[*s].known[*k].find(id).is_some())?;
        Some(self.entries[s].scheme())
    }

    fn read_in<'l>(&'l self, scheme: &'l Scheme, id: &str, left: usize) -> Reading<'l> {
        let matched = scheme.rows.iter().find_map(|row| Some((row, row.pattern.find(id)?)));
        let own_end = scheme.end(id);
        let Some((row, mut found)) = matched else {
            return Reading { model: opaque(&scheme.maker, id), source: None, end: own_end };
        };
        let (base, end, binding) = match &row.says {
            Says::Binds(binding) => (None, None, *binding),
            Says::Reads { by, ends_there, binds } => {
                let inner = found.get("id").map(String::as_str).unwrap_or(id);
                let other = if left > 0 { self.named(by) } else { None };
                let read = other.map(|other| self.read_in(other, inner, left - 1));
                let end = read.as_ref().and_then(|r| r.end).filter(|_| *ends_there);
                let model = read.map_or_else(|| opaque("", inner), |r| r.model);
                let binding = binds.unwrap_or(model.binding);
                (Some(model), end, binding)
            }
        };
        let mut part = |template: &Option<String>, hole: &str, base: Option<&str>, otherwise: &str| {
            let had = found.get(hole).cloned();
            if let Some(base) = base {
                found.insert(hole.to_owned(), base.to_owned());
            }
            match (template, base, had) {
                (Some(template), ..) => fill(template, &found),
                (None, Some(base), _) => base.to_owned(),
                (None, None, Some(had)) => had,
                (None, None, None) => otherwise.to_owned(),
            }
        };
        let base = base.as_ref();
        let provider = part(&row.maker, "maker", base.map(|m| m.provider.as_str()), &scheme.maker);
        let family = part(&row.family, "family", base.map(|m| m.family.as_str()), id);
        let version = part(&row.version, "version", base.map(|m| m.version.as_str()), "");
        let place = part(&row.place, "place", base.map(|m| m.place.as_str()), "");
        let pinned = binding == Binding::Pinned;
        Reading {
            model: ModelId { provider, family, version, pinned, binding, place },
            source: scheme.sources.first(),
            end: own_end.or(end),
        }
    }
}

impl Scheme {
    fn end(&self, id: &str) -> Option<(&End, &Source)> {
        let end = self.ends.iter().find(|end| end.ids.iter().any(|form| form.find(id).is_some()))?;
        Some((end, self.sources.iter().find(|source| source.name == end.source)?))
    }
}

impl Read {
    fn model(&self) -> ModelId {
        ModelId {
            provider: self.provider.clone(),
            family: self.family.clone(),
            version: self.version.clone(),
            pinned: self.binding == Binding::Pinned,
            binding: self.binding,
            place: self.place.clone(),
        }
    }
}

fn opaque(provider: &str, label: &str) -> ModelId {
    ModelId {
        provider: provider.to_owned(),
        family: label.to_owned(),
        version: String::new(),
        pinned: false,
        binding: Binding::Unknown,
        place: String::new(),
    }
}

/// A library as a kernel holds it: how ids are read is no part of what a policy says, so it is
/// in no digest and makes no two policies differ.
#[derive(Clone, Debug, Default)]
pub struct Shared(pub Option<Arc<Library>>);

impl PartialEq for Shared {
    fn eq(&self, _: &Shared) -> bool {
        true
    }
}

impl Eq for Shared {}

impl Serialize for Pattern {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.source())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Pattern, D::Error> {
        let source = String::deserialize(from)?;
        Pattern::parse(&source).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(rows: &[(&str, Says)]) -> Library {
        let row = |(pattern, says): &(&str, Says)| Row {
            pattern: Pattern::parse(pattern).unwrap(),
            says: says.clone(),
            maker: None,
            family: None,
            version: None,
            place: None,
        };
        let scheme = Scheme {
            name: "s".into(),
            maker: "m".into(),
            sources: Vec::new(),
            known: vec![Pattern::parse("{id:text}").unwrap()],
            rows: rows.iter().map(row).collect(),
            ends: Vec::new(),
        };
        Library::new(vec![Arc::new(scheme.into())])
    }

    #[test]
    fn a_scheme_that_reads_by_itself_for_ever_ends() {
        let reads = Says::Reads { by: "s".into(), ends_there: true, binds: None };
        assert_eq!(library(&[("{id:text}", reads)]).model("x", "").binding, Binding::Unknown);
    }

    #[test]
    fn a_record_keeps_its_readings_whatever_the_library_says_later() {
        let then = library(&[("{family:text}", Says::Binds(Binding::Pinned))]);
        let now = library(&[("{family:text}", Says::Binds(Binding::Floating))]);
        let kept = now.as_recorded(then.digest(), &[then.keep("a", "")]);
        assert_ne!(then.digest(), now.digest());
        assert_eq!((kept.model("a", ""), kept.keep("a", "")), (then.model("a", ""), then.keep("a", "")));
        assert_eq!(kept.model("b", ""), now.model("b", ""));
        assert_eq!(kept.digest(), then.digest());
    }

    #[test]
    fn hostile_ids_cost_little_and_bind_nothing() {
        let library = library(&[("{a}-{b}-{c}-{d}-{e}-{f}", Says::Binds(Binding::Pinned))]);
        for id in ["a-".repeat(5000), "a".repeat(256), "ä-ß-".repeat(42), format!("{}!", "-".repeat(255))] {
            assert_eq!(library.model(&id, "").binding, Binding::Unknown);
        }
    }
}
