//! First-parent commits of the target, cut into what landed as one.

use std::collections::BTreeSet;

use crate::facts::Files;
use crate::git::{GitError, Oid, Repository};
use crate::names;

use super::judge::{Policies, policies};
use super::moments::{Options, Segment, Target, question_of};
use super::{Stop, exports, sides};

/// The longest run of single-parent commits that is searched for a group.
pub const MAX_RUN: usize = 256;

/// Cuts the first-parent commits after `after` up to the target's tip into segments.
///
/// A merge is a segment of its own. Of a run of single commits the longest group is taken whose
/// net change somebody signed; without one, each commit stands alone: a bad commit and its undo
/// are two segments, and no net effect hides them. Commits without governed change, and without an export that differs, are skipped
/// and counted with the segment that follows.
///
/// `signed` are the change digests (64 hex digits) that statements with a valid signature name.
pub fn segments(
    repo: &Repository,
    target: &Target,
    after: Option<Oid>,
    signed: &BTreeSet<String>,
    options: &Options,
) -> Result<(Vec<Segment>, Vec<Oid>), Stop> {
    let mut path = Vec::new();
    let mut reached = after.is_none();
    for landing in repo.first_parents(target.tip, "the commits that landed since the last record") {
        let landing = landing?;
        if Some(landing.id) == after {
            reached = true;
            break;
        }
        path.push(landing);
    }
    if !reached {
        let last = after.map(|id| id.short()).unwrap_or_default();
        let error = GitError::new(
            &names::TARGET_REWRITTEN,
            format!(
                "the last record ends at {last}, which is no longer on the first-parent path of {}",
                target.branch
            ),
        )
        .help("find out who rewrote the branch, then start a new chain that says so:")
        .help("  countersign record --adopt --genesis <kernel digest> …");
        return Err(error.into());
    }
    path.reverse();
    let mut segments = Vec::new();
    let mut skipped = Vec::new();
    let mut at = 0;
    while at < path.len() {
        let from = path[at].parents.first().copied();
        if digest(repo, target, from, path[at].id, options)?.is_none() {
            skipped.push(path[at].id);
            at += 1;
            continue;
        }
        let mut length = 1;
        let single = |n: usize| path[n].parents.len() <= 1;
        if single(at) && !signed.is_empty() {
            let run = (at..path.len()).take_while(|n| single(*n)).take(MAX_RUN + 1).count();
            if run > MAX_RUN {
                let error = GitError::new(
                    &names::RUN_TOO_LONG,
                    format!("more than {MAX_RUN} single commits landed in a row"),
                )
                .help("record them in pieces: countersign record --push FROM..TO …");
                return Err(error.into());
            }
            for n in (at..at + run).rev() {
                if let Some(digest) = digest(repo, target, from, path[n].id, options)?
                    && signed.contains(digest.trim_start_matches("sha256:"))
                {
                    length = n - at + 1;
                    break;
                }
            }
        }
        let commits: Vec<Oid> = path[at..at + length].iter().map(|landing| landing.id).collect();
        let how = match (single(at), length) {
            (false, _) => "merge",
            (true, 1) => "single",
            (true, _) => "group",
        };
        segments.push(Segment { from, commits, skipped: std::mem::take(&mut skipped), how });
        at += length;
    }
    Ok((segments, skipped))
}

/// Returns the change digest from one commit to another by the policy of the first; `None` when
/// nothing governed changed and no export came that tells of another value than the approved one.
pub fn digest(
    repo: &Repository,
    target: &Target,
    from: Option<Oid>,
    to: Oid,
    options: &Options,
) -> Result<Option<String>, Stop> {
    let Some(from) = from else { return Ok(Some(String::new())) };
    let (old, new) = (repo.commit(from)?.tree, repo.commit(to)?.tree);
    if old == new {
        return Ok(None);
    }
    let own = super::policy_at::own_paths();
    let question = question_of(options, target, Some(from), Some(to));
    let Policies { in_force, adopting, edit } =
        policies(repo, &question, &repo.listing(old, &own)?, &repo.listing(new, &own)?)?;
    let listed = Policies { in_force, adopting, edit };
    let paths = listed.listed();
    let policy = (!listed.adopting).then_some(&listed.in_force.policy);
    let (before, after) = (repo.listing(old, &paths)?, repo.listing(new, &paths)?);
    let files = &Files::default();
    let changes = sides::changes((repo, files), policy, &listed.edit, &before, &after)?;
    let apart = || exports::differ((repo, files), listed.head(), &before, &after);
    Ok((!changes.is_empty() || apart()?).then(|| changes.digest()))
}
