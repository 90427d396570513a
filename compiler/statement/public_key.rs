//! SSH public keys: which kinds may sign, and whether a signature is theirs.

use std::fmt;

use ed25519_dalek::Signature as EdSignature;
use ed25519_dalek::VerifyingKey as EdKey;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::wire::{Reader, base64, put_string, to_base64};

const ED25519: &str = "ssh-ed25519";
const P256: &str = "ecdsa-sha2-nistp256";
const P384: &str = "ecdsa-sha2-nistp384";
const P521: &str = "ecdsa-sha2-nistp521";
const SK_ED25519: &str = "sk-ssh-ed25519@openssh.com";
const SK_P256: &str = "sk-ecdsa-sha2-nistp256@openssh.com";
const RSA: &str = "ssh-rsa";
const RSA_SHA512: &str = "rsa-sha2-512";

/// The shortest RSA key that may sign, in bits.
const RSA_MIN_BITS: usize = 3072;
/// The longest RSA key that is checked, in bits: a bound on work, not on safety.
const RSA_MAX_BITS: usize = 8192;
/// The longest key blob that is looked at, in bytes; RSA of the greatest length needs about 1,050.
const MAX_BLOB: usize = 4096;
/// The bit of a security key's answer that says a person touched it.
const USER_PRESENT: u8 = 1;

/// A public key of a kind that may sign.
///
/// The blob decides: two keys are the same key if and only if their blobs are equal, and every
/// kind here has one blob for one key.
#[derive(Clone)]
pub struct PublicKey {
    blob: Vec<u8>,
    material: Material,
}

#[derive(Clone)]
enum Material {
    Ed25519(EdKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Rsa(rsa::PublicKey),
    SkEd25519(EdKey, Vec<u8>),
    SkP256(p256::ecdsa::VerifyingKey, Vec<u8>),
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.blob == other.blob
    }
}

impl Eq for PublicKey {}

impl fmt::Display for PublicKey {
    /// Writes `ALGORITHM BASE64`, the form that a policy holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm(), to_base64(&self.blob))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a public key line, `ALGORITHM BASE64 comment`; the comment may be missing.
///
/// # Errors
/// Returns one line for people: what is wrong with the key, or why its kind may not sign.
pub fn public_key(line: &str) -> Result<PublicKey, String> {
    let mut words = line.split_ascii_whitespace();
    let (Some(algorithm), Some(text)) = (words.next(), words.next()) else {
        return Err("a public key is one line, `ALGORITHM BASE64`, as in a file `id_ed25519.pub`".into());
    };
    refuse_kind(algorithm)?;
    let blob = base64(text).ok_or("the second word of the public key is not base64")?;
    let key = PublicKey::from_blob(&blob)?;
    if key.algorithm() != algorithm {
        return Err(format!("the line says `{algorithm}` but the key itself is `{}`", key.algorithm()));
    }
    Ok(key)
}

/// Names why a kind of key may not sign; kinds that may pass, and so do unknown ones.
fn refuse_kind(algorithm: &str) -> Result<(), String> {
    if algorithm.contains("-cert-") {
        return Err("certificates may not sign: use the plain public key of the person".into());
    }
    if algorithm == "ssh-dss" {
        return Err("DSA keys may not sign: use an Ed25519 key".into());
    }
    Ok(())
}

impl PublicKey {
    /// Reads the binary form.
    ///
    /// # Errors
    /// Returns one line for people.
    pub(super) fn from_blob(blob: &[u8]) -> Result<PublicKey, String> {
        if blob.len() > MAX_BLOB {
            return Err(format!("the public key is longer than {MAX_BLOB} bytes"));
        }
        let mut wire = Reader::new(blob);
        let algorithm = wire.text().ok_or("the public key ends too early")?;
        refuse_kind(algorithm)?;
        let broken = || format!("the `{algorithm}` key is damaged");
        let material = match algorithm {
            ED25519 => Material::Ed25519(edwards(&mut wire).ok_or_else(broken)?),
            SK_ED25519 => {
                let key = edwards(&mut wire).ok_or_else(broken)?;
                Material::SkEd25519(key, application(&mut wire).ok_or_else(broken)?)
            }
            P256 => Material::P256(
                point(&mut wire, "nistp256", p256::ecdsa::VerifyingKey::from_sec1_bytes)
                    .ok_or_else(broken)?,
            ),
            P384 => Material::P384(
                point(&mut wire, "nistp384", p384::ecdsa::VerifyingKey::from_sec1_bytes)
                    .ok_or_else(broken)?,
            ),
            P521 => Material::P521(
                point(&mut wire, "nistp521", p521::ecdsa::VerifyingKey::from_sec1_bytes)
                    .ok_or_else(broken)?,
            ),
            SK_P256 => {
                let key = point(&mut wire, "nistp256", p256::ecdsa::VerifyingKey::from_sec1_bytes)
                    .ok_or_else(broken)?;
                Material::SkP256(key, application(&mut wire).ok_or_else(broken)?)
            }
            RSA => Material::Rsa(modulus(&mut wire, broken)?),
            other => return Err(format!("keys of the kind `{}` may not sign", other.escape_debug())),
        };
        wire.end().ok_or_else(broken)?;
        Ok(PublicKey { blob: blob.to_vec(), material })
    }

