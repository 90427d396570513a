//! OpenSSH private key files (`openssh-key-v1`): read, used in process, and derived from a seed.

use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::wire::{Reader, put_string, to_base64};
use super::{PublicKey, SignError, Signer, sshsig};
use crate::names;

const MAGIC: &[u8] = b"openssh-key-v1\0";
const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";
const ED25519: &str = "ssh-ed25519";
/// The longest key file that is looked at, in bytes; RSA of 16384 bits needs about 13,000.
const MAX_FILE: usize = 32 * 1024;
/// The cipher block size of an unencrypted file; the private part is padded to it.
const BLOCK: usize = 8;

/// What a private key file holds.
#[derive(Debug)]
pub enum PrivateKey {
    /// An unencrypted Ed25519 key: it signs in this process.
    Plain(KeyFile),
    /// Any other key that may sign (encrypted, on a security key, of another kind): only
    /// `ssh-keygen` can use it. This is its public half, which the file holds in the clear.
    NeedsKeygen(PublicKey),
}

/// An Ed25519 key pair in memory; the secret is wiped when it is dropped.
pub struct KeyFile {
    secret: SigningKey,
    public: PublicKey,
    comment: String,
}

impl std::fmt::Debug for KeyFile {
    /// Shows the public half only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyFile({})", self.public)
    }
}

impl PrivateKey {
    /// Reads a private key file in the form that `ssh-keygen` has written since OpenSSH 7.8.
    ///
    /// # Errors
    /// Returns `unreadable-key` or `unsupported-key`.
    pub fn read(bytes: &[u8]) -> Result<PrivateKey, SignError> {
        let unreadable = |message: &str| SignError::new(&names::UNREADABLE_KEY, message);
        if bytes.len() > MAX_FILE {
            return Err(unreadable(
                "the key file is far longer than any SSH key: give the path of the private key",
            ));
        }
        let text = std::str::from_utf8(bytes)
            .ok()
            .filter(|text| text.trim_start().starts_with("-----BEGIN "))
            .ok_or_else(|| {
                unreadable(
                    "this is not a private key file: give the path of a key made by `ssh-keygen -t ed25519`",
                )
            })?;
        let wire = unarmour(text).ok_or_else(|| {
            unreadable("this private key is not in OpenSSH's own form, or it is damaged: convert a copy with `ssh-keygen -p -f FILE`")
        })?;
        parse(&wire)
    }
}

impl KeyFile {
    /// Derives a key from a seed: the same seed gives the same key, so that demonstrations and
    /// tests need no stored secret. Whoever knows the seed has the key; it protects nothing.
    pub fn from_seed(seed: &str) -> KeyFile {
        let mut hash = Sha256::new();
        hash.update(b"countersign key from a public seed\0");
        hash.update(seed.as_bytes());
        let secret = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
        KeyFile::new(SigningKey::from_bytes(&secret), seed.to_owned())
    }

    fn new(secret: SigningKey, comment: String) -> KeyFile {
        let public = PublicKey::from_ed25519(secret.verifying_key());
        // A comment is one line in both files that carry it.
        let comment = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        KeyFile { secret, public, comment }
    }

