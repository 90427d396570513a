//! What: a repository as plain values: commits, trees as listings, blobs, the index, refs.
//! From: the object store, through git2 as an object reader only.
//! No longer knows: filters, attributes, replace refs, grafts, configuration of the user.
//! Used by: approval, history, gate, record, cli. The only folder that names git2.

mod cache;
mod environment;
mod error;
mod graph;
mod index;
mod merge_file;
mod objects;
mod open;
mod raw_commit;
mod refs;
mod result_tree;
mod statement_files;
mod tree;
mod trust;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use environment::Environment;
pub use graph::{FirstParents, Landing, MAX_RANGE};
pub use index::Index;
pub use objects::MAX_BLOB_BYTES;
pub use open::{Repository, Use};
pub use refs::{Resolved, Side};
pub use result_tree::ResultTree;
pub use statement_files::{MAX_PER_SUBJECT, StatementFile, is_statement_or_record};
pub use tree::{Difference, MAX_PATHS};
pub use write::Files;

/// An object id of a SHA-1 repository.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(pub [u8; 20]);

impl Oid {
    /// Reads 40 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Oid> {
        if text.len() != 40 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut id = [0; 20];
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Oid(id))
    }

    /// Returns the first seven digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..7].to_owned()
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::canonical::hex(&self.0))
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Oid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Oid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Oid, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        Oid::parse(&text).ok_or_else(|| serde::de::Error::custom("not an object id"))
    }
}

/// What a tree or index says about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The mode: `0o100644`, `0o100755`, `0o120000` (symlink), `0o160000` (submodule).
    pub mode: u32,
    /// The object.
    pub oid: Oid,
}

/// Paths (raw bytes, from the root, `/`-separated) and what stands there; never trees.
pub type Listing = BTreeMap<Vec<u8>, Entry>;

/// A listing with the bytes of the blobs that someone will read.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Every governed path.
    pub listing: Listing,
    /// Bytes by object id; a path whose blob is absent here was not asked for.
    pub blobs: BTreeMap<Oid, Arc<[u8]>>,
}

impl Snapshot {
    /// Returns the bytes at a path.
    pub fn bytes(&self, path: &[u8]) -> Option<&Arc<[u8]>> {
        self.blobs.get(&self.listing.get(path)?.oid)
    }
}

/// A commit as its raw object says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: Oid,
    /// Its root tree.
    pub tree: Oid,
    /// Its parents in order, grafts and replace refs ignored.
    pub parents: Vec<Oid>,
    /// Who wrote it, a claim.
    pub author: Ident,
    /// Who committed it, a claim.
    pub committer: Ident,
    /// The message, lossily decoded.
    pub message: String,
    /// The armoured signature of the header `gpgsig`, without the header's indentation.
    pub signature: Option<String>,
    /// The raw bytes without that header: what the signature is over.
    pub signed_bytes: Vec<u8>,
}

/// A name, e-mail and time of a commit header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    /// The name, lossily decoded.
    pub name: String,
    /// The e-mail, lossily decoded.
    pub email: String,
    /// Seconds since 1970 as claimed.
    pub seconds: i64,
}

/// Why git cannot answer: exit 3 (or 2), with the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitError {
    /// The reason's name (a row of [`crate::names`], stage git).
    pub reason: &'static str,
    /// One line: what cannot be read, and for what it was needed.
    pub message: String,
    /// The exact next steps, a line each.
    pub help: Vec<String>,
    /// Whether the mistake is in how the tool was called (exit 2) and not in the repository.
    pub usage: bool,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.reason)
    }
}

impl std::error::Error for GitError {}
