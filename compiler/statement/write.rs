//! A decision → the bytes that are signed → the file.

use super::{
    APPROVAL_NAMESPACE, APPROVAL_TYPE, Approval, InToto, Refused, STATEMENT_TYPE, SignError, Signer, Subject,
    SubjectDigest, envelope, read, refused,
};
use crate::canonical;
use crate::names;

/// Writes the canonical payload of a decision about its subject (`sha256:…`).
///
/// # Errors
/// Returns what a reader would refuse it for: nothing is signed that would not be read.
pub fn payload(change: &str, approval: &Approval) -> Result<Vec<u8>, Refused> {
    let digest = change.strip_prefix("sha256:").unwrap_or_default().to_owned();
    let statement = InToto {
        kind: STATEMENT_TYPE.into(),
        predicate: approval,
        predicate_type: APPROVAL_TYPE.into(),
        subject: vec![Subject {
            digest: SubjectDigest { sha256: Some(digest), ..SubjectDigest::default() },
            name: approval.decision.subject().into(),
        }],
    };
    if approval.chain.as_ref().is_some_and(|head| head.sequence > canonical::MAX_INTEGER) {
        return Err(refused(&names::BAD_FIELD, "`chain.sequence` is too large"));
    }
    let payload = canonical::bytes(&statement);
    if payload.len() > envelope::DECISION.payload {
        let (size, limit) = (payload.len(), envelope::DECISION.payload);
        return Err(refused(
            &names::TOO_LARGE,
            format!("the statement has {size} bytes; at most {limit} are read"),
        ));
    }
    read::decision(&payload)?;
    Ok(payload)
}

/// Signs a decision about its subject (`sha256:…`) and returns the envelope, the bytes of the file.
///
/// # Errors
/// Returns what a reader would refuse the decision for, or what the signer says.
pub fn seal_approval(signer: &dyn Signer, change: &str, approval: &Approval) -> Result<Vec<u8>, SignError> {
    let payload = payload(change, approval)?;
    envelope::seal(Some(signer), APPROVAL_NAMESPACE, &payload)
}
