//! Keys on disk: an unencrypted ed25519 file signs in process; everything else (encrypted files,
//! agents, security keys, other kinds) signs through `ssh-keygen`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::names;
use crate::statement::{PrivateKey, PublicKey, SignError, Signer, public_key as parse, sshsig};

/// The largest key file, in bytes.
const MAX_KEY: u64 = 64 << 10;

/// Signs by running `ssh-keygen -Y sign`.
struct Keygen {
    program: PathBuf,
    file: PathBuf,
    public: PublicKey,
}

impl Signer for Keygen {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let mut child = Command::new(&self.program)
            .args(["-Y", "sign", "-q", "-n", namespace, "-f"])
            .arg(&self.file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| failed(format!("`ssh-keygen` does not start: {e}")))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A broken pipe shows in the exit code.
            let _ = stdin.write_all(message);
        }
        let done = child.wait_with_output().map_err(|e| failed(format!("`ssh-keygen` broke off: {e}")))?;
        if !done.status.success() {
            return Err(failed("`ssh-keygen` did not sign; what it says is above".into()));
        }
        let text = String::from_utf8(done.stdout).unwrap_or_default();
        sshsig::unarmour(text.trim_end()).ok_or_else(|| failed("`ssh-keygen` gave no signature".into()))
    }
}

fn failed(message: String) -> SignError {
    SignError::new(&names::SIGNING_FAILED, message)
}

/// Returns what signs for a key file; a public key file means that the agent signs.
///
/// # Errors
/// `unreadable-key`, `unsupported-key`, `ssh-keygen-missing`.
pub fn signer(file: &Path) -> Result<Box<dyn Signer>, SignError> {
    let bytes = read(file)?;
    if is_public(&bytes) {
        return Ok(Box::new(keygen(file, public_line(file, &bytes)?)?));
    }
    match PrivateKey::read(&bytes)? {
        PrivateKey::Plain(key) => Ok(Box::new(key)),
        PrivateKey::NeedsKeygen(public) => Ok(Box::new(keygen(file, public)?)),
    }
}

/// Returns the public half of a key file, `ALGORITHM BASE64`.
///
/// # Errors
/// `unreadable-key`, `unsupported-key`.
pub fn public_key(file: &Path) -> Result<String, SignError> {
    let bytes = read(file)?;
    if is_public(&bytes) {
        return Ok(public_line(file, &bytes)?.to_string());
    }
    Ok(match PrivateKey::read(&bytes)? {
        PrivateKey::Plain(key) => key.public_key().to_string(),
        PrivateKey::NeedsKeygen(public) => public.to_string(),
    })
}

fn is_public(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"-----BEGIN")
}

fn public_line(file: &Path, bytes: &[u8]) -> Result<PublicKey, SignError> {
    let text = String::from_utf8_lossy(bytes);
    parse(text.trim()).map_err(|why| unreadable(file, &why))
}

fn read(file: &Path) -> Result<Vec<u8>, SignError> {
    let size = std::fs::metadata(file).map_err(|e| unreadable(file, &e.to_string()))?.len();
    if size > MAX_KEY {
        return Err(unreadable(file, "it is too large to be a key"));
    }
    std::fs::read(file).map_err(|e| unreadable(file, &e.to_string()))
}

fn unreadable(file: &Path, why: &str) -> SignError {
    SignError::new(&names::UNREADABLE_KEY, format!("cannot read the key {}: {why}", file.display()))
}

/// Finds `ssh-keygen` by an absolute path: no folder of the repository is ever searched.
fn keygen(file: &Path, public: PublicKey) -> Result<Keygen, SignError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    let usual = ["/usr/bin", "/usr/local/bin"].map(PathBuf::from);
    let program =
        folders.chain(usual).map(|folder| folder.join("ssh-keygen")).find(|program| program.is_file());
    let program = program.ok_or_else(|| {
        let message = "this key needs `ssh-keygen`, which is not installed: install OpenSSH, or use an unencrypted ed25519 key";
        SignError::new(&names::SSH_KEYGEN_MISSING, message)
    })?;
    Ok(Keygen { program, file: file.to_owned(), public })
}
