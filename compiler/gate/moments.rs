//! The three moments of a change: staged, proposed, landed. One evaluation.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::approval::{Contributor, Found};
use crate::change::Touched;
use crate::git::{GitError, Listing, Oid, Repository};
use crate::names;
use crate::policy::{PathGlob, Paths};
use crate::time::Instant;
use crate::verdict::{Extra, Moment};

use super::judge::{Policies, Question, judge, policies};
use super::{Approved, AtSource, InForce, Judgement, Stop, policy_at};

/// What every moment is asked with.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The instant.
    pub at: Instant,
    /// Where it came from.
    pub at_source: AtSource,
    /// The kernel digest that an administrator vouches for.
    pub genesis: Option<&'a str>,
    /// Reports from outside the tree.
    pub reports: &'a [(String, Arc<[u8]>)],
    /// Statements from outside the trees.
    pub statements: &'a [Found],
    /// Contributors named by an earlier preview.
    pub contributors: &'a [Contributor],
    /// Digests of the target's records, by sequence.
    pub chain: &'a [String],
    /// Finds the signed record of a landing that passed, by no emergency, and holds a commit.
    pub approved: &'a dyn Fn(Oid) -> Option<Approved>,
    /// Whether an emergency may bring values back; not while it is asked how those landed.
    pub restores: bool,
    /// What law asked of touched schedules by a record of another version; else law is asked now.
    pub law: Option<&'a [Touched]>,
    /// What a record of another version says was outside of a chain; else the files are looked at now.
    pub outside: Option<&'a [Extra]>,
    /// Whether this run is advice only.
    pub advice: bool,
}

/// A target as it was resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The branch, `refs/heads/NAME`.
    pub branch: String,
    /// Its tip.
    pub tip: Oid,
}

/// Judges the index against HEAD: advice before a commit.
pub fn staged(repo: &Repository, options: &Options) -> Result<Judgement, Stop> {
    let head = repo.head()?;
    let before = |paths: &Paths| match head {
        Some(head) => repo.listing(repo.commit(head)?.tree, paths),
        None => Ok(Listing::new()),
    };
    let after = |paths: &Paths| repo.index(paths).map(|listing| (listing, None));
    let question = Question { base: head, moment: Moment::Staged, ..blank(options, "") };
    answer(repo, question, &before, &after, None)
}

/// Judges what landing a head on a target would do.
pub fn range(repo: &Repository, target: &Target, head: Oid, options: &Options) -> Result<Judgement, Stop> {
    let question = Question {
        base: Some(target.tip),
        head: Some(head),
        commits: repo.range(target.tip, head)?,
        ..blank(options, &target.branch)
    };
    let before = |paths: &Paths| repo.listing(repo.commit(target.tip)?.tree, paths);
    let after =
        |paths: &Paths| repo.result_tree(target.tip, head, paths).map(|result| (result.listing, result.tree));
    answer(repo, question, &before, &after, None)
}

/// What landed as one: first-parent commits, oldest first, judged from the parent of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The state before; `None` when the first commit is a root.
    pub from: Option<Oid>,
    /// The commits.
    pub commits: Vec<Oid>,
    /// First-parent commits right before them in which nothing governed changed.
    pub skipped: Vec<Oid>,
    /// `merge`, `single`, `group` or `adopt`.
    pub how: &'static str,
}

impl Segment {
    /// Returns the state after.
    ///
    /// # Panics
    /// A segment has at least one commit.
    pub fn to(&self) -> Oid {
        *self.commits.last().expect("a segment has a commit")
    }

    /// Makes the segment of one commit.
    pub fn one(repo: &Repository, commit: Oid) -> Result<Segment, GitError> {
        let parents = repo.commit(commit)?.parents;
        let how = if parents.len() > 1 { "merge" } else { "single" };
        Ok(Segment { from: parents.first().copied(), commits: vec![commit], skipped: Vec::new(), how })
    }
}

