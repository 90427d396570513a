//! What the library says without a `use`: schemes of model ids, with those of a policy before
//! them, and the words that make a rule weaker.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::governance::{Fact, Words};
use crate::model::{self, Given, Model, Models};
use crate::model_id::{Entry, Library, ModelId, Pattern, Platform, Shared};
use crate::names;
use crate::source::{Location, Sources};
use crate::stdlib::{self, Module};
use crate::syntax;
use crate::wording::Wording;

use super::Kernel;

/// Returns the schemes that ship with the compiler, each read when an id first needs it.
pub fn standard() -> Arc<Library> {
    static STANDARD: OnceLock<Arc<Library>> = OnceLock::new();
    let entries = || stdlib::MODELS.iter().flat_map(entries).map(Arc::new).collect();
    STANDARD.get_or_init(|| Arc::new(Library::new(entries()))).clone()
}

/// Lists the schemes of a module of the library, none of them read but for what tells its ids.
fn entries(module: &'static Module) -> impl Iterator<Item = Entry> {
    module.items("models").map(|(name, text)| {
        let item = Module { name: "", path: module.path, text };
        let read = move || shipped([&item]).0.models.pop().map(|item| item.scheme);
        Entry::later(name, known(text), move || read().expect("a scheme of the library can be read"))
    })
}

/// Returns what a scheme of the library says after `known`.
fn known(item: &str) -> Vec<Pattern> {
    listed(item, "known").into_iter().filter_map(|text| Pattern::parse(text).ok()).collect()
}

/// Returns the texts of the lists after a word at the begin of a line of an item of the library.
fn listed<'t>(item: &'t str, word: &str) -> Vec<&'t str> {
    let start = format!("\n  {word} ");
    item.split(start.as_str()).skip(1).flat_map(texts).collect()
}

/// Returns the texts that a list begins with. Outside of the quotes, a bracket ends it.
fn texts(list: &str) -> impl Iterator<Item = &str> {
    let mut pieces = list.split('"');
    std::iter::from_fn(move || match (pieces.next(), pieces.next()) {
        (Some(between), Some(text)) if !between.contains(']') => Some(text),
        _ => None,
    })
}

/// Lists the platforms that are known by a host or a name: those of a policy, then those of the
/// library.
pub fn platforms(model: &Model) -> Vec<Platform> {
    let known = model.models.iter().filter(|item| !item.hosts.is_empty() || !item.called.is_empty());
    known.map(platform).chain(library_platforms().iter().cloned()).collect()
}

fn platform(item: &Models) -> Platform {
    Platform {
        name: item.scheme.name.clone(),
        maker: item.company.as_ref().unwrap_or(&item.scheme.maker).clone(),
        hosts: item.hosts.clone(),
        called: item.called.iter().map(|name| name.name.to_string()).collect(),
    }
}

/// Lists the platforms of the library; only what tells of them is read.
pub fn library_platforms() -> &'static [Platform] {
    static HOSTED: OnceLock<Vec<Platform>> = OnceLock::new();
    let platform = |(name, item): (&str, &str)| {
        let all = |word| listed(item, word).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let (hosts, called) = (all("hosts"), all("called"));
        let after = item.split_once("\n  hosts ").and_then(|(_, list)| list.split_once("] of "));
        let company = after.and_then(|(list, rest)| rest.split(' ').next().filter(|_| !list.contains('\n')));
        let maker = company.or(listed(item, "maker").first().copied()).unwrap_or(name).to_owned();
        let is_known = !hosts.is_empty() || !called.is_empty();
        is_known.then(|| Platform { name: name.to_owned(), maker, hosts, called })
    };
    let modules = || stdlib::MODELS.iter().chain(stdlib::PLATFORMS);
    let all = || modules().flat_map(|module| module.items("models")).filter_map(platform);
    HOSTED.get_or_init(|| all().collect())
}

/// Returns the words that make a rule of a prompt weaker, read when they are first needed.
pub fn wordings() -> &'static [Wording] {
    static WORDINGS: OnceLock<Vec<Wording>> = OnceLock::new();
    WORDINGS.get_or_init(|| shipped(stdlib::WORDINGS).0.wordings)
}

/// Lists the names of the places, categories, events, questions and facts that every policy may use.
pub(super) fn given() -> &'static [Given] {
    static GIVEN: OnceLock<Vec<Given>> = OnceLock::new();
    let named = |module: &'static Module, word| module.items(word).map(move |(name, _)| Given { word, name });
    let of = |module| {
        ["jurisdiction", "category", "event", "gate", "fact"].into_iter().flat_map(move |w| named(module, w))
    };
    GIVEN.get_or_init(|| stdlib::WORDS.iter().chain(stdlib::FACTS).flat_map(of).collect())
}

/// Returns the places, categories of data, events and questions that every policy may name.
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| shipped(stdlib::WORDS).0.governance.words)
}

/// Returns what laws and standards ask, read when a policy first says what is kept or told.
pub fn facts() -> &'static [Fact] {
    static FACTS: OnceLock<Vec<Fact>> = OnceLock::new();
    let read = || {
        let modules: Vec<&Module> = stdlib::WORDS.iter().chain(stdlib::FACTS).collect();
        shipped(modules).0.governance.facts
    };
    FACTS.get_or_init(read)
}

fn shipped<'m>(modules: impl IntoIterator<Item = &'m Module>) -> (Model, Vec<Diagnostic>) {
    let mut trees = Vec::new();
    let mut all = Vec::new();
    for module in modules {
        let mut sources = Sources::default();
        let file = sources.add(module.path, module.text);
        let (tree, found) = syntax::parse(&sources, file);
        trees.push(tree.used_at(Location::default()));
        all.extend(found);
    }
    let (model, found) = model::library(&trees);
    all.extend(found);
    (model, all)
}

