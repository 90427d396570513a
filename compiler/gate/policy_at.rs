//! The policy as a tree holds it.

use std::sync::Arc;

use crate::git::{Entry, GitError, Listing, Oid, Repository};
use crate::names;
use crate::policy::{self, APPROVALS_FOLDER, Compiled, FOLDER, Paths, Policy, PolicyDigests, RECORDS_FOLDER};
use crate::source::Sources;

use super::{InForce, Stop};

/// Returns the paths of policy files, statements and records: what every judgement lists.
pub fn own_paths() -> Paths {
    Paths::new([format!("{FOLDER}/**").as_str()])
}

/// Tells whether a path is a policy file.
pub fn is_policy_file(path: &[u8]) -> bool {
    path.starts_with(format!("{FOLDER}/").as_bytes()) && path.ends_with(b".countersign") && !is_stored(path)
}

/// Tells whether a path is a statement or record file: kept for ever once the target has it.
pub fn is_stored(path: &[u8]) -> bool {
    [APPROVALS_FOLDER, RECORDS_FOLDER].iter().any(|folder| path.starts_with(format!("{folder}/").as_bytes()))
}

/// Lists the policy files of a listing.
pub fn files(listing: &Listing) -> Vec<(&[u8], Entry)> {
    listing.iter().filter(|(path, _)| is_policy_file(path)).map(|(path, e)| (path.as_slice(), *e)).collect()
}

/// Compiles the policy files of a listing; `None` when there are none.
///
/// # Errors
/// When a file cannot be read, is not regular, or is not UTF-8.
pub fn compile(repo: &Repository, listing: &Listing) -> Result<Option<(Sources, Compiled)>, GitError> {
    let files = files(listing);
    if files.is_empty() {
        return Ok(None);
    }
    let mut sources = Sources::default();
    for (path, entry) in files {
        let shown = String::from_utf8_lossy(path).into_owned();
        let unreadable = |why: &str| {
            GitError::new(&names::POLICY_UNREADABLE, format!("the policy file {shown} {why}"))
                .help(format!("make {shown} a regular UTF-8 text file and commit it"))
        };
        if !matches!(entry.mode, 0o100_644 | 0o100_755) {
            return Err(unreadable("is not a regular file"));
        }
        let bytes = repo.blob(entry.oid)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("is not UTF-8"))?;
        sources.add(shown.clone(), Arc::<str>::from(text));
    }
    let compiled = policy::compile(&sources);
    Ok(Some((sources, compiled)))
}

/// Reads the policy in force from a listing of a commit.
///
/// # Errors
/// [`Stop::Policy`] when it does not compile; a git error when it cannot be read.
pub fn in_force(repo: &Repository, listing: &Listing, commit: Option<Oid>) -> Result<Option<InForce>, Stop> {
    let Some((sources, compiled)) = compile(repo, listing)? else { return Ok(None) };
    match compiled.policy {
        Some(policy) => Ok(Some(InForce::new(commit, policy, sources))),
        None => Err(Stop::Policy { sources, diagnostics: compiled.diagnostics }),
    }
}

/// Reads the policy at a commit; `None` without one.
///
/// # Errors
/// As [`in_force`].
pub fn at_commit(repo: &Repository, commit: Oid) -> Result<Option<InForce>, Stop> {
    let listing = repo.listing(repo.commit(commit)?.tree, &own_paths())?;
    in_force(repo, &listing, Some(commit))
}

impl InForce {
    /// Wraps a compiled policy; the digests are set once the touched systems are known.
    pub fn new(commit: Option<Oid>, policy: Policy, sources: Sources) -> InForce {
        InForce { commit, policy, digests: PolicyDigests::default(), sources }
    }
}
