//! Proves the file formats of the library: each has a page, compiles in a policy, and finds in
//! the samples of its page every value that it declares.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign::facts::{self, Value};
use countersign::git::{Entry, Oid, Snapshot};
use countersign::policy;
use countersign::source::Sources;
use countersign::stdlib::{MODULES, Module};
use countersign::syntax;

use crate::support::case::{self, Step};
use crate::support::{Outcome, files_under, read, relative, root};

use super::none;

const FORMATS: &str = "std.formats.";

fn modules() -> impl Iterator<Item = (&'static str, &'static Module)> {
    MODULES.iter().filter_map(|module| Some((module.name.strip_prefix(FORMATS)?, module)))
}

/// No module of formats without a page, no page without a module, no file that is not embedded.
pub fn pages() -> Outcome {
    let wanted: BTreeSet<&str> = modules().map(|(name, _)| name).collect();
    let mut breaches = Vec::new();
    for (folder, extension) in [("docs/formats", ".md"), ("stdlib/formats", ".countersign")] {
        let files = files_under(&root().join(folder));
        let names: Vec<String> = files.iter().map(|path| relative(path)).collect();
        let there: BTreeSet<&str> = names
            .iter()
            .filter_map(|name| name.rsplit('/').next()?.strip_suffix(extension))
            .filter(|name| *name != "README")
            .collect();
        breaches
            .extend(wanted.difference(&there).map(|name| format!("{folder}/{name}{extension} is missing")));
        breaches
            .extend(there.difference(&wanted).map(|name| format!("{folder}/{name}{extension}: no module")));
    }
    none(breaches)
}

/// The library is printed as the formatter prints it, which the index of globs relies on.
pub fn formatted() -> Outcome {
    let mut breaches = Vec::new();
    for module in MODULES {
        let mut sources = Sources::default();
        let file = sources.add(module.path, module.text);
        let (tree, found) = syntax::parse(&sources, file);
        breaches.extend(found.iter().map(|finding| format!("{}: {}", module.path, finding.message)));
        if syntax::print(&tree) != module.text {
            breaches.push(format!("{}: run `countersign fmt` on it", module.path));
        }
    }
    none(breaches)
}

/// Every format compiles in a policy and finds each of its values in a sample of its page.
pub fn samples() -> Outcome {
    let mut breaches = Vec::new();
    for (name, module) in modules() {
        let page = format!("docs/formats/{name}.md");
        let cases = case::parse(&read(&root().join(&page))?)?;
        let steps = cases.into_iter().flat_map(|case| case.steps);
        let files: Vec<(String, String)> = steps
            .filter_map(|step| match step {
                Step::Revision { text, how, .. } => Some((how.file?, text)),
                _ => None,
            })
            .collect();
        breaches.extend(sample_breaches(&page, module, &files)?);
    }
    none(breaches)
}

fn sample_breaches(
    page: &str,
    module: &'static Module,
    files: &[(String, String)],
) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    let mut missing: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for place in policy::whereabouts(module) {
        let Some(format) = place.format() else {
            breaches.push(format!("{}: no format is named `{}`", module.path, place.format_name()));
            continue;
        };
        let names = format.slots.iter().map(|slot| slot.artifact.clone());
        missing.entry(format.name.clone()).or_insert_with(|| names.collect());
    }
    let (declared, found) = counts(module);
    if missing.len() != declared {
        breaches.push(format!("{page}: {declared} formats, but only {} say where they are", missing.len()));
    }
    if policy::whereabouts(module).len() != found {
        breaches.push(format!("{}: a `found` clause is not in one line", module.path));
    }
    for (path, text) in files {
        let kind = countersign::format::Format::of_file(path, text.as_bytes());
        let document = countersign::format::read(kind, text.as_bytes());
        let document = document.map_err(|problem| format!("{page}: {path}: {}", problem.message))?;
        let Some(format) = facts::recognise(path, &document) else {
            breaches.push(format!("{page}: `{path}` is in no format of the library"));
            continue;
        };
        let Some(names) = missing.get_mut(&format.name) else {
            breaches.push(format!("{page}: `{path}` is taken for `{}`", format.name));
            continue;
        };
        let values = match values(module, &format.name, path, text) {
            Ok(values) => values,
            Err(problem) => {
                breaches.push(problem);
                continue;
            }
        };
        for (artifact, value) in values {
            match value {
                Value::Unknown { why, .. } => {
                    breaches.push(format!("{page}: `{path}`: `{artifact}` is unknown: {why}"));
                }
                Value::Absent => {}
                _ => {
                    names.remove(&artifact);
                }
            }
        }
    }
    for (format, names) in missing {
        let unseen = |name: String| format!("{page}: no sample has the `{name}` of `{format}`");
        breaches.extend(names.into_iter().map(unseen));
    }
    Ok(breaches)
}

/// Counts the formats of a module and their `found` clauses, in its tree.
fn counts(module: &Module) -> (usize, usize) {
    let mut sources = Sources::default();
    let file = sources.add(module.path, module.text);
    let (tree, _) = syntax::parse(&sources, file);
    let formats: Vec<_> = tree.items().filter(|item| item.word() == "format").collect();
    let whole = |clause: &syntax::Clause<'_>| {
        clause.word() == "found" && !clause.values().iter().any(|value| value.source().contains('\n'))
    };
    let found = formats.iter().flat_map(|item| item.body().unwrap_or_default()).filter(whole).count();
    (formats.len(), found)
}

/// Reads a file under a policy that says no more than what format it is in.
fn values(module: &Module, format: &str, path: &str, text: &str) -> Result<Vec<(String, Value)>, String> {
    let policy = format!(
        "edition 2026\nuse {}\n\
         organization o \"O\" {{ repository \"o/o\"; scope \"s\"; covers [s] }}\n\
         person p \"P\" {{ email \"p@northwind.example\" }}\nrole r {{ members [p] }}\n\
         system s \"S\" {{ purpose \"p\"; owner r; files \"{path}\" as {format} }}\n\
         otherwise {{ require approval from owner }}\n",
        module.name
    );
    let mut sources = Sources::default();
    sources.add("policy.countersign", policy.as_str());
    let compiled = policy::compile(&sources);
    let Some(policy) = compiled.policy else {
        let told: Vec<&str> = compiled.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        return Err(format!("`{format}` does not compile in a policy: {}", told.join("; ")));
    };
    let oid = Oid([1; 20]);
    let mut snapshot = Snapshot::default();
    snapshot.listing.insert(path.as_bytes().to_vec(), Entry { mode: 0o100_644, oid });
    snapshot.blobs.insert(oid, Arc::from(text.as_bytes()));
    let facts = facts::read(&policy.kernel, "s", &snapshot, &facts::Files::default());
    Ok(facts.rows.into_iter().map(|row| (row.artifact, row.value)).collect())
}
