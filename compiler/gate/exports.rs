//! What a platform runs, by its export in the tree, beside what the head says.

use crate::change::Deployed;
use crate::facts::{self, Files, Row};
use crate::git::{GitError, Listing, Repository};
use crate::policy::{Kernel, Locator, Paths, Slot};
use crate::verdict;

use super::sides::select;

/// Returns the paths of the exports.
pub fn paths(kernel: &Kernel) -> Paths {
    Paths::new(kernel.slots.iter().filter_map(|slot| slot.deployed.as_ref()).map(|at| at.path.as_str()))
}

/// Reads what the exports say that a change brings. An export that stays as it was says nothing
/// new: a value is approved first and runs later. One that is taken away tells nothing any more.
pub fn compare(
    (repo, files): (&Repository, &Files),
    kernel: &Kernel,
    before: &Listing,
    after: &Listing,
) -> Result<Vec<Deployed>, GitError> {
    let mut all = Vec::new();
    for slot in &kernel.slots {
        let Some(export) = &slot.deployed else { continue };
        let path = export.path.as_bytes();
        if after.get(path) == before.get(path) {
            continue;
        }
        let running = row((repo, files), slot, std::slice::from_ref(export), after)?;
        let approved = row((repo, files), slot, &slot.at, after)?;
        all.push(Deployed { slot: slot.clone(), export: export.clone(), running, approved });
    }
    Ok(all)
}

/// Tells whether an export that a change brings says something else than the head.
pub fn differ(
    at: (&Repository, &Files),
    kernel: &Kernel,
    before: &Listing,
    after: &Listing,
) -> Result<bool, GitError> {
    Ok(!compare(at, kernel, before, after)?.iter().all(verdict::runs_as_approved))
}

/// Reads the one value of a slot at some places.
fn row(
    (repo, files): (&Repository, &Files),
    slot: &Slot,
    at: &[Locator],
    listing: &Listing,
) -> Result<Option<Row>, GitError> {
    let paths = Paths::new(at.iter().map(|at| at.path.as_str()));
    let slot = Slot { at: at.to_vec(), ..slot.clone() };
    let (system, kind, artifact) = (slot.system.clone(), slot.kind, slot.artifact.clone());
    let only = Kernel { slots: vec![slot], ..Kernel::default() };
    let snapshot = repo.snapshot(select(listing, &paths), None, &|_| true)?;
    let facts = facts::read(&only, &system, &snapshot, files);
    Ok(facts.rows.into_iter().find(|row| (row.kind, &row.artifact) == (kind, &artifact)))
}
