//! What a decision speaks of beside its subject: an exception, a declaration, a review.

use serde::{Deserialize, Serialize};

use super::Decision;

/// What a relaxing decision, or the review of one, speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum About {
    /// Of `grant-exception`.
    Grant(Grant),
    /// Of `declare-emergency`.
    Declaration(Declaration),
    /// Of `review-emergency`.
    Review(Review),
}

/// Which exception is granted; the subject is the digest of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Its id.
    pub exception: String,
}

/// Why a value goes back at once, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// The incident, as the organization names it: one line.
    pub incident: String,
    /// The landed commit at which the values were in force.
    pub restores: String,
}

/// What came out when a declaration was looked at afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The digest of the declaration.
    pub declaration: String,
    /// The commit with which it landed.
    pub landed: String,
    /// What the reviewer found.
    pub outcome: Outcome,
}

/// The outcome of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was right to restore.
    Accepted,
    /// It was not, and is to be reversed by an ordinary change.
    ToReverse,
}

impl Outcome {
    /// Returns the word that statements hold.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::ToReverse => "to_reverse",
        }
    }
}

impl About {
    /// Returns the decision that speaks of it.
    pub fn decision(&self) -> Decision {
        match self {
            About::Grant(_) => Decision::GrantException,
            About::Declaration(_) => Decision::DeclareEmergency,
            About::Review(_) => Decision::ReviewEmergency,
        }
    }
}

/// Returns the exact fields of `about` under a decision; `None` where it must be null.
pub(super) fn fields(decision: Decision) -> Option<&'static [&'static str]> {
    match decision {
        Decision::Approve | Decision::Veto | Decision::Lift => None,
        Decision::GrantException => Some(&["exception"]),
        Decision::DeclareEmergency => Some(&["incident", "restores"]),
        Decision::ReviewEmergency => Some(&["declaration", "landed", "outcome"]),
    }
}
