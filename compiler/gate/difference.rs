//! Two states compared without judging: what `diff` shows.

use std::collections::BTreeSet;

use crate::change::{self, Changes};
use crate::facts::Files;
use crate::git::{Difference, Entry, GitError, Listing, Oid, Repository, Side};
use crate::policy::Paths;

use super::{Stop, policy_at, sides};

/// Resolves `BASE..HEAD`; a single revision is compared with its first parent.
///
/// # Errors
/// As [`Repository::resolve`].
pub fn ends(repo: &Repository, range: &str) -> Result<(Option<Oid>, Oid), GitError> {
    match range.split_once("..") {
        Some((base, head)) => {
            let or_head = |spec: &str| if spec.is_empty() { "HEAD".to_owned() } else { spec.to_owned() };
            let base = repo.resolve(&or_head(base), Side::Head)?.commit;
            Ok((Some(base), repo.resolve(&or_head(head), Side::Head)?.commit))
        }
        None => {
            let head = repo.resolve(range, Side::Head)?.commit;
            Ok((repo.commit(head)?.parents.first().copied(), head))
        }
    }
}

/// Finds the changes between two commits, or a commit and the index (`head` is `None`).
///
/// With a policy at the base its locations are read; without one, every file that differs is
/// read by the formats the program knows.
///
/// # Errors
/// [`Stop`] when objects cannot be read or the policy at the base does not compile.
pub fn difference(repo: &Repository, base: Option<Oid>, head: Option<Oid>) -> Result<Changes, Stop> {
    let before =
        |paths: &Paths| base.map_or(Ok(Listing::new()), |id| repo.listing(repo.commit(id)?.tree, paths));
    let after = |paths: &Paths| match head {
        Some(id) => repo.listing(repo.commit(id)?.tree, paths),
        None => repo.index(paths),
    };
    let own = policy_at::own_paths();
    let (own_before, own_after) = (before(&own)?, after(&own)?);
    let in_force = match policy_at::in_force(repo, &own_before, base)? {
        Some(in_force) => in_force,
        None => return Ok(detected(repo, base, head)?),
    };
    let edit = sides::policy_edit(repo, Some(&in_force.policy), &own_before, &own_after)?;
    let mut paths = Paths::governed(&in_force.policy.kernel);
    if let sides::PolicyEdit::Changed(new) = &edit {
        paths = paths.and(Paths::governed(&new.kernel));
    }
    let files = Files::default();
    Ok(sides::changes((repo, &files), Some(&in_force.policy), &edit, &before(&paths)?, &after(&paths)?)?)
}

/// Reads every differing file by what its keys mean, without a policy.
fn detected(repo: &Repository, base: Option<Oid>, head: Option<Oid>) -> Result<Changes, GitError> {
    let everything = Paths::new(["**"]);
    let tree = |id: Oid| repo.commit(id).map(|commit| commit.tree);
    let before = base.map(tree).transpose()?;
    let files = match head {
        Some(head) => repo.differences(before, Some(tree(head)?), &everything)?,
        None => {
            let old = before.map_or(Ok(Listing::new()), |id| repo.listing(id, &everything))?;
            let new = repo.index(&everything)?;
            let paths: BTreeSet<&Vec<u8>> = old.keys().chain(new.keys()).collect();
            let pair = |path: &Vec<u8>| Difference {
                path: path.clone(),
                before: old.get(path).copied(),
                after: new.get(path).copied(),
            };
            paths.into_iter().map(pair).filter(|file| file.before != file.after).collect()
        }
    };
    let mut all = Changes::default();
    for file in files {
        let path = String::from_utf8_lossy(&file.path).into_owned();
        let read = |entry: Option<Entry>| match entry {
            Some(entry) if matches!(entry.mode, 0o100_644 | 0o100_755) => repo.blob(entry.oid).map(Some),
            _ => Ok(None),
        };
        let (before, after) = (read(file.before)?, read(file.after)?);
        if before != after {
            let found = change::detect(&path, None, before.as_deref(), after.as_deref());
            all.list.extend(found.list);
            all.unknown.extend(found.unknown);
        }
    }
    Ok(all)
}