    /// Makes the key of an Ed25519 key pair.
    pub(super) fn from_ed25519(key: EdKey) -> PublicKey {
        let mut blob = Vec::new();
        put_string(&mut blob, ED25519.as_bytes());
        put_string(&mut blob, key.as_bytes());
        PublicKey { blob, material: Material::Ed25519(key) }
    }

    /// Returns the kind, as the first word of a public key line.
    pub fn algorithm(&self) -> &'static str {
        match self.material {
            Material::Ed25519(_) => ED25519,
            Material::P256(_) => P256,
            Material::P384(_) => P384,
            Material::P521(_) => P521,
            Material::Rsa(_) => RSA,
            Material::SkEd25519(..) => SK_ED25519,
            Material::SkP256(..) => SK_P256,
        }
    }

    /// Returns the binary form.
    pub(super) fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Checks a signature in its binary form over some bytes.
    ///
    /// # Errors
    /// Returns one line for people.
    pub(super) fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), String> {
        let damaged = || "the signature is damaged".to_owned();
        let mut wire = Reader::new(signature);
        let algorithm = wire.text().ok_or_else(damaged)?;
        let expected = if self.algorithm() == RSA { RSA_SHA512 } else { self.algorithm() };
        if algorithm != expected {
            let algorithm = algorithm.escape_debug();
            return Err(format!(
                "a signature by a `{}` key must be `{expected}`, not `{algorithm}`",
                self.algorithm()
            ));
        }
        let value = wire.string().ok_or_else(damaged)?;
        let touched = self.touched(signed, &mut wire)?;
        wire.end().ok_or_else(damaged)?;
        let signed = touched.as_deref().unwrap_or(signed);
        if self.is_valid(signed, value).is_some() {
            Ok(())
        } else {
            Err("the signature does not fit the signed bytes and the key".into())
        }
    }

    /// For a security key: reads its flags and counter and returns the bytes that it signed.
    fn touched(&self, signed: &[u8], wire: &mut Reader<'_>) -> Result<Option<Vec<u8>>, String> {
        let (Material::SkEd25519(_, application) | Material::SkP256(_, application)) = &self.material else {
            return Ok(None);
        };
        let damaged = || "the signature is damaged".to_owned();
        let flags = wire.byte().ok_or_else(damaged)?;
        let counter = wire.u32().ok_or_else(damaged)?;
        if flags & USER_PRESENT == 0 {
            return Err("the security key was not touched for this signature".into());
        }
        let mut bytes = Sha256::digest(application).to_vec();
        bytes.push(flags);
        bytes.extend_from_slice(&counter.to_be_bytes());
        bytes.extend_from_slice(&Sha256::digest(signed));
        Ok(Some(bytes))
    }

    fn is_valid(&self, signed: &[u8], value: &[u8]) -> Option<()> {
        match &self.material {
            Material::Ed25519(key) | Material::SkEd25519(key, _) => {
                key.verify_strict(signed, &EdSignature::from_slice(value).ok()?).ok()
            }
            Material::P256(key) | Material::SkP256(key, _) => {
                let value = p256::ecdsa::Signature::from_slice(&scalars(value, 32)?).ok()?;
                key.verify_prehash(&Sha256::digest(signed), &value).ok()
            }
            Material::P384(key) => {
                let value = p384::ecdsa::Signature::from_slice(&scalars(value, 48)?).ok()?;
                key.verify_prehash(&Sha384::digest(signed), &value).ok()
            }
            Material::P521(key) => {
                let value = p521::ecdsa::Signature::from_slice(&scalars(value, 66)?).ok()?;
                key.verify_prehash(&Sha512::digest(signed), &value).ok()
            }
            Material::Rsa(key) => {
                if value.len() != key.size() {
                    return None;
                }
                key.pkcs1v15_verify::<Sha512>(signed, value).ok()
            }
        }
    }
}