/// Judges what landed; `recorded` stands in for compiling the policy again when a record is
/// verified by a later compiler.
pub fn landed(
    repo: &Repository,
    target: &Target,
    segment: &Segment,
    options: &Options,
    recorded: Option<InForce>,
) -> Result<Judgement, Stop> {
    let to = segment.to();
    let commits = match segment.from {
        Some(from) => repo.range(from, to)?,
        None => segment.commits.iter().map(|id| repo.commit(*id)).collect::<Result<_, _>>()?,
    };
    let question = Question {
        base: segment.from,
        head: Some(to),
        commits,
        landing: segment.commits.clone(),
        moment: Moment::Landed,
        ..blank(options, &target.branch)
    };
    let before = |paths: &Paths| match segment.from {
        Some(from) => repo.listing(repo.commit(from)?.tree, paths),
        None => Ok(Listing::new()),
    };
    let tree = repo.commit(to)?.tree;
    let after = |paths: &Paths| repo.listing(tree, paths).map(|listing| (listing, Some(tree)));
    answer(repo, question, &before, &after, recorded)
}

type Before<'a> = dyn Fn(&Paths) -> Result<Listing, GitError> + 'a;
type After<'a> = dyn Fn(&Paths) -> Result<(Listing, Option<Oid>), GitError> + 'a;

/// Reads the policies, then everything they govern, then judges.
fn answer(
    repo: &Repository,
    mut question: Question,
    before: &Before,
    after: &After,
    recorded: Option<InForce>,
) -> Result<Judgement, Stop> {
    let own = policy_at::own_paths();
    let (own_before, own_after) = (before(&own)?, after(&own)?.0);
    let mut policies = policies(repo, &question, &own_before, &own_after)?;
    if let Some(recorded) = recorded {
        policies.in_force.policy = recorded.policy;
    }
    question.primary = primary(repo, &question, &policies)?;
    let paths = policies.listed();
    let before = before(&paths)?;
    let (after, tree) = after(&paths)?;
    judge(repo, &question, policies, &before, &after, tree)
}

/// Checks that the target is one the policy judges; returns the primary's tip if it is another.
fn primary(repo: &Repository, q: &Question, policies: &Policies) -> Result<Option<Oid>, Stop> {
    let targets = &policies.in_force.policy.kernel.targets;
    let Some(branch) = q.target.strip_prefix("refs/heads/") else { return Ok(None) };
    let is_target = |glob: &String| PathGlob::new(glob).is_ok_and(|g| g.matches(branch.as_bytes()));
    if !targets.iter().any(is_target) {
        let mut error =
            GitError::new(&names::NOT_A_TARGET, format!("the policy does not judge the branch {branch}"))
                .help(format!("it judges: {}", targets.join(", ")))
                .help("give one of these with --target, or add the branch to `targets` by a policy change");
        error.usage = true;
        return Err(error.into());
    }
    match targets.first() {
        Some(first) if first != branch => Ok(Some(repo.target(&format!("refs/heads/{first}"))?.commit)),
        _ => Ok(None),
    }
}

/// Asks about two commits, for what needs a question and no verdict.
pub(super) fn question_of<'a>(
    options: &Options<'a>,
    target: &'a Target,
    base: Option<Oid>,
    head: Option<Oid>,
) -> Question<'a> {
    Question { base, head, ..blank(options, &target.branch) }
}

fn blank<'a>(options: &Options<'a>, target: &'a str) -> Question<'a> {
    let mut limits = BTreeSet::new();
    if options.advice {
        limits.insert(names::NOT_THE_GATE.name);
    }
    Question {
        moment: Moment::Range,
        at: options.at,
        at_source: options.at_source,
        target,
        base: None,
        primary: None,
        head: None,
        commits: Vec::new(),
        landing: Vec::new(),
        genesis: options.genesis,
        reports: options.reports,
        statements: options.statements,
        extra: options.contributors,
        chain: options.chain,
        approved: options.approved,
        restores: options.restores,
        law: options.law,
        outside: options.outside,
        limits,
    }
}
