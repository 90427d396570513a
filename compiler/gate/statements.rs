//! The statements that a change is judged with, wherever they are stored.

use std::collections::{BTreeMap, BTreeSet};

use crate::approval::{self, Found};
use crate::change::Changes;
use crate::git::{Entry, GitError, Listing, Repository};
use crate::names;
use crate::policy::{APPROVALS_FOLDER, Kernel};
use crate::statement::{self, Decision};
use crate::verdict::Extra;

use super::judge::Question;
use super::{Stop, policy_at};

/// Collects the statements on this change: from every tree of the range, the result and outside.
pub(super) fn on(
    repo: &Repository,
    q: &Question,
    changes: &Changes,
    before: &Listing,
    after: &Listing,
) -> Result<(Vec<Found>, Vec<Extra>), Stop> {
    let digest = changes.digest();
    if changes.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut trees = vec![before.clone(), after.clone()];
    let paths = policy_at::own_paths();
    for commit in &q.commits {
        trees.push(repo.listing(commit.tree, &paths)?);
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for tree in &trees {
        for (path, entry) in tree {
            if approval::is_about(path, &digest) && seen.insert((path.clone(), entry.oid)) {
                found.push(Found::new(path, entry.mode, repo.blob(entry.oid)?));
            }
        }
    }
    let about = q.statements.iter().filter(|f| approval::is_about(f.path(), &digest));
    found.extend(about.cloned());
    found.sort_by_key(|a| a.id());
    found.dedup_by(|a, b| a.id() == b.id());
    let mut extra = Vec::new();
    if found.len() > approval::MAX_STATEMENTS {
        extra.push(Extra {
            reason: names::TOO_MANY_STATEMENTS.name.into(),
            message: format!(
                "{} statements on one change are more than {}",
                found.len(),
                approval::MAX_STATEMENTS
            ),
            unknown: true,
        });
        found.truncate(approval::MAX_STATEMENTS);
    }
    Ok((found, extra))
}

/// Finds statement and record files that the base has and the head does not have as they were.
pub(super) fn removed(before: &Listing, after: &Listing) -> Vec<Extra> {
    let stored = before.iter().filter(|(path, _)| policy_at::is_stored(path));
    let lost = stored.filter(|(path, entry)| after.get(*path) != Some(*entry));
    let extra = lost.map(|(path, _)| Extra {
        reason: names::STATEMENT_REMOVED.name.into(),
        message: format!("{} is on the target and must stay as it is", String::from_utf8_lossy(path)),
        unknown: false,
    });
    extra.collect()
}

/// Statements that may relieve a change of duties, with where they were found.
#[derive(Default)]
pub(super) struct Offered {
    /// Grants, declarations and reviews, sorted by their identity.
    pub found: Vec<Found>,
    /// Ids of those in the judged tree.
    pub in_tree: BTreeSet<String>,
    /// Ids of those in the tree of the target's tip.
    pub on_target: BTreeSet<String>,
}

impl Offered {
    /// Tells whether somebody declares an emergency for a change.
    pub(super) fn declares(&self, digest: &str) -> bool {
        let declared = |found: &Found| {
            found.statement().is_ok_and(|s| s.approval.decision == Decision::DeclareEmergency)
        };
        self.found.iter().any(|found| found.subject() == Some(digest) && declared(found))
    }
}

/// Collects what may relieve: grants of open exceptions, and every declaration and review there is,
/// since earlier ones count against the number that is allowed. A policy without either reads nothing.
pub(super) fn relieving(
    repo: &Repository,
    q: &Question,
    kernel: &Kernel,
    digest: &str,
    before: &Listing,
    after: &Listing,
) -> Result<Offered, GitError> {
    let mut offered = Offered::default();
    let open = kernel.exceptions.iter().filter(|exception| exception.is_open(q.at));
    let granted: Vec<String> = open.map(|exception| exception.digest()).collect();
    let of_exception = |path: &[u8]| granted.iter().any(|digest| approval::is_about(path, digest));
    let folder = format!("{APPROVALS_FOLDER}/");
    // Both trees have most files in common; each is read once.
    let mut files: BTreeMap<(&Vec<u8>, Entry), [bool; 2]> = BTreeMap::new();
    for (side, listing) in [before, after].into_iter().enumerate() {
        for (path, entry) in listing.iter().filter(|(path, _)| path.starts_with(folder.as_bytes())) {
            let asked = of_exception(path) || kernel.emergency.is_some() || approval::is_about(path, digest);
            if asked {
                files.entry((path, *entry)).or_default()[side] = true;
            }
        }
    }
    for ((path, entry), [on_target, in_tree]) in files {
        let bytes = repo.blob(entry.oid)?;
        // Most files are approvals; they are told apart before any signature is checked.
        if !statement::decision_of(&bytes).is_some_and(Decision::is_relief) {
            continue;
        }
        let found = Found::new(path, entry.mode, bytes);
        if on_target {
            offered.on_target.insert(found.id());
        }
        if in_tree {
            offered.in_tree.insert(found.id());
        }
        offered.found.push(found);
    }
    let outside = q.statements.iter().filter(|found| {
        found.statement().is_ok_and(|s| {
            s.approval.decision.is_relief() && (kernel.emergency.is_some() || s.subject == digest)
        }) || of_exception(found.path())
    });
    offered.found.extend(outside.cloned());
    offered.found.sort_by_key(Found::id);
    offered.found.dedup_by(|a, b| a.id() == b.id());
    Ok(offered)
}
