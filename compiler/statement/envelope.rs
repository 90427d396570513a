//! DSSE: a payload and at most one signature over it, on one line of canonical JSON.

use serde::{Deserialize, Serialize};

use super::wire::{base64, to_base64};
use super::{PAYLOAD_TYPE, PublicKey, Refused, SignError, Signer, refused, sshsig};
use crate::canonical;
use crate::names;

/// The bounds on one sort of document; past them nothing is even parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The longest envelope, in bytes.
    pub(super) envelope: usize,
    /// The longest payload, in bytes.
    pub(super) payload: usize,
    /// The deepest nesting of arrays and objects in the payload.
    pub(super) depth: usize,
}

/// The bounds on a decision.
pub(super) const DECISION: Limits = Limits { envelope: 32 * 1024, payload: 16 * 1024, depth: 8 };

/// The bounds on a record. Its depth leaves room for nested conditions of a compiled policy.
pub(super) const RECORD: Limits = Limits { envelope: 8 << 20, payload: 8 << 20, depth: 64 };

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)]
struct Envelope {
    payload: String,
    payloadType: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    keyid: String,
    sig: String,
}

/// The two parts of an envelope, not yet checked against each other.
#[derive(Debug)]
pub(super) struct Parts {
    /// The bytes that were signed, before the encoding around them.
    pub(super) payload: Vec<u8>,
    /// The binary SSHSIG, if there is one.
    pub(super) signature: Option<Vec<u8>>,
}

/// Takes an envelope apart. There is exactly one byte string for given parts.
pub(super) fn split(bytes: &[u8], limits: Limits) -> Result<Parts, Refused> {
    if bytes.len() > limits.envelope {
        return Err(refused(
            &names::TOO_LARGE,
            format!("the file has {} bytes; at most {} are read", bytes.len(), limits.envelope),
        ));
    }
    let bad = |message: &str| refused(&names::BAD_ENVELOPE, message);
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(|_| {
        bad("this is not a signed statement: one line of JSON with `payload`, `payloadType` and `signatures`")
    })?;
    if line(&envelope) != bytes {
        return Err(bad(
            "the file is not spelled in the one form that is read (sorted keys, no white space, one line end): write it again with `countersign`",
        ));
    }
    if envelope.payloadType != PAYLOAD_TYPE {
        return Err(bad("the payload is not an in-toto statement"));
    }
    let payload = base64(&envelope.payload).ok_or_else(|| bad("the payload is not base64"))?;
    if payload.len() > limits.payload {
        return Err(refused(
            &names::TOO_LARGE,
            format!("the statement has {} bytes; at most {} are read", payload.len(), limits.payload),
        ));
    }
    let signature = match envelope.signatures.as_slice() {
        [] => None,
        [one] if one.keyid.is_empty() => {
            Some(base64(&one.sig).ok_or_else(|| bad("the signature is not base64"))?)
        }
        [_] => return Err(bad("`keyid` must be empty: the key is inside the signature")),
        _ => {
            return Err(bad("there is more than one signature: each person's decision is a file of its own"));
        }
    };
    Ok(Parts { payload, signature })
}

/// Puts parts into an envelope, whatever their size.
pub(super) fn join(payload: &[u8], signature: Option<&[u8]>) -> Vec<u8> {
    let signatures = signature.map(|sig| Signature { keyid: String::new(), sig: to_base64(sig) });
    line(&Envelope {
        payload: to_base64(payload),
        payloadType: PAYLOAD_TYPE.into(),
        signatures: signatures.into_iter().collect(),
    })
}

fn line(envelope: &Envelope) -> Vec<u8> {
    let mut out = canonical::bytes(envelope);
    out.push(b'\n');
    out
}

/// Returns what is signed for a payload: the DSSE pre-authentication encoding.
pub fn pre_authentication(payload: &[u8]) -> Vec<u8> {
    let mut out = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    out.extend_from_slice(payload);
    out
}