/// Takes an Ed25519 point; one with a second spelling (y not reduced, or minus zero) is refused,
/// as is one of small order, under which a signature fits many messages.
fn edwards(wire: &mut Reader<'_>) -> Option<EdKey> {
    let bytes: &[u8; 32] = wire.string()?.try_into().ok()?;
    let key = EdKey::from_bytes(bytes).ok()?;
    let canonical = key.to_edwards().compress().to_bytes() == *bytes;
    (canonical && !key.is_weak()).then_some(key)
}

/// Takes a curve name and an uncompressed point on it.
fn point<K, E>(wire: &mut Reader<'_>, curve: &str, read: impl FnOnce(&[u8]) -> Result<K, E>) -> Option<K> {
    if wire.text()? != curve {
        return None;
    }
    let point = wire.string()?;
    if point.first() != Some(&4) {
        return None;
    }
    read(point).ok()
}

/// Takes the application string of a security key, `ssh:` for most.
fn application(wire: &mut Reader<'_>) -> Option<Vec<u8>> {
    wire.string().map(<[u8]>::to_vec)
}

/// Takes an RSA exponent and modulus.
fn modulus(wire: &mut Reader<'_>, broken: impl Fn() -> String) -> Result<rsa::PublicKey, String> {
    let exponent = wire.positive().ok_or_else(&broken)?;
    let modulus = wire.positive().ok_or_else(&broken)?;
    let number = |bytes| rsa::BoxedUint::from_be_slice_vartime(bytes);
    // The first byte is not zero, so this is the exact length.
    let bits = modulus.len() * 8 - modulus.first().map_or(0, |b| b.leading_zeros() as usize);
    if bits < RSA_MIN_BITS {
        return Err(format!("the RSA key has {bits} bits; at least {RSA_MIN_BITS} are needed"));
    }
    if bits > RSA_MAX_BITS {
        return Err(format!("the RSA key has {bits} bits; at most {RSA_MAX_BITS} are checked"));
    }
    rsa::PublicKey::new(number(modulus), number(exponent)).map_err(|_| broken())
}

/// Turns the two integers of an ECDSA signature into bytes of fixed width, one after the other.
fn scalars(value: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut wire = Reader::new(value);
    let (r, s) = (wire.positive()?, wire.positive()?);
    wire.end()?;
    let mut out = vec![0; 2 * width];
    out.get_mut(width.checked_sub(r.len())?..width)?.copy_from_slice(r);
    out.get_mut((2 * width).checked_sub(s.len()).filter(|start| *start >= width)?..)?.copy_from_slice(s);
    Some(out)
}
