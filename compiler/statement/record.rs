//! The envelope around a record: signed by the gate, or unsigned for a preview.

use super::{RECORD_NAMESPACE, Refused, SignError, Signer, envelope, refused};
use crate::names;

/// Puts a record's payload into its envelope; without a signer it is an unsigned preview.
///
/// # Errors
/// Returns what the signer says; `too-large` past 8 MiB; `signing-failed` where the result would
/// not open.
pub fn seal_record(payload: &[u8], signer: Option<&dyn Signer>) -> Result<Vec<u8>, SignError> {
    // Said before anyone is asked for a touch or a passphrase.
    let limit = envelope::RECORD.envelope;
    if payload.len().saturating_mul(4) / 3 > limit {
        let message = format!(
            "the record would be larger than {limit} bytes, which no reader accepts: land fewer or smaller changes at once"
        );
        return Err(refused(&names::TOO_LARGE, message).into());
    }
    envelope::seal(signer, RECORD_NAMESPACE, payload)
}

/// Opens a record of at most 8 MiB: the payload, in canonical form, and, if it is signed, the key
/// (`ALGORITHM BASE64`).
///
/// Whether that key may sign records, and what the payload says, is for the caller.
///
/// # Errors
/// Returns `too-large`, `bad-envelope`, `bad-signature` or `not-canonical`.
pub fn open_record(bytes: &[u8]) -> Result<(Vec<u8>, Option<String>), Refused> {
    let (payload, key) = envelope::open(bytes, RECORD_NAMESPACE)?;
    Ok((payload, key.map(|key| key.to_string())))
}
