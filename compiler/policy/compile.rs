//! Runs every stage from sources to policy and gathers what each found.

use std::collections::{BTreeSet, VecDeque};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::{self, Model};
use crate::names;
use crate::source::{Location, Sources};
use crate::stdlib::{self, FORMATS};
use crate::syntax::{self, Shape, Tree};

use super::test_case::PolicyTest;
use super::{Policy, from_model, locations, schedule, schemes};

/// What the compiler makes of some sources.
#[derive(Debug)]
pub struct Compiled {
    /// The policy; `None` iff a finding is an error.
    pub policy: Option<Policy>,
    /// Its tests; empty where there is no policy.
    pub tests: Vec<PolicyTest>,
    /// What was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files as read, with the modules of the library that they use.
    pub trees: Vec<Tree>,
    /// The items with their places; parts are missing where a finding is an error.
    pub model: Model,
}

/// Compiles the files of one policy.
///
/// Reports every independent mistake once. Without any file the one finding has no place to
/// point at, so callers refuse an empty set of files before they show findings.
pub fn compile(sources: &Sources) -> Compiled {
    let mut trees = Vec::new();
    let mut syntax_errors = Vec::new();
    for file in sources.ids() {
        let (tree, found) = syntax::parse(sources, file);
        trees.push(tree);
        syntax_errors.extend(found);
    }
    let (used, mut found) = modules(&trees);
    trees.extend(used);
    let (model, bound) = model::bind(sources, &trees, found.is_empty(), schemes::given());
    found.extend(bound);
    found.extend(locations::check(&model));
    found.extend(schedule::check(&model));
    found.extend(schemes::check(&model));
    let mut diagnostics = super::damage::independent(sources, &trees, syntax_errors, found);
    diagnostics.sort_by(|a, b| (a.key(), &a.message).cmp(&(b.key(), &b.message)));
    let diagnostics = super::damage::listed(diagnostics);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Compiled { policy: None, tests: Vec::new(), diagnostics, trees, model };
    }
    let tests = model.tests.iter().map(PolicyTest::from_model).collect();
    Compiled { policy: Some(from_model::lower(&model)), tests, diagnostics, trees, model }
}

/// Reads the modules that `use` names, and those that they use; findings about them point at the
/// `use` of the policy.
fn modules(trees: &[Tree]) -> (Vec<Tree>, Vec<Diagnostic>) {
    let (mut modules, mut found) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    // Each module is read once, whoever names it, so that modules may name each other.
    let mut left: VecDeque<(String, Location)> = trees.iter().flat_map(used_names).collect();
    while let Some((name, at)) = left.pop_front() {
        match stdlib::find(&name) {
            Some(module) if seen.insert(module.name) => {
                let tree = read(module, at);
                left.extend(used_names(&tree));
                modules.push(tree);
            }
            Some(_) => {}
            None => found.push(unknown_module(&name, at)),
        }
    }
    (modules, found)
}

/// Lists what a file uses, with the places.
fn used_names(tree: &Tree) -> Vec<(String, Location)> {
    let uses = tree.items().filter(|item| item.word() == "use");
    let named = uses.filter_map(|item| {
        let value = item.values().first().copied()?;
        let (Shape::Path(name) | Shape::Word(name)) = value.shape() else { return None };
        Some((name.to_owned(), value.at()))
    });
    named.collect()
}

fn unknown_module(name: &str, at: Location) -> Diagnostic {
    let finding = Diagnostic::new(&names::UNKNOWN_MODULE, at, format!("the library has no module `{name}`"));
    let all = || stdlib::MODULES.iter().chain(stdlib::PACKS).map(|module| module.name);
    if let Some(near) = did_you_mean(name, all()) {
        return finding.help(format!("did you mean `{near}`?")).edit(at, near);
    }
    let few = all().filter(|name| !name.starts_with(FORMATS));
    let list: Vec<String> = few.map(|name| format!("`{name}`")).collect();
    finding.help(format!("it has {}, and `{FORMATS}NAME` for file formats", list.join(", ")))
}

fn read(module: &stdlib::Module, at: Location) -> Tree {
    let mut sources = Sources::default();
    let file = sources.add(module.path, module.text);
    let (tree, found) = syntax::parse(&sources, file);
    debug_assert!(found.is_empty(), "the library parses: {found:?}");
    tree.used_at(at)
}
