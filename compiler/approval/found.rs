//! A statement file as it was found, read once.

use std::sync::Arc;

use crate::canonical;
use crate::git::StatementFile;
use crate::names;
use crate::policy::APPROVALS_FOLDER;
use crate::statement::{self, Refused, Statement};
use crate::time::Instant;

/// The mode of a plain file; anything else (a link, a program) is no statement.
const PLAIN: u32 = 0o100_644;

/// A file among the statements: read, its signature checked, or refused. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Found {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: Vec<u8>,
    id: String,
    read: Result<Statement, Refused>,
}

impl Found {
    /// Reads a file that stands in a tree: its path from the root, its mode and its bytes.
    pub fn new(path: &[u8], mode: u32, bytes: Arc<[u8]>) -> Found {
        let read = read(path, mode, &bytes);
        let id = match &read {
            Ok(statement) => statement.digest.clone(),
            // What is refused is known by where it lies and what it holds.
            Err(_) => format!("{} sha256:{}", shown(path), canonical::sha256_hex(&bytes)),
        };
        Found { inner: Arc::new(Inner { path: path.to_vec(), id, read }) }
    }

    /// Reads a file that a commit outside the judged trees carries.
    pub fn outside(file: StatementFile) -> Found {
        Found::new(&file.path, PLAIN, file.bytes)
    }

    /// Reads an envelope that lies in no tree, under the name it would have.
    pub fn envelope(bytes: &[u8]) -> Found {
        let path = statement::read(bytes).map_or_else(|_| String::new(), |read| statement::file_name(&read));
        Found::new(path.as_bytes(), PLAIN, bytes.into())
    }

    /// Returns the digest of the change it is about, `sha256:…`; `None` where it is refused.
    pub fn subject(&self) -> Option<&str> {
        self.statement().ok().map(|statement| statement.subject.as_str())
    }

    /// Returns what tells it from every other: the statement's digest, or, where it is refused,
    /// its path and the digest of its bytes.
    pub fn id(&self) -> String {
        self.inner.id.clone()
    }

    /// Returns the path from the root of the tree.
    pub fn path(&self) -> &[u8] {
        &self.inner.path
    }

    /// Returns when it was signed, by the signer's clock; `None` where it is refused.
    pub fn at(&self) -> Option<Instant> {
        self.statement().ok().map(|statement| statement.approval.at)
    }

    /// Returns the statement.
    ///
    /// # Errors
    /// Returns why the file is refused.
    pub fn statement(&self) -> Result<&Statement, &Refused> {
        self.inner.read.as_ref()
    }
}

fn read(path: &[u8], mode: u32, bytes: &[u8]) -> Result<Statement, Refused> {
    if mode != PLAIN {
        let message = "a statement must be a plain file, neither a link nor executable: add the file itself (`chmod -x` where it is executable)";
        return Err(Refused { reason: names::BAD_ENVELOPE.name, message: message.into() });
    }
    let statement = statement::read(bytes)?;
    statement::check_name(&shown(path), &statement)?;
    Ok(statement)
}

/// Makes a path fit for a message; a path that a statement may have comes out as it is.
pub(super) fn shown(path: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(path).chars().take(300).collect();
    text.escape_debug().to_string()
}

/// Tells whether a path lies where the statements on a change (`sha256:…`) belong.
pub fn is_about(path: &[u8], change: &str) -> bool {
    let folder = format!("{APPROVALS_FOLDER}/{}/", change.strip_prefix("sha256:").unwrap_or(change));
    path.starts_with(folder.as_bytes())
}
