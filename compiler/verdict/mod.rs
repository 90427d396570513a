//! What: the verdict on a change and the obligation behind every part of it.
//! From: values only: policy, changes, approvals, contributors, evidence, history, instant.
//! No longer knows: git, files, the clock. Pure, total, deterministic.
//! Used by: gate, record, render, `countersign test`.

mod comments;
mod disclosure;
mod drift;
mod duty;
mod evaluate;
mod exports;
mod guard;
mod holds;
mod in_step;
mod matching;
mod predicate;
mod relieve;
mod said;
mod schedules;
mod sides;
mod signers;
mod words;

use serde::{Deserialize, Serialize};

use crate::approval::{Approvals, AwaitedReview, Contributors, DeclaredEmergency, Reliefs};
use crate::change::Changes;
use crate::evidence::Finding;
use crate::history::History;
use crate::policy::Policy;
use crate::time::{Date, Instant};

pub use evaluate::evaluate;
pub use exports::runs_as_approved;
pub use guard::{Match, about};
pub use matching::assign;
pub use schedules::{carried_out, limits, settings};

/// When in its life a change is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Moment {
    /// In the index: only what nothing can cure blocks; other duties are pending.
    Staged,
    /// Proposed for the target.
    Range,
    /// On the target.
    Landed,
}

/// Everything a verdict depends on.
pub struct Inputs<'a> {
    /// The policy in force.
    pub policy: &'a Policy,
    /// What changed.
    pub changes: &'a Changes,
    /// The statements, sorted into counted and rejected.
    pub approvals: &'a Approvals,
    /// What relieves the change of duties.
    pub reliefs: &'a Reliefs,
    /// Who contributed.
    pub contributors: &'a Contributors,
    /// What the reports say, one finding for each evidence item that a matching rule asks for.
    pub evidence: &'a [Finding],
    /// What was in force.
    pub history: &'a History,
    /// The instant.
    pub at: Instant,
    /// The moment.
    pub moment: Moment,
    /// Reasons found outside that forbid a pass or leave it undecided, for example
    /// `statement-removed` (blocks) or a git problem (unknown).
    pub extra: &'a [Extra],
}

/// A reason from outside the kernel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Extra {
    /// The reason's name.
    pub reason: String,
    /// One line for people.
    pub message: String,
    /// Whether it leaves the verdict unknown; otherwise it blocks and nothing cures it.
    pub unknown: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Passed, blocked or unknown.
    pub decision: Decision,
    /// One for each rule and change it applies to, sorted by change, then rule.
    pub obligations: Vec<Obligation>,
    /// One for each hold and value of a touched system.
    pub invariants: Vec<Held>,
    /// Reasons that leave the verdict unknown.
    pub unknown: Vec<Extra>,
    /// Reasons from outside that block.
    pub blocked: Vec<Extra>,
    /// Live vetoes on the change: (person, role, statement digest).
    pub vetoes: Vec<(String, String, String)>,
    /// Exceptions that stood in for a rule, sorted by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionUse>,
    /// The emergency declared for the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<DeclaredEmergency>,
    /// Emergencies on the target that nobody has reviewed, by the day they are due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<AwaitedReview>,
}

/// An exception that stood in for a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionUse {
    /// Its id.
    pub exception: String,
    /// Why the rule could not be kept.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who granted it.
    pub granted_by: String,
    /// Its last day.
    pub until: Date,
    /// The digest of the grant.
    pub statement: String,
}

/// The three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Every duty is met (or nothing governed changed).
    Passed,
    /// A duty is not met.
    Blocked,
    /// It cannot be told; fails closed.
    Unknown,
}

/// A rule applied to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// The rule's id.
    pub rule: String,
    /// The index of the change in the change list.
    pub change: u64,
    /// The duty in words: `1 approval from claims_head`.
    pub requires: Vec<String>,
    /// The result.
    pub result: ObligationResult,
    /// Statement digests and evidence ids that satisfy it: `ada as claims_head`.
    pub satisfied_by: Vec<SatisfiedBy>,
    /// What is missing and who could give it.
    pub missing: Vec<Missing>,
    /// The name of why (a row of [`crate::names`]), or `""` when satisfied.
    pub reason: String,
    /// Why, in one line, for every result but satisfied.
    pub message: String,
}

/// What fills a part of a duty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SatisfiedBy {
    /// The person, or the evidence's id.
    pub by: String,
    /// The role exercised, or `evidence`.
    pub role: String,
    /// The statement's digest, or `""`.
    pub statement: String,
}

/// What a duty still needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    /// The role ids, joined by ` or `; or the evidence's id.
    pub role: String,
    /// How many approvals.
    pub count: u64,
    /// Person ids who could give it now: hold a role, did not contribute, have a key.
    pub could: Vec<String>,
}

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationResult {
    /// Met.
    Satisfied,
    /// Not met; a granted exception stands in for it.
    Overridden,
    /// Not met; a declared emergency restores what was approved before.
    Bypassed,
    /// Not met.
    Unsatisfied,
    /// Not met yet; only when staged.
    Pending,
    /// Not met, and the rule only warns so far.
    Warned,
    /// Cannot be told.
    Unknown,
}

/// A hold applied to a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The hold's id.
    pub hold: String,
    /// The system.
    pub system: String,
    /// The artifact.
    pub artifact: String,
    /// The file.
    pub path: String,
    /// The place in it.
    pub pointer: String,
    /// `satisfied`, `unsatisfied`, `warned` or `unknown`.
    pub result: ObligationResult,
    /// The name of why (a row of [`crate::names`]), or `""` when satisfied.
    pub reason: String,
    /// One line: what the value is and what it must be.
    pub message: String,
    /// Where the value stands.
    pub span: Option<crate::source::LineColumn>,
}
