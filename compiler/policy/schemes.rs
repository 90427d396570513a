//! What the library says without a `use`: schemes of model ids, with those of a policy before
//! them, and the words that make a rule weaker.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::governance::{Fact, Words};
use crate::model::{self, Model};
use crate::model_id::{Library, ModelId, Shared};
use crate::names;
use crate::source::{Location, Sources};
use crate::stdlib;
use crate::syntax;
use crate::wording::Wording;

use super::Kernel;

/// Returns the schemes that ship with the compiler, read when they are first needed.
pub fn standard() -> Arc<Library> {
    static STANDARD: OnceLock<Arc<Library>> = OnceLock::new();
    let schemes = || shipped(stdlib::MODELS).0.models.into_iter().map(|item| item.scheme).collect();
    STANDARD.get_or_init(|| Arc::new(Library::new(schemes()))).clone()
}

/// Returns the words that make a rule of a prompt weaker, read when they are first needed.
pub fn wordings() -> &'static [Wording] {
    static WORDINGS: OnceLock<Vec<Wording>> = OnceLock::new();
    WORDINGS.get_or_init(|| shipped(stdlib::WORDINGS).0.wordings)
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
        let modules: Vec<&stdlib::Module> = stdlib::WORDS.iter().chain(stdlib::FACTS).collect();
        shipped(modules).0.governance.facts
    };
    FACTS.get_or_init(read)
}

fn shipped<'m>(modules: impl IntoIterator<Item = &'m stdlib::Module>) -> (Model, Vec<Diagnostic>) {
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
                let own = self.models.iter().chain(standard().schemes()).cloned().collect();
                Arc::new(Library::new(own))
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
        own.chain(library.schemes().iter().map(|scheme| scheme.name.as_str()))
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
    }
}