    /// Writes the unencrypted private key file that `ssh-keygen` reads.
    pub fn to_openssh(&self) -> Zeroizing<String> {
        let mut private = Zeroizing::new(Vec::with_capacity(512));
        // `ssh-keygen` puts the same random number twice, to notice a wrong passphrase; nothing is
        // encrypted here, and a number taken from the public half keeps the file reproducible.
        let check = Sha256::digest(self.public.blob());
        private.extend_from_slice(&check[..4]);
        private.extend_from_slice(&check[..4]);
        put_string(&mut private, ED25519.as_bytes());
        put_string(&mut private, self.secret.verifying_key().as_bytes());
        put_string(&mut private, &*Zeroizing::new(self.secret.to_keypair_bytes()));
        put_string(&mut private, self.comment.as_bytes());
        let missing = (BLOCK - private.len() % BLOCK) % BLOCK;
        private.extend((1u8..).take(missing));

        let mut file = Zeroizing::new(Vec::with_capacity(1024));
        file.extend_from_slice(MAGIC);
        put_string(&mut file, b"none");
        put_string(&mut file, b"none");
        put_string(&mut file, b"");
        file.extend_from_slice(&1u32.to_be_bytes());
        put_string(&mut file, self.public.blob());
        put_string(&mut file, &private);
        let text = Zeroizing::new(to_base64(&file));

        let mut out = Zeroizing::new(String::with_capacity(text.len() + 128));
        out.push_str(BEGIN);
        for (i, c) in text.chars().enumerate() {
            if i % 70 == 0 {
                out.push('\n');
            }
            out.push(c);
        }
        out.push('\n');
        out.push_str(END);
        out.push('\n');
        out
    }

    /// Writes the line of the `.pub` file: `ssh-ed25519 BASE64 comment`.
    pub fn to_public_line(&self) -> String {
        format!("{} {}\n", self.public, self.comment).replace(" \n", "\n")
    }
}

impl Signer for KeyFile {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature = self.secret.sign(&sshsig::signed_bytes(namespace, message));
        let mut value = Vec::new();
        put_string(&mut value, ED25519.as_bytes());
        put_string(&mut value, &signature.to_bytes());
        Ok(sshsig::assemble(&self.public, namespace, &value))
    }
}

fn unarmour(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let body = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let body = Zeroizing::new(body.split_ascii_whitespace().collect::<String>());
    super::wire::base64(&body).map(Zeroizing::new)
}

fn parse(wire: &[u8]) -> Result<PrivateKey, SignError> {
    let damaged = || SignError::new(&names::UNREADABLE_KEY, "the private key file is damaged");
    let mut wire = Reader::new(wire);
    if wire.take(MAGIC.len()) != Some(MAGIC) {
        return Err(damaged());
    }
    let cipher = wire.string().ok_or_else(damaged)?;
    let derivation = wire.string().ok_or_else(damaged)?;
    let options = wire.string().ok_or_else(damaged)?;
    if wire.u32() != Some(1) {
        return Err(damaged());
    }
    let public = wire.string().ok_or_else(damaged)?;
    let private = wire.string().ok_or_else(damaged)?;
    let public =
        PublicKey::from_blob(public).map_err(|message| SignError::new(&names::UNSUPPORTED_KEY, message))?;
    if cipher != b"none" || public.algorithm() != ED25519 {
        return Ok(PrivateKey::NeedsKeygen(public));
    }
    wire.end().filter(|()| derivation == b"none" && options.is_empty()).ok_or_else(damaged)?;
    let key = ed25519(private).ok_or_else(damaged)?;
    // The file holds the public half twice, and the secret determines it: all must agree, or the
    // key that the file shows is not the one that would sign.
    if key.public != public {
        return Err(damaged());
    }
    Ok(PrivateKey::Plain(key))
}

fn ed25519(private: &[u8]) -> Option<KeyFile> {
    let mut wire = Reader::new(private);
    if wire.u32()? != wire.u32()? || wire.text()? != ED25519 {
        return None;
    }
    let public = wire.string()?;
    let pair: Zeroizing<[u8; 64]> = Zeroizing::new(wire.string()?.try_into().ok()?);
    let secret = SigningKey::from_keypair_bytes(&pair).ok()?;
    let comment = String::from_utf8_lossy(wire.string()?).into_owned();
    for byte in 1..BLOCK as u8 {
        if wire.end().is_some() {
            break;
        }
        wire.byte().filter(|found| *found == byte)?;
    }
    wire.end()?;
    let whole_blocks = private.len().is_multiple_of(BLOCK);
    (whole_blocks && secret.verifying_key().as_bytes() == public).then(|| KeyFile::new(secret, comment))
}
