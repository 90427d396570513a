//! Providers and addresses that a change brings into governed files, outside of a described chain.
//!
//! What an item governs is judged by that item; this looks at the rest of its file. A system whose
//! policy describes no chain is not asked.

use std::collections::BTreeSet;

use crate::change::Changes;
use crate::git::{Entry, GitError, Listing, Repository};
use crate::kind::Kind;
use crate::outside::{Brought, Chains, What, find};
use crate::policy::{Paths, Policy};
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
    let Some((_, compiled)) = policy_at::compile(repo, after)? else { return Ok(Vec::new()) };
    let chains = Chains::new(&compiled.model);
    let governed: BTreeSet<(&str, &str, &str)> = (changes.list.iter())
        .filter(|change| change.kind == Kind::Model)
        .map(|change| (change.system.as_str(), change.path.as_str(), change.pointer.as_str()))
        .collect();
    let mut all = BTreeSet::new();
    for (system, path, [old, new]) in files.into_iter().filter(|(system, ..)| chains.system(system).is_some())
    {
        let Some(new) = text(repo, new)? else { continue };
        let (old, path) = (text(repo, old)?, String::from_utf8_lossy(path).into_owned());
        let brought = Brought { path: &path, old: old.as_deref(), new: &new };
        for found in find(brought, chains.platforms()) {
            let is_governed = |pointer: &str| governed.contains(&(system, path.as_str(), pointer));
            if matches!(&found.what, What::Model { pointer, .. } if is_governed(pointer)) {
                continue;
            }
            all.extend(chains.judge(system, &found.what).map(|outsider| Extra {
                reason: outsider.reason.name.to_owned(),
                message: format!(
                    "{path} {}, and {}: {} in the same change",
                    outsider.does, outsider.why, outsider.help
                ),
                unknown: false,
            }));
        }
    }
    Ok(all.into_iter().collect())
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
