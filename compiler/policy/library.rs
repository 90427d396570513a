//! The file formats of the library, each module compiled when a path first asks for it.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::model;
use crate::source::Sources;
use crate::stdlib::{MODULES, Module};
use crate::syntax;

use super::{ListIdentity, Slot, from_model};

/// A `format` of the library, lowered like any other; its locations have no path yet.
#[derive(Debug)]
pub struct FileFormat {
    /// Its name in policies, `elevenlabs_agent`.
    pub name: String,
    /// Where such files usually are.
    pub found: Vec<Whereabouts>,
    /// The governed values, of no system yet.
    pub slots: Vec<Slot>,
    /// Fragments whose value never counts.
    pub ignores: Vec<String>,
    /// The lists whose items have names.
    pub identities: Vec<ListIdentity>,
}

/// What tells a file of a format.
#[derive(Debug)]
pub struct Whereabouts {
    /// The path glob as written.
    pub glob: String,
    /// Fragments that name something in every such file.
    pub with: Vec<String>,
}

/// Lists the formats of which some file may be at a path, each with those of its whereabouts
/// whose glob matches. What else a file must have is for the caller to see.
pub fn formats(path: &str) -> Vec<(&'static FileFormat, Vec<&'static Whereabouts>)> {
    let mut modules: Vec<usize> = INDEX.0.matches(path).iter().map(|&n| INDEX.1[n]).collect();
    modules.sort_unstable();
    modules.dedup();
    let mut all = Vec::new();
    for format in modules.into_iter().flat_map(|n| compiled(&MODULES[n])) {
        let here = |place: &&Whereabouts| {
            glob(&place.glob).is_some_and(|glob| glob.compile_matcher().is_match(path))
        };
        let places: Vec<&Whereabouts> = format.found.iter().filter(here).collect();
        if !places.is_empty() {
            all.push((format, places));
        }
    }
    all
}

/// Every glob of the library, and the module of each.
static INDEX: LazyLock<(GlobSet, Vec<usize>)> = LazyLock::new(|| {
    let (mut set, mut modules) = (GlobSetBuilder::new(), Vec::new());
    for (n, module) in MODULES.iter().enumerate() {
        for glob in module.found_at().filter_map(glob) {
            set.add(glob);
            modules.push(n);
        }
    }
    (set.build().unwrap_or_else(|_| GlobSet::empty()), modules)
});

fn glob(text: &str) -> Option<Glob> {
    GlobBuilder::new(text).literal_separator(true).backslash_escape(false).build().ok()
}

/// Compiles the formats of a module, once in the life of the program.
fn compiled(module: &'static Module) -> &'static [FileFormat] {
    static ALL: LazyLock<Mutex<BTreeMap<&'static str, &'static [FileFormat]>>> =
        LazyLock::new(Mutex::default);
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    all.entry(module.name).or_insert_with(|| compile(module).leak())
}

fn compile(module: &Module) -> Vec<FileFormat> {
    let mut sources = Sources::default();
    let file = sources.add(module.path, module.text);
    let (tree, found) = syntax::parse(&sources, file);
    debug_assert!(found.is_empty(), "the library parses: {found:?}");
    let at = crate::source::Location { file, span: crate::source::Span::default() };
    let (model, _) = model::bind(&sources, &[tree.used_at(at)]);
    model.formats.iter().map(lower).collect()
}

fn lower(format: &model::Format) -> FileFormat {
    let place = |place: &model::Whereabouts| Whereabouts {
        glob: place.glob.text.clone(),
        with: place.with.iter().map(|fragment| fragment.text.clone()).collect(),
    };
    FileFormat {
        name: format.id.name.clone(),
        found: format.found.iter().map(place).collect(),
        slots: format.artifacts.iter().map(|artifact| from_model::slot("", artifact)).collect(),
        ignores: format.ignores.iter().map(|fragment| fragment.text.clone()).collect(),
        identities: format.identities.iter().map(|list| from_model::list_identity("", list)).collect(),
    }
}
