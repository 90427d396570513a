//! What: which statements count for a change, which do not and why, and who contributed.
//! From: [`crate::statement`]s, commits, [`crate::history`].
//! No longer knows: signatures, files, refs.
//! Used by: verdict, record, `countersign approve`.

mod commit_signature;
mod contributors;
mod count;
mod found;
mod people;
mod relief;
mod sound;
mod stated;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::git::Oid;
use crate::statement::{Decision, Statement};
use crate::time::Instant;

pub use contributors::{Signer, contributors, contributors_by};
pub use count::{DEFAULT_AGE, count};
pub use found::{Found, is_about};
pub use relief::{AwaitedReview, DeclaredEmergency, Granted, Offered, Reliefs, reliefs};
pub use stated::{stated, stated_commits};

/// The most statements on one change that are read; with more, nothing is decided.
pub const MAX_STATEMENTS: usize = 1000;

/// The statements considered for one change.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    /// Valid, live, by people who may: approvals, vetoes and lifts alike.
    pub counted: Vec<Statement>,
    /// The rest, each with its reason.
    pub rejected: Vec<Rejected>,
}

impl Approvals {
    /// Lists with the statements that do not count those that were to relieve and do not.
    pub fn set_aside(&mut self, reliefs: &Reliefs) {
        self.rejected.extend(reliefs.rejected.iter().cloned());
        self.rejected.sort_by(|a, b| a.sorted_by().cmp(&b.sorted_by()));
        self.rejected.dedup();
    }
}

impl Rejected {
    /// Returns what rejected statements are sorted by.
    fn sorted_by(&self) -> (&str, &str, &str, &str) {
        (&self.person, &self.statement, &self.reason, &self.message)
    }
}

/// A statement that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The statement's digest, or the file's name where it could not be read.
    pub statement: String,
    /// Who claims to have signed, or `""`.
    pub person: String,
    /// The role claimed, or `""`.
    pub role: String,
    /// What was decided, where that could be read.
    pub decision: Option<Decision>,
    /// The reason's name.
    pub reason: String,
    /// One line for people.
    pub message: String,
}

/// Who contributed to a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributors {
    /// The persons, sorted by id.
    pub list: Vec<Contributor>,
    /// E-mails of platform committers that were skipped.
    pub platform: Vec<String>,
    /// Persons who only landed commits that others wrote.
    pub landed_by: Vec<String>,
    /// Commits whose author or signature could not be established: the verdict is unknown.
    pub unknown: Vec<UnknownContributor>,
    /// What the list was made of, for messages and for landing.
    pub credits: BTreeSet<Credit>,
}

/// A person and how they contributed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contributor {
    /// The person's id.
    pub person: String,
    /// The commits, sorted.
    pub commits: Vec<Oid>,
    /// How: `author committer co_author signer operator statement`, sorted, unique.
    pub r#as: Vec<String>,
}

/// One reason to call a person a contributor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    /// The person's id.
    pub person: String,
    /// How: one of the words of [`Contributor::as`].
    pub how: &'static str,
    /// The commit; `None` where a statement names the person without one.
    pub commit: Option<Oid>,
    /// The line that names the person, for people.
    pub line: String,
}

/// A commit that nobody in the policy answers for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnknownContributor {
    /// The commit.
    pub commit: Oid,
    /// The e-mail, or `""`.
    pub email: String,
    /// `unmapped-contributor` or `commit-unverified`.
    pub reason: String,
    /// One line for people.
    pub message: String,
}

impl Contributors {
    /// Returns the ids of the persons who may not approve.
    pub fn persons(&self) -> BTreeSet<&str> {
        self.list.iter().map(|c| c.person.as_str()).collect()
    }
}

/// The context a statement must match to count.
pub struct Context<'a> {
    /// The policy in force.
    pub kernel: &'a crate::policy::Kernel,
    /// The digest of the change.
    pub digest: &'a str,
    /// The facts digest after the change by touched system, in the keys of the history's states.
    pub after: &'a BTreeMap<String, String>,
    /// The scope digest for its touched systems.
    pub scope: &'a str,
    /// The target, `refs/heads/NAME`.
    pub target: &'a str,
    /// The instant of the verdict.
    pub at: Instant,
    /// Who contributed.
    pub contributors: &'a Contributors,
    /// What was in force when.
    pub history: &'a crate::history::History,
    /// Digests of the target's records by sequence; empty when no record is known here.
    pub chain: &'a [String],
    /// The longest time any rule lets an approval count, in seconds (30 days unless `valid` says more).
    pub max_age: i64,
}