/// Opens an envelope whose signature must be there, and returns the payload and the key.
///
/// # Errors
/// Returns `too-large`, `bad-envelope`, `bad-signature` or `not-canonical`.
pub fn verify(bytes: &[u8], namespace: &str) -> Result<(Vec<u8>, PublicKey), Refused> {
    let (payload, key) = open_within(bytes, namespace, limits_of(namespace))?;
    match key {
        Some(key) => Ok((payload, key)),
        None => Err(refused(&names::BAD_SIGNATURE, "the file carries no signature")),
    }
}

/// Opens an envelope that may be unsigned, and returns the payload and, if it is signed, the key.
///
/// A signature that is there must be valid: only the empty list means unsigned.
///
/// # Errors
/// Returns `too-large`, `bad-envelope`, `bad-signature` or `not-canonical`.
pub fn open(bytes: &[u8], namespace: &str) -> Result<(Vec<u8>, Option<PublicKey>), Refused> {
    open_within(bytes, namespace, limits_of(namespace))
}

fn limits_of(namespace: &str) -> Limits {
    if namespace == super::RECORD_NAMESPACE { RECORD } else { DECISION }
}

fn open_within(
    bytes: &[u8],
    namespace: &str,
    limits: Limits,
) -> Result<(Vec<u8>, Option<PublicKey>), Refused> {
    let parts = split(bytes, limits)?;
    let key = match &parts.signature {
        Some(signature) => Some(sshsig::verify(signature, namespace, &pre_authentication(&parts.payload))?),
        None => None,
    };
    parse(&parts.payload, limits.depth)?;
    Ok((parts.payload, key))
}

/// Reads a payload as JSON and proves that these are its one canonical bytes.
pub(super) fn parse(payload: &[u8], depth: usize) -> Result<serde_json::Value, Refused> {
    let bad = |message: String| refused(&names::NOT_CANONICAL, message);
    let text = std::str::from_utf8(payload).map_err(|_| bad("the statement is not UTF-8".into()))?;
    if nesting(text) > depth {
        return Err(bad(format!("the statement is nested deeper than {depth} levels")));
    }
    let tree: serde_json::Value =
        serde_json::from_str(text).map_err(|_| bad("the statement is not JSON".into()))?;
    // The tree must keep to the form before it may be encoded; encoding it then shows repeated
    // keys (only the last one is in the tree), other spellings and white space.
    if !canonical::is_canonical(&tree) || canonical::bytes(&tree) != payload {
        return Err(bad(
            "the statement is not in canonical form (sorted keys, each once; whole numbers; no white space): write it with `countersign`"
                .into(),
        ));
    }
    Ok(tree)
}

/// Returns how deeply brackets nest, before anything recursive looks at the text.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            (in_string, escaped) = (escaped || byte != b'"', !escaped && byte == b'\\');
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Signs a payload and puts both into an envelope; without a signer it stays unsigned.
///
/// The result is opened again before it is returned, so that nothing is written that would not
/// be read: a wrong key, a signer that signed something else, or a document over the limits.
///
/// # Errors
/// Returns what the signer says, or `signing-failed` where the result does not open.
pub fn seal(signer: Option<&dyn Signer>, namespace: &str, payload: &[u8]) -> Result<Vec<u8>, SignError> {
    let message = pre_authentication(payload);
    let signature = signer.map(|signer| signer.sign(namespace, &message)).transpose()?;
    let bytes = join(payload, signature.as_deref());
    let (_, key) = open(&bytes, namespace).map_err(|refused| {
        SignError::new(
            &names::SIGNING_FAILED,
            format!("what was signed would not be accepted: {} [{}]", refused.message, refused.reason),
        )
    })?;
    if key.as_ref() != signer.map(Signer::public_key) {
        return Err(SignError::new(
            &names::SIGNING_FAILED,
            "another key signed than the one that was asked for",
        ));
    }
    Ok(bytes)
}
