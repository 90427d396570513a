//! What changes must have, and what must be true of the head.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::few::Few;
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::time::{Date, Period};

/// A duty on the changes that a guard matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's id; generated ones are `step:SYSTEM.ARTIFACT`, `drift:SYSTEM.ARTIFACT`,
    /// `baseline:NAME`, `assessment:SYSTEM`.
    pub id: Label,
    /// The title as written, or `""`.
    pub title: Label,
    /// Where it came from.
    pub source: RuleSource,
    /// The rule applies to a change that any of these matches.
    pub guards: Few<Guard>,
    /// What such a change must have.
    pub duty: Duty,
    /// How long an approval counts for it, in place of 30 days.
    pub valid: Option<Period>,
    /// Whether a change of what several systems share needs other persons in each of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub distinct: bool,
    /// The last day of warning only: enforced from the end of it. `null`: enforced.
    pub warn_until: Option<Date>,
    /// Control ids it supports, `iso42001:A.6.2.4`.
    pub supports: Vec<String>,
}

/// What a rule was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSource {
    /// `rule`.
    Rule,
    /// `step at most` of a threshold.
    Step,
    /// `drift at most` of a threshold.
    Drift,
    /// A `baseline`: every change of its value brings a report anew.
    Baseline,
    /// `renewed on` of an assessment: such a change brings a review of it.
    Assessment,
    /// `otherwise`: applies to each change that no enforcing `rule` matches. Without the item,
    /// lowering adds it with [`Duty::Never`], so that fail closed is visible in the kernel.
    Otherwise,
}

/// Which changes a rule is about: every field that is set must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The kind; `null` for `any`.
    pub kind: Option<Kind>,
    /// The operation; [`Op::Changed`] matches every one, `null` likewise.
    pub op: Option<Op>,
    /// Only changes that touch a protected part.
    pub protected: bool,
    /// `provider`, `family`, `version` of a swapped model, or `""`.
    pub part: String,
    /// Only changes larger than this (absolute).
    pub by_more_than: Option<Decimal>,
    /// Only loosenings that end further than this from the safest value in force in the window.
    pub drift: Option<Box<Drift>>,
    /// Only these systems; `null` for all. (`of risk` is resolved to systems.)
    pub systems: Option<Few<Label>>,
    /// Only this artifact, or `""`.
    pub artifact: String,
}

/// A bound on how far a value may wander over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// The most it may end away from the safest value.
    pub limit: Decimal,
    /// How far back to look; days or seconds.
    pub within: Period,
}

/// What a change must have. There is no negation, so more approvals never hurt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Duty {
    /// All approvals, by distinct persons, and all evidence.
    Require {
        /// Approvals, in the order written.
        approvals: Few<Need>,
        /// Ids of evidence.
        evidence: Few<Label>,
    },
    /// Nothing can satisfy it; the text says why.
    Never(String),
}

/// A number of approvals from the holders of any of some roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Role ids, or `owner`: the owner of the system that changed (of the system `policy`:
    /// every owner of a system).
    pub roles: Few<Label>,
    /// How many different persons.
    pub count: u32,
    /// Whether delegates do not count.
    pub in_person: bool,
}

/// What must be true of the head of a touched system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The invariant's id, or `SYSTEM.ARTIFACT:CLAUSE` for a clause of an artifact.
    pub id: String,
    /// The systems; `null` for every one.
    pub systems: Option<Vec<Label>>,
    /// The kind it speaks of.
    pub kind: Kind,
    /// The artifact, or `""` for every one of the kind.
    pub artifact: String,
    /// What must be true of each such value; of a set (tools, regions), of each of its items.
    pub predicate: Predicate,
    /// The last day of warning only, or `null`.
    pub warn_until: Option<Date>,
}

/// Two prompts of a system, such as two languages of one text: a protected part is edited in
/// both or in neither.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InStep {
    /// The system's id.
    pub system: String,
    /// The two artifacts, sorted.
    pub prompts: [String; 2],
}

/// A condition on one value at the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Predicate {
    /// The model id names one immutable snapshot.
    Pinned,
    /// The value is one of these.
    In(Vec<String>),
    /// The decimal lies in the range, ends included.
    Between(Decimal, Decimal),
    /// The decimal is at least this.
    AtLeast(Decimal),
    /// The decimal is at most this.
    AtMost(Decimal),
    /// The prompt holds the phrase (case and white space folded, whole words).
    Say(String),
    /// The prompt matches the regex.
    Match(String),
    /// The model comes from one of these suppliers.
    From(Vec<String>),
    /// The prompt tells something.
    Discloses(Disclosure),
    /// Not so.
    Not(Box<Predicate>),
    /// All of these.
    And(Vec<Predicate>),
    /// Any of these.
    Or(Vec<Predicate>),
}

/// What a prompt must tell, and the words that tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// What is told: `ai`, `recording`, `human_route`, …
    pub element: String,
    /// `first turn`: in the opening of the prompt; `closing`: in its end; `on request`, or `""`:
    /// anywhere. A section, where one is named, decides in their place.
    pub turn: String,
    /// The heading that the words stand under, with all below it, or `""`.
    pub section: String,
    /// The words, held against the text as [`Predicate::Say`] is.
    pub words: String,
}
