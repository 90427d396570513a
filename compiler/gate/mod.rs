//! What: one change judged, with every input of the verdict beside it.
//! From: a repository, a question and an instant.
//! No longer knows: nothing yet; this is where the parts meet. Reads git, writes nothing.
//! Used by: record, render, cli.

mod adopt;
mod described;
mod difference;
mod exports;
mod judge;
mod landings;
mod moments;
mod outside;
mod policy_at;
mod relief;
mod schedules;
mod sides;
mod statements;
mod unsound;

use std::collections::BTreeSet;

use crate::approval::{Approvals, Contributors};
use crate::change::Changes;
use crate::diagnostic::Diagnostic;
use crate::evidence::Finding;
use crate::git::{GitError, Listing, Oid};
use crate::history::History;
use crate::policy::{Policy, PolicyDigests};
use crate::source::Sources;
use crate::statement::Statement;
use crate::time::Instant;
use crate::verdict::{Decision, Moment, Verdict};

pub use adopt::{adopt_again, adoption, dated, head_kernel, signed_subjects};
pub use difference::{difference, ends};
pub use judge::{Policies, Question};
pub use landings::{digest, segments};
pub use moments::{Options, Segment, Target, landed, range, staged};
pub use policy_at::{at_commit, compile, own_paths};
pub use relief::declared;
pub use sides::all_facts;

/// A change judged.
#[derive(Debug)]
pub struct Judgement {
    /// When in its life the change was judged.
    pub moment: Moment,
    /// The instant.
    pub at: Instant,
    /// Where the instant came from.
    pub at_source: AtSource,
    /// The target, `refs/heads/NAME`; `""` when staged.
    pub target: String,
    /// The base: tip of the target, HEAD, or the first parent; `None` before the first commit.
    pub base: Option<Oid>,
    /// The head: a commit, or `None` for the index.
    pub head: Option<Oid>,
    /// The tree judged, where it exists as one.
    pub tree: Option<Oid>,
    /// Every governed path after, for the subjects of a record.
    pub listing: Listing,
    /// The policy in force.
    pub policy: InForce,
    /// The primary's policy, when the target is another branch.
    pub primary: Option<InForce>,
    /// What changed.
    pub changes: Changes,
    /// Who contributed.
    pub contributors: Contributors,
    /// The statements.
    pub approvals: Approvals,
    /// The grants and declarations that the verdict rests on, sorted by digest.
    pub relieving: Vec<Statement>,
    /// Digests of all statements considered, sorted.
    pub considered: BTreeSet<String>,
    /// The reports.
    pub evidence: Vec<Finding>,
    /// The past, as far as it was needed.
    pub history: History,
    /// The verdict by the policy in force.
    pub verdict: Verdict,
    /// The verdict by the primary's policy.
    pub primary_verdict: Option<Verdict>,
    /// Inner commits with governed states that neither end has.
    pub intermediate: Vec<Oid>,
    /// What was not or cannot be checked.
    pub limits: BTreeSet<&'static str>,
}

impl Judgement {
    /// Returns the worse of the two verdicts.
    pub fn decision(&self) -> Decision {
        let primary = self.primary_verdict.as_ref().map(|v| v.decision);
        primary.map_or(self.verdict.decision, |p| p.max(self.verdict.decision))
    }
}

/// Where an instant came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtSource {
    /// The machine's clock, read once.
    Clock,
    /// `--at`.
    Flag,
}

impl AtSource {
    /// Returns the word in records.
    pub fn word(self) -> &'static str {
        match self {
            AtSource::Clock => "clock",
            AtSource::Flag => "flag",
        }
    }
}

/// What a signed record says of a landing that passed, and by no emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// The last commit of the landing.
    pub to: Oid,
    /// The files whose values it changed.
    pub paths: BTreeSet<String>,
    /// Whether the first policy came with it: what was in force then was vouched for.
    pub adopts: bool,
}

/// A policy read from a commit.
#[derive(Debug)]
pub struct InForce {
    /// The commit, or `None` before the first commit.
    pub commit: Option<Oid>,
    /// The compiled policy.
    pub policy: Policy,
    /// Its digests, the scope for the systems this change touches.
    pub digests: PolicyDigests,
    /// Its source files, for spans.
    pub sources: Sources,
}

/// Why there is no judgement.
#[derive(Debug)]
pub enum Stop {
    /// Git cannot answer, or was asked wrongly.
    Git(GitError),
    /// The policy in force does not compile: exit 2.
    Policy {
        /// Its files.
        sources: Sources,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
}

impl From<GitError> for Stop {
    fn from(error: GitError) -> Stop {
        Stop::Git(error)
    }
}
