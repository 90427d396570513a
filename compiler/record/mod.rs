//! What: the change-approval record: one landed (or proposed) change with all it rests on.
//! From: [`crate::gate`] judgements and the chain so far.
//! No longer knows: the repository; the record verifies against any full clone.
//! Used by: render, cli (`record`, `verify`).

pub mod chain;
mod from_judgement;
pub mod verify;

use serde::{Deserialize, Serialize};

use crate::approval::{AwaitedReview, Contributor, DeclaredEmergency, Rejected};
use crate::canonical;
use crate::change::{Change, ChangeDocument, Reading, Touched, Unknown};
use crate::evidence::Finding;
use crate::facts::FactTable;
use crate::git::Oid;
use crate::model_id::Read;
use crate::policy::Policy;
use crate::statement::{InToto, RECORD_TYPE, STATEMENT_TYPE, Subject};
use crate::time::Instant;
use crate::verdict::{ExceptionUse, Held, Obligation, Verdict};

pub use from_judgement::{Frame, build};

/// The schema name of the predicate.
pub const SCHEMA: &str = "countersign/record/1";

/// The predicate of a record. Every field is always present, except for what speaks of exceptions
/// and emergencies where there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// A preview of a proposal, or a landing.
    pub state: RecordState,
    /// Its place in the target's chain; `null` for a candidate.
    pub chain: Option<Chain>,
    /// The organization's repository name.
    pub repository: String,
    /// The target, `refs/heads/NAME`.
    pub target: String,
    /// Which commits it covers.
    pub landing: Landing,
    /// The instant of the verdict.
    pub at: Instant,
    /// `clock` or `flag`.
    pub at_source: String,
    /// The committer date of `landing.to`, a claim; `null` for a candidate.
    pub dated: Option<Instant>,
    /// What changed.
    pub change: ChangeSection,
    /// The policy it was judged by.
    pub policy: PolicySection,
    /// The policy of the primary branch, when the target is another one.
    pub primary: Option<PolicySection>,
    /// The statements considered.
    pub statements: Statements,
    /// Who contributed.
    pub contributors: Vec<Contributor>,
    /// Who only landed what others wrote.
    pub landed_by: Vec<String>,
    /// Platform committers that were skipped.
    pub platform: Vec<String>,
    /// Every rule applied, with its result.
    pub obligations: Vec<Obligation>,
    /// Every invariant applied, with its result.
    pub invariants: Vec<Held>,
    /// Exceptions that stood in for a rule, by the target's policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionUse>,
    /// The emergency declared for the change, by the target's policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<DeclaredEmergency>,
    /// Emergencies on the target that nobody had reviewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<AwaitedReview>,
    /// What the reports said.
    pub evidence: Vec<Finding>,
    /// Ids of the controls that the applied rules support, sorted.
    pub controls: Vec<String>,
    /// Inner commits of a group that hold governed states no one approved.
    pub intermediate: Vec<Oid>,
    /// What was read of the past.
    pub history: HistorySection,
    /// What was not or cannot be checked, by name.
    pub limits: Vec<String>,
    /// The verdict by the target's policy and, where there is one, the primary's.
    pub verdict: VerdictSection,
    /// What produced it.
    pub tool: Tool,
}

/// Whether a record covers a landing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordState {
    /// An unsigned preview.
    Candidate,
    /// A landing, chained.
    Landed,
}

/// A record's place in the chain of its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// Its number, from 0.
    pub sequence: u64,
    /// Digest of the record before.
    pub previous: Option<String>,
    /// The kernel digest that an administrator vouched for; only on an adopt record.
    pub genesis: Option<String>,
    /// The tip of the approvals ref that was read; later tips must descend from it.
    pub approvals_tip: Option<Oid>,
}

