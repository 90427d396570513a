//! SSHSIG, the signature form of `ssh-keygen -Y sign`: binary and armoured.

use sha2::{Digest, Sha512};

use super::public_key::PublicKey;
use super::wire::{Reader, base64, put_string, to_base64};
use super::{Refused, Signer, refused};
use crate::names;

const MAGIC: &[u8; 6] = b"SSHSIG";
const VERSION: u32 = 1;
const HASH: &str = "sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// The longest signature that is looked at, in bytes; RSA of 8192 bits needs about 2,200.
const MAX_SIGNATURE: usize = 8192;
/// How wide `ssh-keygen` writes the base64 lines of the armour.
const ARMOUR_WIDTH: usize = 70;

/// Checks a binary SSHSIG over a message and returns the key that made it.
///
/// The key is the one inside the signature: it says who signed, never that they may.
///
/// # Errors
/// Returns `bad-signature` with what is wrong.
pub fn verify(signature: &[u8], namespace: &str, message: &[u8]) -> Result<PublicKey, Refused> {
    check(signature, namespace, message).map_err(|message| refused(&names::BAD_SIGNATURE, message))
}

/// Checks an armoured SSHSIG over a message, such as the `gpgsig` header of a commit in the
/// namespace `git`, and returns the key that made it.
///
/// # Errors
/// Returns `bad-signature` with what is wrong.
pub fn verify_armoured(armour: &str, namespace: &str, message: &[u8]) -> Result<PublicKey, Refused> {
    let signature = unarmour(armour)
        .ok_or_else(|| refused(&names::BAD_SIGNATURE, "this is not an armoured SSH signature"))?;
    verify(&signature, namespace, message)
}

fn check(signature: &[u8], namespace: &str, message: &[u8]) -> Result<PublicKey, String> {
    let damaged = || "the SSH signature is damaged".to_owned();
    if signature.len() > MAX_SIGNATURE {
        return Err(format!("the SSH signature is longer than {MAX_SIGNATURE} bytes"));
    }
    let mut wire = Reader::new(signature);
    if wire.take(MAGIC.len()) != Some(MAGIC) {
        return Err("this is not an SSH signature (it does not begin with `SSHSIG`)".into());
    }
    let version = wire.u32().ok_or_else(damaged)?;
    if version != VERSION {
        return Err(format!("SSH signatures of version {version} are not read, only version {VERSION}"));
    }
    let key = wire.string().ok_or_else(damaged)?;
    let for_what = wire.string().ok_or_else(damaged)?;
    let reserved = wire.string().ok_or_else(damaged)?;
    let hash = wire.string().ok_or_else(damaged)?;
    let value = wire.string().ok_or_else(damaged)?;
    wire.end().ok_or("the SSH signature has bytes after its end")?;
    if for_what != namespace.as_bytes() {
        let for_what = String::from_utf8_lossy(for_what);
        let shown: String = for_what.chars().take(64).collect();
        return Err(format!(
            "the signature was made for `{}`, and counts only where made for `{namespace}`",
            shown.escape_debug()
        ));
    }
    if !reserved.is_empty() {
        return Err("the reserved field of the SSH signature is not empty".into());
    }
    if hash != HASH.as_bytes() {
        return Err(format!("the SSH signature must hash with {HASH}"));
    }
    let key = PublicKey::from_blob(key)?;
    key.verify(&signed_bytes(namespace, message), value)?;
    Ok(key)
}

/// Returns what the private key signs for a message.
pub(super) fn signed_bytes(namespace: &str, message: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put_string(&mut out, namespace.as_bytes());
    put_string(&mut out, b"");
    put_string(&mut out, HASH.as_bytes());
    put_string(&mut out, &Sha512::digest(message));
    out
}

/// Puts a key and its signature (in SSH's binary form) into one SSHSIG.
pub(super) fn assemble(key: &PublicKey, namespace: &str, value: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&VERSION.to_be_bytes());
    put_string(&mut out, key.blob());
    put_string(&mut out, namespace.as_bytes());
    put_string(&mut out, b"");
    put_string(&mut out, HASH.as_bytes());
    put_string(&mut out, value);
    out
}

/// Writes the armour that `ssh-keygen` and git read.
pub fn armour(signature: &[u8]) -> String {
    let text = to_base64(signature);
    let mut out = format!("{BEGIN}\n");
    // Base64 is ASCII, so that every cut is between characters.
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(ARMOUR_WIDTH));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(END);
    out.push('\n');
    out
}

/// Reads the armour; `None` where it is anything else. Lines may end in LF or CRLF and be of any
/// width; nothing may stand before or after.
pub fn unarmour(text: &str) -> Option<Vec<u8>> {
    // Base64 is 4 bytes for 3; the line ends and the two marks fit into the rest.
    if text.len() > MAX_SIGNATURE * 2 {
        return None;
    }
    let mut lines = text.lines();
    if lines.next()? != BEGIN {
        return None;
    }
    let mut body = String::with_capacity(text.len());
    loop {
        match lines.next()? {
            END => break,
            line => body.push_str(line),
        }
    }
    if lines.next().is_some() {
        return None;
    }
    base64(&body)
}

/// Signs a message and returns the armour, as `ssh-keygen -Y sign` would write it.
///
/// # Errors
/// Passes on what the signer says.
pub fn sign_armoured(
    signer: &dyn Signer,
    namespace: &str,
    message: &[u8],
) -> Result<String, super::SignError> {
    Ok(armour(&signer.sign(namespace, message)?))
}
