//! Providers and addresses that a change brings into governed files, outside of a described chain.
//!
//! What an item governs is judged by that item; this looks at the rest of its file. A system whose
//! policy describes no chain is not asked.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{self, Changes, Confidence, Shown};
use crate::git::{Entry, GitError, Listing, Repository};
use crate::kind::Kind;
use crate::law::{Places, addresses};
use crate::model::{Model, System};
use crate::names;
use crate::policy::{self, Paths, Policy};
use crate::verdict::Extra;

use super::policy_at;

/// Something that a change brings into a file of a system.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    system: String,
    path: String,
    what: What,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The id of a model that no item governs, who makes it, and where it stands.
    Model { id: String, provider: String, pointer: String },
    /// An address, and the area of law that it leads to.
    Address { text: String, area: &'static str },
}

/// Lists what the chain of the head's policy does not name.
pub fn look(
    repo: &Repository,
    head: &Policy,
    changes: &Changes,
    [before, after]: [&Listing; 2],
) -> Result<Vec<Extra>, GitError> {
    if !head.describes_a_chain() {
        return Ok(Vec::new());
    }
    let mut found = BTreeSet::new();
    for system in &head.kernel.systems {
        let paths = Paths::of_system(&head.kernel, &system.id);
        let here =
            after.iter().filter(|(path, entry)| paths.matches(path) && before.get(*path) != Some(entry));
        for (path, entry) in here {
            let Some(new) = text(repo, Some(*entry))? else { continue };
            let old = text(repo, before.get(path).copied())?;
            let path = String::from_utf8_lossy(path).into_owned();
            let all = models(&path, old.as_deref(), &new).chain(leads(&path, old.as_deref(), &new));
            found.extend(all.map(|what| Found { system: system.id.clone(), path: path.clone(), what }));
        }
    }
    let governed: BTreeSet<(&str, &str, &str)> = (changes.list.iter())
        .filter(|change| change.kind == Kind::Model)
        .map(|change| (change.system.as_str(), change.path.as_str(), change.pointer.as_str()))
        .collect();
    found.retain(|one| match &one.what {
        What::Model { pointer, .. } => {
            !governed.contains(&(one.system.as_str(), one.path.as_str(), pointer.as_str()))
        }
        What::Address { .. } => true,
    });
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let Some((_, compiled)) = policy_at::compile(repo, after)? else { return Ok(Vec::new()) };
    let chains = Chains::new(&compiled.model);
    Ok(found.iter().filter_map(|one| chains.judge(one)).collect())
}

fn text(repo: &Repository, entry: Option<Entry>) -> Result<Option<String>, GitError> {
    match entry {
        Some(entry) if matches!(entry.mode, 0o100_644 | 0o100_755) => {
            Ok(String::from_utf8(repo.blob(entry.oid)?.to_vec()).ok())
        }
        _ => Ok(None),
    }
}

/// Finds the ids of models that come into a file, where their place says that they are.
fn models(path: &str, old: Option<&str>, new: &str) -> impl Iterator<Item = What> {
    let changes = change::detect(path, None, old.map(str::as_bytes), Some(new.as_bytes()));
    changes.list.into_iter().filter_map(|change| {
        let sure = change.kind == Kind::Model && change.confidence != Some(Confidence::Guess);
        let (Some(Shown::Text(id)), true) = (change.after, sure) else { return None };
        let provider = change.model?.after?.provider;
        (!provider.is_empty()).then_some(What::Model { id, provider, pointer: change.pointer })
    })
}

/// Finds the addresses that come into a file and tell where they lead. Prose may speak of any.
fn leads(path: &str, old: Option<&str>, new: &str) -> impl Iterator<Item = What> {
    let is_prose = [".md", ".txt", ".mdx"].iter().any(|end| path.to_lowercase().ends_with(end));
    let known: BTreeSet<&str> =
        old.iter().flat_map(|text| addresses(text)).map(|address| address.text).collect();
    let all = addresses(new).filter(|address| !is_prose && !known.contains(address.text));
    let found = all.map(|address| What::Address { text: address.text.to_owned(), area: address.area });
    found.collect::<Vec<_>>().into_iter()
}

/// The chains that a policy describes.
struct Chains<'a> {
    model: &'a Model,
    places: Places<'a>,
    systems: BTreeMap<&'a str, &'a System>,
}

impl<'a> Chains<'a> {
    fn new(model: &'a Model) -> Chains<'a> {
        let described = model.systems.iter().filter(|system| !system.stages.is_empty());
        Chains {
            model,
            places: Places::new([policy::words(), &model.governance.words]),
            systems: described.map(|system| (system.id.name.as_str(), system)).collect(),
        }
    }

    fn judge(&self, found: &Found) -> Option<Extra> {
        let system = self.systems.get(found.system.as_str())?;
        let (reason, message) = match &found.what {
            What::Model { id, provider, pointer } => {
                let leading = id.split(['/', ':', '.', '@', '-']).next().unwrap_or_default();
                let known = self.suppliers(system);
                if known.contains(provider.as_str()) || known.contains(leading) {
                    return None;
                }
                (
                    &names::PROVIDER_OUTSIDE_CHAIN,
                    format!(
                        "{} names the model `{id}` at {pointer}, no item governs it, and `{provider}` is no supplier \
                         of `{}`: take it out, or govern it and name its supplier in the chain in the same change",
                        found.path, found.system
                    ),
                )
            }
            What::Address { text, area } => {
                let mut reached = system.stages.iter().flat_map(|stage| stage.reached());
                if reached.any(|place| self.places.area(&place.name) == *area) {
                    return None;
                }
                (
                    &names::ADDRESS_OUTSIDE_CHAIN,
                    format!(
                        "{} leads to {text}, which is in `{area}`, and no step of `{}` is: take the address of a \
                         region that the chain names, or name that place in the chain in the same change",
                        found.path, found.system
                    ),
                )
            }
        };
        Some(Extra { reason: reason.name.to_owned(), message, unknown: false })
    }

    /// Lists the suppliers of a system and whom they pass data on to.
    fn suppliers(&self, system: &'a System) -> BTreeSet<&'a str> {
        let mut known = system.all_suppliers();
        let those = self.model.suppliers.iter().filter(|supplier| known.contains(supplier.id.name.as_str()));
        let passed = those.flat_map(|supplier| &supplier.subprocessors).map(|id| id.name.as_str());
        let passed: Vec<&str> = passed.collect();
        known.extend(passed);
        known
    }
}