/// Which commits a record covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landing {
    /// The state before: the `to` of the record before.
    pub from: Option<Oid>,
    /// The state after; a candidate's head.
    pub to: Oid,
    /// `merge`, `single`, `group`, `adopt`, or `candidate`.
    pub how: String,
    /// The first-parent commits it covers, oldest first.
    pub commits: Vec<Oid>,
    /// First-parent commits before them in which nothing governed changed.
    pub skipped: Vec<Oid>,
    /// The tree that was judged; `null` when only governed paths were merged.
    pub tree: Option<Oid>,
}

/// What changed, with the tables behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSection {
    /// The document that approvals name.
    pub document: ChangeDocument,
    /// Its digest.
    pub digest: String,
    /// The changes in `diff/1` form.
    pub changes: Vec<Change>,
    /// What could not be read.
    pub unknown: Vec<Unknown>,
    /// How the ids of models in the fact tables were read.
    pub models: Models,
    /// The retention schedules that an edit of the policy touches, with what law asked of them then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Touched>,
    /// The fact tables: reading, before, after.
    pub facts: Vec<(Reading, FactTable, FactTable)>,
}

/// How ids of models were read: the rows of the library that the verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    /// Digest of the schemes: a later library need not read an id as this one did.
    pub library: String,
    /// Each id with its reading, sorted.
    pub read: Vec<Read>,
}

/// A policy in force, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicySection {
    /// The commit it was read from.
    pub commit: Oid,
    /// The folder.
    pub path: String,
    /// Digest of the kernel.
    pub kernel: String,
    /// Digest of what approvals bind to.
    pub scope: String,
    /// Digest of the notes.
    pub notes: String,
    /// The compiled policy, so that a later compiler reads it all the same.
    pub compiled: Policy,
    /// Each source file: path and hex SHA-256.
    pub source: Vec<(String, String)>,
}

/// The statements considered for one change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statements {
    /// Digest of the sorted list of everything considered.
    pub digest: String,
    /// Those that count, envelopes whole.
    pub counted: Vec<CountedStatement>,
    /// Grants of exceptions and declarations of emergencies that it rests on, envelopes whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relieving: Vec<CountedStatement>,
    /// Those that do not, with the reason.
    pub rejected: Vec<Rejected>,
}

/// A statement that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedStatement {
    /// The statement's digest.
    pub statement: String,
    /// Who signed.
    pub person: String,
    /// As what.
    pub role: String,
    /// What was decided.
    pub decision: crate::statement::Decision,
    /// When, by the signer's clock.
    pub at: Instant,
    /// The envelope's text.
    pub envelope: String,
}

/// What was read of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistorySection {
    /// The oldest commit read, or `null` when nothing was needed.
    pub from: Option<Oid>,
    /// Whether the walk got as far as it had to.
    pub complete: bool,
}

/// The verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictSection {
    /// What counts: the worse of the two below.
    pub decision: crate::verdict::Decision,
    /// By the target's own policy; obligations are those above.
    pub target: crate::verdict::Decision,
    /// By the primary's policy, whole, when it is another one.
    pub primary: Option<Verdict>,
    /// Reasons that leave it unknown or block whatever is signed.
    pub reasons: Vec<crate::verdict::Extra>,
    /// Live vetoes: person, role, statement.
    pub vetoes: Vec<(String, String, String)>,
}

/// What produced a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The version.
    pub version: String,
    /// Hex SHA-256 of the executable, or `""` when it cannot be read
    /// or is a development build.
    pub sha256: String,
}

impl Tool {
    /// Returns the version that made a record, where it is another one than this.
    pub fn other_version(&self) -> Option<&str> {
        (self.version != env!("CARGO_PKG_VERSION")).then_some(self.version.as_str())
    }
}

impl Record {
    /// Wraps the record as the statement that is signed.
    pub fn statement(self, subject: Vec<Subject>) -> InToto<Record> {
        InToto { kind: STATEMENT_TYPE.into(), predicate: self, predicate_type: RECORD_TYPE.into(), subject }
    }
}

/// Digests a record's payload: the identity that the next record and later approvals name.
pub fn digest(payload: &[u8]) -> String {
    format!("sha256:{}", canonical::sha256_hex(payload))
}
