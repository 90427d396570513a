//! Providers and addresses that a change brings into governed files, outside of a described chain.
//!
//! What an item governs is judged by that item; this looks at the rest of its file. A system whose
//! policy describes no chain is not asked.

use std::collections::BTreeSet;

use crate::change::Changes;
use crate::git::{Entry, GitError, Listing, Repository};
use crate::kind::Kind;
use crate::outside::{Brought, Chains, find};
use crate::policy::{self, Paths, Policy};
use crate::verdict::Extra;

use super::policy_at;

/// Lists what the chain of the head's policy does not name.
pub fn look(
    repo: &Repository,
    head: &Policy,
    changes: &Changes,
    [before, after]: [&Listing; 2],
) -> Result<Vec<Extra>, GitError> {
    let files = touched(head, [before, after]);
    if files.is_empty() || !head.describes_a_chain() {
        return Ok(Vec::new());
    }
    // Most changes bring nothing of the kind, and the policy need not be compiled for them; its own
    // platforms are in what is compiled alone.
    let own = !head.kernel.models.is_empty();
    let early = if own { policy_at::compile(repo, after)? } else { None };
    let platforms = match &early {
        Some((_, compiled)) => policy::platforms(&compiled.model),
        None => policy::library_platforms().to_vec(),
    };
    let governed: BTreeSet<(&str, &str, &str)> = (changes.list.iter())
        .filter(|change| change.kind == Kind::Model)
        .map(|change| (change.system.as_str(), change.path.as_str(), change.pointer.as_str()))
        .collect();
    let mut seen = Vec::new();
    for (system, path, [old, new]) in files {
        let Some(new) = text(repo, new)? else { continue };
        let (old, path) = (text(repo, old)?, String::from_utf8_lossy(path).into_owned());
        let brought = Brought { path: &path, old: old.as_deref(), new: &new };
        for found in find(brought, &platforms) {
            let is_governed = |pointer: &str| governed.contains(&(system, path.as_str(), pointer));
            if found.what.pointer().is_some_and(is_governed) {
                continue;
            }
            seen.push((system, path.clone(), found.what));
        }
    }
    if seen.is_empty() {
        return Ok(Vec::new());
    }
    let compiled = if own { early } else { policy_at::compile(repo, after)? };
    let Some((_, compiled)) = compiled else { return Ok(Vec::new()) };
    let chains = Chains::new(&compiled.model);
    let judged = seen.iter().filter_map(|(system, path, what)| {
        let outsider = chains.judge(system, what)?;
        let (does, why, help) = (&outsider.does, &outsider.why, &outsider.help);
        Some(Extra {
            reason: outsider.reason.name.to_owned(),
            message: format!("{path} {does}, and {why}: {help} in the same change"),
            unknown: false,
        })
    });
    Ok(judged.collect::<BTreeSet<_>>().into_iter().collect())
}

type Touched<'a> = (&'a str, &'a [u8], [Option<Entry>; 2]);

/// Lists the files of every system that the change brings or edits.
fn touched<'a>(head: &'a Policy, [before, after]: [&'a Listing; 2]) -> Vec<Touched<'a>> {
    let of_system = |system: &'a str| {
        let paths = Paths::of_system(&head.kernel, system);
        let here =
            after.iter().filter(move |(path, entry)| paths.matches(path) && before.get(*path) != Some(entry));
        here.map(move |(path, entry)| (system, path.as_slice(), [before.get(path).copied(), Some(*entry)]))
    };
    head.kernel.systems.iter().flat_map(|system| of_system(&system.id)).collect()
}

fn text(repo: &Repository, entry: Option<Entry>) -> Result<Option<String>, GitError> {
    match entry {
        Some(entry) if matches!(entry.mode, 0o100_644 | 0o100_755) => {
            Ok(String::from_utf8(repo.blob(entry.oid)?.to_vec()).ok())
        }
        _ => Ok(None),
    }
}
