//! Where a chain of records starts.

use std::collections::BTreeSet;

use crate::git::{GitError, Oid, Repository};
use crate::names;
use crate::time::Instant;

use super::moments::{Options, Segment, Target};
use super::{Stop, policy_at};

/// Finds the commit that brought the first policy to a target.
///
/// # Errors
/// `no-policy` where the tip has none or nobody vouches for it; git errors.
pub fn adoption(repo: &Repository, target: &Target, options: &Options) -> Result<Segment, Stop> {
    let own = policy_at::own_paths();
    let mut first: Option<(Oid, Option<Oid>)> = None;
    for landing in repo.first_parents(target.tip, "the commit that brought the first policy") {
        let landing = landing?;
        if policy_at::files(&repo.listing(landing.tree, &own)?).is_empty() {
            break;
        }
        first = Some((landing.id, landing.parents.first().copied()));
    }
    let missing = |message: String| GitError::new(&names::NO_POLICY, message);
    let Some((commit, from)) = first else {
        return Err(missing(format!(
            "{} has no policy: no *.countersign file under governance/",
            target.branch
        ))
        .help("land one first; policies/starter is a beginning")
        .into());
    };
    if options.genesis.is_none() {
        return Err(missing(format!("{} has no record yet, and nobody vouches for its first policy", target.branch))
            .help(format!("review the policy at {commit}, run `countersign lint --digest` there, and give the kernel digest:"))
            .help("  countersign record --landings --genesis sha256:… --target … --sign …")
            .into());
    }
    Ok(Segment { from, commits: vec![commit], skipped: Vec::new(), how: "adopt" })
}

/// Starts again at the tip after the target was rewritten; the kernel there is vouched for.
///
/// # Errors
/// `genesis-differs` when the tip's policy is another one.
pub fn adopt_again(repo: &Repository, target: &Target, options: &Options) -> Result<Segment, Stop> {
    let kernel = head_kernel(repo, target.tip)?;
    if kernel.as_deref() != options.genesis {
        let is = kernel.unwrap_or_else(|| "none".into());
        return Err(GitError::new(
            &names::GENESIS_DIFFERS,
            format!("the policy at the tip is {is}, not the one vouched for"),
        )
        .help("review the policy at the tip and give its digest")
        .into());
    }
    let from = repo.commit(target.tip)?.parents.first().copied();
    Ok(Segment { from, commits: vec![target.tip], skipped: Vec::new(), how: "adopt" })
}

/// Returns the kernel digest of the policy at a commit; `None` without one.
///
/// # Errors
/// [`Stop`] when it cannot be read or does not compile.
pub fn head_kernel(repo: &Repository, head: Oid) -> Result<Option<String>, Stop> {
    Ok(policy_at::at_commit(repo, head)?.map(|found| found.policy.kernel.digest()))
}

/// Returns the committer date of a commit, a claim.
///
/// # Errors
/// When the commit is not here.
pub fn dated(repo: &Repository, commit: Oid) -> Result<Instant, GitError> {
    Ok(Instant(repo.commit(commit)?.committer.seconds))
}

/// Collects the change digests (64 hex digits) that statements with a valid signature name, in
/// the trees from one commit to another and outside them.
///
/// # Errors
/// When objects cannot be read.
pub fn signed_subjects(
    repo: &Repository,
    after: Option<Oid>,
    tip: Oid,
    options: &Options,
) -> Result<BTreeSet<String>, Stop> {
    let mut commits = vec![tip];
    if let Some(after) = after {
        commits.extend(repo.range(after, tip)?.into_iter().map(|commit| commit.id));
    }
    let files = repo.statement_files(commits)?.into_iter().map(crate::approval::Found::outside);
    let all = files.chain(options.statements.iter().cloned());
    Ok(all.filter_map(|found| found.subject().map(|s| s.trim_start_matches("sha256:").to_owned())).collect())
}
