//! What: one person's signed decision, or a gate's signed record, in one envelope.
//! From: bytes of a file or blob.
//! No longer knows: where it was stored, how it was signed (key and result stay).
//! Used by: approval, record, cli (signing).

mod about;
mod envelope;
mod file_name;
mod key_file;
mod public_key;
mod read;
mod record;
mod sign;
pub mod sshsig;
#[cfg(test)]
mod tests;
mod wire;
mod write;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::names::Name;
use crate::policy::PolicyDigests;
use crate::time::Instant;

pub use about::{About, Declaration, Grant, Outcome, Review};
pub use envelope::{open, pre_authentication, seal, verify};
pub use file_name::{check_name, file_name};
pub use key_file::{KeyFile, PrivateKey};
pub use public_key::{PublicKey, public_key};
pub use read::{decision_of, read};
pub use record::{open_record, seal_record};
pub use sign::{SignError, Signer};
pub use write::{payload, seal_approval};

/// The in-toto Statement type.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// The DSSE payload type.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
/// The predicate type of a change statement.
pub const CHANGE_TYPE: &str = "urn:countersign:change:v1";
/// The predicate type of a decision.
pub const APPROVAL_TYPE: &str = "urn:countersign:approval:v1";
/// The predicate type of a record.
pub const RECORD_TYPE: &str = "urn:countersign:record:v1";
/// The SSHSIG namespace of persons.
pub const APPROVAL_NAMESPACE: &str = "countersign-approval-v1";
/// The SSHSIG namespace of the gate.
pub const RECORD_NAMESPACE: &str = "countersign-record-v1";

/// An in-toto statement around a predicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InToto<P> {
    /// [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// The predicate.
    pub predicate: P,
    /// Its type.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What it is about.
    pub subject: Vec<Subject>,
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Digests by algorithm.
    pub digest: SubjectDigest,
    /// `change` or `exception` for decisions; a path or ref for records.
    pub name: String,
}

/// The digests of a subject; a key that does not apply is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
pub struct SubjectDigest {
    /// Hex SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Git commit id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gitCommit: Option<String>,
    /// Git tree id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gitTree: Option<String>,
    /// Git blob id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gitBlob: Option<String>,
}

/// The signed bytes of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// What a grant, a declaration or a review speaks of; `null` for approve, veto and lift.
    pub about: Option<About>,
    /// When, by the signer's clock, whole seconds.
    pub at: Instant,
    /// The last record the signer's clone knew for the target.
    pub chain: Option<ChainHead>,
    /// Who contributed, as computed when signing.
    pub contributors: Vec<SignedContributor>,
    /// What was decided.
    pub decision: Decision,
    /// The signer's person id.
    pub person: String,
    /// The policy consented under.
    pub policy: PolicyDigests,
    /// Free text, at most 2000 code points, no controls.
    pub reason: String,
    /// The organization's repository name.
    pub repository: String,
    /// The role exercised.
    pub role: String,
    /// Which commits were looked at.
    pub seen: Seen,
    /// Digest of the text that was displayed.
    pub shown: String,
    /// Digests of earlier statements that this one replaces or lifts.
    pub supersedes: Vec<String>,
    /// The target, `refs/heads/NAME`.
    pub target: String,
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Consents.
    Approve,
    /// Refuses; stands until the same person lifts it.
    Veto,
    /// Takes back a veto of the same person, without consenting.
    Lift,
    /// Grants an exception of the policy.
    GrantException,
    /// Declares that a change restores at once what was approved before.
    DeclareEmergency,
    /// Reviews such a declaration afterwards.
    ReviewEmergency,
}

impl Decision {
    const ALL: &[Decision] = &[
        Decision::Approve,
        Decision::Veto,
        Decision::Lift,
        Decision::GrantException,
        Decision::DeclareEmergency,
        Decision::ReviewEmergency,
    ];

    /// Returns the word that statements hold.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Approve => "approve",
            Decision::Veto => "veto",
            Decision::Lift => "lift",
            Decision::GrantException => "grant-exception",
            Decision::DeclareEmergency => "declare-emergency",
            Decision::ReviewEmergency => "review-emergency",
        }
    }

    /// Returns what the subject of a statement is called.
    pub fn subject(self) -> &'static str {
        if self == Decision::GrantException { "exception" } else { "change" }
    }

    /// Tells whether it relieves of duties, or reviews what did; such a statement is no consent.
    pub fn is_relief(self) -> bool {
        matches!(self, Decision::GrantException | Decision::DeclareEmergency | Decision::ReviewEmergency)
    }

    /// Finds the decision of a word.
    pub fn of_word(word: &str) -> Option<Decision> {
        Decision::ALL.iter().copied().find(|d| d.word() == word)
    }
}

/// A record of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// The record's digest.
    pub record: String,
    /// Its number.
    pub sequence: u64,
}

/// A contributor as the signer's tool computed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedContributor {
    /// Ids of the commits that contribute.
    pub commits: Vec<String>,
    /// The person's id.
    pub person: String,
}

/// Which commits were looked at when signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The tip of the target.
    pub base: String,
    /// The head.
    pub head: String,
}

/// A decision with a valid signature; whether it counts is for [`crate::approval`].
#[derive(Clone, Debug)]
pub struct Statement {
    /// SHA-256 of the payload, `sha256:…`: the statement's identity.
    pub digest: String,
    /// The envelope's bytes, whole.
    pub envelope: Arc<[u8]>,
    /// The subject's digest, `sha256:…`.
    pub subject: String,
    /// What it says.
    pub approval: Approval,
    /// The key that made the signature, `ALGORITHM BASE64`.
    pub key: String,
}

/// Why a statement's bytes are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason's name: `too-large bad-envelope bad-signature not-canonical unknown-field
    /// bad-field misnamed`.
    pub reason: &'static str,
    /// One line for people.
    pub message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} [{}]", self.message, self.reason)
    }
}

impl std::error::Error for Refused {}

/// Refuses for a reason of the table.
fn refused(name: &'static Name, message: impl Into<String>) -> Refused {
    Refused { reason: name.name, message: message.into() }
}
