//! Canonical JSON and digests: one byte string for one value, so that a hash names a meaning.
//!
//! The form is RFC 8785 restricted to what needs no judgement: object keys are fixed ASCII
//! names, numbers are integers from 0 to 2^53-1, and strings are never normalised. Under these
//! limits `serde_json` with sorted keys and no white space gives exactly the RFC's bytes.

mod text;
mod write;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub use text::{Part, TextDigest};

/// The largest integer that every JSON reader keeps exact (2^53 - 1).
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Serialises a value of this program to its canonical bytes.
///
/// # Panics
/// When a type of ours serialises to a float, a negative number or a key that is not a fixed
/// ASCII name: that is a bug of the type, not of any input.
pub fn bytes<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    if let Err(error) = write::write(value, &mut out) {
        panic!("a hashed type is not canonical: {error}");
    }
    out
}

/// Tells whether a JSON tree keeps to the restricted form.
pub fn is_canonical(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(n) => n.as_u64().is_some_and(|n| n <= MAX_INTEGER),
        Value::Array(items) => items.iter().all(is_canonical),
        Value::Object(map) => map.iter().all(|(key, item)| is_key(key) && is_canonical(item)),
    }
}

fn is_key(key: &str) -> bool {
    let mut bytes = key.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Returns `sha256:` and the lower-case hex of the value's canonical bytes.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> String {
    format!("sha256:{}", sha256_hex(&bytes(value)))
}

/// Returns the lower-case hex SHA-256 of some bytes, without a prefix.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Writes bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        write!(out, "{byte:02x}").expect("writing to a string");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_white_space_is_gone() {
        assert_eq!(bytes(&json!({"b": 1, "a": ["é", null]})), "{\"a\":[\"é\",null],\"b\":1}".as_bytes());
    }

    #[test]
    fn floats_negatives_and_free_keys_are_not_canonical() {
        for bad in [json!(1.5), json!(-1), json!({"a b": 1}), json!({"": 1}), json!(MAX_INTEGER + 1)] {
            assert!(!is_canonical(&bad), "{bad}");
            assert!(write::write(&bad, &mut Vec::new()).is_err(), "{bad}");
        }
    }
}