impl Kernel {
    /// Returns the schemes that read the ids of this policy.
    pub fn library(&self) -> Arc<Library> {
        match &self.library.0 {
            Some(library) => library.clone(),
            None if self.models.is_empty() => standard(),
            None => {
                let own = self.models.iter().map(|scheme| Arc::new(scheme.clone().into()));
                Arc::new(Library::new(own.chain(standard().entries().iter().cloned()).collect()))
            }
        }
    }

    /// Takes the id of a model apart; `served_by` is what its slot says.
    pub fn model(&self, id: &str, served_by: &str) -> ModelId {
        self.library().model(id, served_by)
    }

    /// Fixes how ids are read: what a record says of them holds for its verification.
    pub fn read_with(&mut self, library: Library) {
        self.library = Shared(Some(Arc::new(library)));
    }
}

/// Finds names of schemes that are neither in the policy nor in the library, and platforms under a
/// name that is another company's.
pub(super) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut all = unknown(model);
    all.extend(model.models.iter().flat_map(|item| shared(item, &model.models)));
    all
}

/// Finds what settings call an item that is already what they call another company.
fn shared(item: &Models, all: &[Models]) -> Vec<Diagnostic> {
    let this = platform(item);
    let others = all.iter().filter(|other| other.id.at != item.id.at).map(platform);
    let others: Vec<Platform> = others.chain(library_platforms().iter().cloned()).collect();
    let finding = |name: &model::Id| {
        let other =
            others.iter().find(|other| other.shown() != this.shown() && other.is_named(&name.name))?;
        let text = format!("`{}` is what settings call `{}`, of `{}`", name.name, other.name, other.shown());
        let finding = Diagnostic::new(&names::DUPLICATE_NAME, name.at, text);
        Some(finding.help("leave the name out: nobody could tell which of the two hears callers"))
    };
    item.called.iter().filter_map(finding).collect()
}

fn unknown(model: &Model) -> Vec<Diagnostic> {
    let served = model.systems.iter().flat_map(|s| &s.artifacts).filter_map(|a| a.served_by.as_ref());
    let used: Vec<&model::Id> = served.chain(model.models.iter().flat_map(|m| &m.reads)).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let library = standard();
    let known = || {
        let own = model.models.iter().map(|item| item.scheme.name.as_str());
        own.chain(library.entries().iter().map(|entry| entry.name()))
    };
    let unknown = used.into_iter().filter(|id| !known().any(|name| name == id.name));
    let finding = |id: &model::Id| {
        let text = format!("no `models` item is called `{}`", id.name);
        let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
        match did_you_mean(&id.name, known()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).edit(id.at, near),
            None => finding.help(format!("it is one of {}", known().collect::<Vec<_>>().join(", "))),
        }
    };
    unknown.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_id::Says;

    #[test]
    fn the_library_is_sound() {
        let (mut model, found) = shipped(stdlib::MODELS.iter().chain(stdlib::PLATFORMS));
        assert!(found.is_empty(), "{found:?}");
        let told = model.models.iter().filter(|item| !item.hosts.is_empty() || !item.called.is_empty());
        let told: Vec<Platform> = told.map(platform).collect();
        assert_eq!(library_platforms(), told, "platforms are read as the reader of the language reads them");
        let found: Vec<_> = model.models.iter().flat_map(|item| shared(item, &model.models)).collect();
        assert!(found.is_empty(), "{found:?}");
        let named = |item: &Models| {
            stdlib::PLATFORMS
                .iter()
                .any(|module| module.items("models").any(|(name, _)| name == &*item.id.name))
        };
        let (platforms, schemes): (Vec<_>, Vec<_>) =
            std::mem::take(&mut model.models).into_iter().partition(named);
        assert!(platforms.iter().all(|item| item.scheme.rows.is_empty() && item.scheme.known.is_empty()));
        let schemes: Vec<_> = schemes.into_iter().map(|item| item.scheme).collect();
        let (model, found) = shipped(stdlib::WORDINGS);
        assert!(found.is_empty() && !model.wordings.is_empty(), "{found:?}");
        for scheme in &schemes {
            assert!(!scheme.sources.is_empty(), "{} has no source", scheme.name);
            for row in &scheme.rows {
                if let Says::Reads { by, .. } = &row.says {
                    assert!(schemes.iter().any(|s| s.name == *by), "{} reads by {by}", scheme.name);
                }
            }
        }
        let words = words();
        let ids = |word: &str| -> Vec<String> {
            match word {
                "jurisdiction" => words.jurisdictions.iter().map(|item| item.id.name.to_string()).collect(),
                "category" => words.categories.iter().map(|item| item.id.name.to_string()).collect(),
                "event" => words.events.iter().map(|item| item.id.name.to_string()).collect(),
                "fact" => facts().iter().map(|item| item.id.name.to_string()).collect(),
                _ => words.gates.iter().map(|item| item.id.name.to_string()).collect(),
            }
        };
        for word in ["jurisdiction", "category", "event", "gate", "fact"] {
            let given = given().iter().filter(|given| given.word == word).map(|given| given.name);
            assert_eq!(given.collect::<Vec<_>>(), ids(word), "{word}");
        }
        let read: Vec<_> = standard().entries().iter().map(|entry| entry.scheme().clone()).collect();
        assert_eq!(read, schemes, "what is read one by one is what is read at once");
        for entry in standard().entries() {
            assert_eq!((entry.name(), entry.known()), (&*entry.scheme().name, &*entry.scheme().known));
        }
    }
}
