//! What: which values were in force on the target, and when.
//! From: the target's first-parent commits × parsed records.
//! No longer knows: trees; commits stay as ids.
//! Used by: approval (already in force), verdict (drift).

mod from_commits;
mod need;

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::git::Oid;
use crate::time::Instant;

pub use from_commits::read;
pub use need::Need;

/// The states of the target, newest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The states that were read.
    pub states: Vec<State>,
    /// How far back the walk got.
    pub reach: Reach,
}

/// How far back the walk got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// As far as the question needs: to the start of the window, the root or the adopt commit.
    #[default]
    Complete,
    /// Stopped where the clone ends; the message says what was needed.
    Shallow(crate::git::GitError),
}

/// What was in force after one commit landed.
#[derive(Clone, Debug)]
pub struct State {
    /// The commit.
    pub commit: Oid,
    /// The earliest it can have landed: the least committer date of it and its descendants.
    pub earliest: Instant,
    /// The latest it can have landed: the greatest committer date of it and its ancestors,
    /// capped at the instant of the verdict.
    pub latest: Instant,
    /// Facts digests by system, read with the locators of the policy in force.
    pub facts: BTreeMap<String, String>,
    /// Decimals of slots with a drift bound, by (system, artifact, path, pointer); `None` =
    /// cannot be read. A place without a value and without a default has no entry.
    pub values: BTreeMap<(String, String, String, String), Option<Decimal>>,
}
