//! What the library says without a `use`: schemes of model ids, with those of a policy before
//! them, and the words that make a rule weaker.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::governance::{Fact, Words};
use crate::model::{self, Given, Model};
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
    listed(item, "known").filter_map(|text| Pattern::parse(text).ok()).collect()
}

/// Returns the texts of the first list after a word at the begin of a line of an item of the library.
fn listed<'t>(item: &'t str, word: &str) -> impl Iterator<Item = &'t str> {
    let after = |(_, list): (&str, &'t str)| list;
    let mut pieces = item.split_once(&format!("\n  {word} ")).map_or("", after).split('"');
    // Outside of the quotes, a bracket ends the list.
    std::iter::from_fn(move || match (pieces.next(), pieces.next()) {
        (Some(between), Some(text)) if !between.contains(']') => Some(text),
        _ => None,
    })
}

/// Lists the platforms whose hosts are known: those of a policy, then those of the library.
pub fn platforms(model: &Model) -> Vec<Platform> {
    let own = model.models.iter().filter(|models| !models.hosts.is_empty()).map(|models| Platform {
        name: models.scheme.name.clone(),
        maker: models.company.as_ref().unwrap_or(&models.scheme.maker).clone(),
        hosts: models.hosts.clone(),
    });
    own.chain(library_platforms().iter().cloned()).collect()
}

/// Lists the platforms of the library; only what tells of them is read.
pub fn library_platforms() -> &'static [Platform] {
    static HOSTED: OnceLock<Vec<Platform>> = OnceLock::new();
    let platform = |(name, item): (&str, &str)| {
        let hosts: Vec<String> = listed(item, "hosts").map(str::to_owned).collect();
        let after = item.split_once("\n  hosts ").and_then(|(_, list)| list.split_once("] of "));
        let company = after.and_then(|(list, rest)| rest.split(' ').next().filter(|_| !list.contains('\n')));
        let maker = company.or(listed(item, "maker").next()).unwrap_or(name).to_owned();
        (!hosts.is_empty()).then(|| Platform { name: name.to_owned(), maker, hosts })
    };
    let all = || stdlib::MODELS.iter().flat_map(|module| module.items("models")).filter_map(platform);
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

/// Finds names of schemes that are neither in the policy nor in the library.
pub(super) fn check(model: &Model) -> Vec<Diagnostic> {
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
        let (model, found) = shipped(stdlib::MODELS);
        assert!(found.is_empty(), "{found:?}");
        let hosted: Vec<_> =
            library_platforms().iter().map(|one| (&one.name, &one.maker, &one.hosts)).collect();
        let told = model.models.iter().filter(|item| !item.hosts.is_empty());
        let told: Vec<_> = told
            .map(|item| (&item.scheme.name, item.company.as_ref().unwrap_or(&item.scheme.maker), &item.hosts))
            .collect();
        assert_eq!(hosted, told, "hosts are read as the reader of the language reads them");
        let schemes: Vec<_> = model.models.into_iter().map(|item| item.scheme).collect();
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
