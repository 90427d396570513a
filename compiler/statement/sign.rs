//! Who can sign: a key in this process, or a program at the edge that holds one.

use std::fmt;

use super::PublicKey;
use crate::names::Name;

/// Something that signs with one key.
pub trait Signer {
    /// Returns the key that a signature will carry.
    fn public_key(&self) -> &PublicKey;

    /// Signs a message for a namespace and returns the binary SSHSIG.
    ///
    /// # Errors
    /// Returns why there is no signature and what to do.
    fn sign(&self, namespace: &str, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// Why nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignError {
    /// The reason's name: `unreadable-key unsupported-key ssh-keygen-missing signing-failed`, or
    /// one of a statement that would not be read: `too-large bad-field …`.
    pub reason: &'static str,
    /// One line for people, with the next step.
    pub message: String,
}

impl SignError {
    /// Makes an error with a name of the table.
    pub fn new(name: &'static Name, message: impl Into<String>) -> SignError {
        SignError { reason: name.name, message: message.into() }
    }
}

impl From<super::Refused> for SignError {
    fn from(refused: super::Refused) -> SignError {
        SignError { reason: refused.reason, message: refused.message }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.reason)
    }
}

impl std::error::Error for SignError {}
