//! Objects as git stores them: hash-checked, without filters, replace refs or grafts.

use std::sync::Arc;

use git2::{ErrorCode, ObjectType};

use crate::names;

use super::error::{corrupt, shown, unreadable};
use super::open::Repository;
use super::{Commit, GitError, Listing, Oid, Snapshot};

/// The largest blob that is read.
pub const MAX_BLOB_BYTES: usize = 64 << 20;
/// The largest blob that is kept: most are read for both sides and for the policy.
const CACHED_BLOB_BYTES: usize = 1 << 20;
/// How deep tags may point at tags.
const MAX_TAG_DEPTH: usize = 8;

impl Repository {
    /// Reads a commit.
    ///
    /// # Errors
    /// `missing-object`, `shallow-history` or `corrupt-object`.
    pub fn commit(&self, id: Oid) -> Result<Commit, GitError> {
        match self.object(id, ObjectType::Commit, |bytes| Commit::parse(id, bytes))? {
            Some(commit) => commit,
            None => Err(self.missing(id, "")),
        }
    }

    /// Reads a blob's bytes as stored.
    ///
    /// # Errors
    /// `missing-object`, `blob-too-large` or `corrupt-object`.
    pub fn blob(&self, id: Oid) -> Result<Arc<[u8]>, GitError> {
        self.blob_of(id, "")
    }

    /// Reads the bytes of the blobs that someone will read.
    ///
    /// # Errors
    /// As [`Repository::blob`], naming the path and, where known, the commit.
    pub fn snapshot(
        &self,
        listing: Listing,
        of: Option<Oid>,
        want: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Snapshot, GitError> {
        let mut snapshot = Snapshot { listing, ..Snapshot::default() };
        for (path, entry) in &snapshot.listing {
            let regular = entry.mode & 0o170_000 == 0o100_000;
            if regular && !snapshot.blobs.contains_key(&entry.oid) && want(path) {
                let at = of.map(|commit| format!(" at {}", commit.short())).unwrap_or_default();
                let bytes = self.blob_of(entry.oid, &format!("{}{at}", shown(path)))?;
                snapshot.blobs.insert(entry.oid, bytes);
            }
        }
        Ok(snapshot)
    }

    pub(super) fn blob_of(&self, id: Oid, what: &str) -> Result<Arc<[u8]>, GitError> {
        if let Some(bytes) = self.cached(id) {
            return Ok(bytes);
        }
        let size = self.header_of(id)?.map(|(size, _)| size);
        if size.is_some_and(|size| size > MAX_BLOB_BYTES) {
            let name = if what.is_empty() { format!("object {}", id.short()) } else { format!("`{what}`") };
            let message = format!("cannot decide: {name} is larger than {} MiB", MAX_BLOB_BYTES >> 20);
            return Err(GitError::new(&names::BLOB_TOO_LARGE, message)
                .help("keep such files out of governed paths, or split them"));
        }
        let bytes = match size {
            Some(_) => self.object(id, ObjectType::Blob, |bytes| Arc::<[u8]>::from(bytes))?,
            None => None,
        };
        let bytes = bytes.ok_or_else(|| self.missing(id, what))?;
        if bytes.len() <= CACHED_BLOB_BYTES {
            self.cache.borrow_mut().keep(id, &bytes);
        }
        Ok(bytes)
    }

    fn cached(&self, id: Oid) -> Option<Arc<[u8]>> {
        self.cache.borrow().bytes.get(&id).cloned()
    }

    /// Reads a tree's bytes through the cache.
    pub(super) fn tree_bytes(&self, id: Oid, what: &[u8]) -> Result<Arc<[u8]>, GitError> {
        if let Some(bytes) = self.cached(id) {
            return Ok(bytes);
        }
        let bytes = self
            .object(id, ObjectType::Tree, |bytes| Arc::<[u8]>::from(bytes))?
            .ok_or_else(|| self.missing(id, &shown(what)))?;
        self.cache.borrow_mut().keep(id, &bytes);
        Ok(bytes)
    }

    /// Hands the bytes of an object to a reader; `None` if it is not here.
    pub(super) fn object<T>(
        &self,
        id: Oid,
        kind: ObjectType,
        read: impl FnOnce(&[u8]) -> T,
    ) -> Result<Option<T>, GitError> {
        let odb = self.inner.odb().map_err(|e| unreadable("the object store", e.message()))?;
        match odb.read(libgit2_oid(id)?) {
            Ok(object) if object.kind() == kind => Ok(Some(read(object.data()))),
            Ok(object) => Err(corrupt(id, format!("it is a {}, not a {kind}", object.kind()))),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(corrupt(id, e.message())),
        }
    }

    fn header_of(&self, id: Oid) -> Result<Option<(usize, ObjectType)>, GitError> {
        let odb = self.inner.odb().map_err(|e| unreadable("the object store", e.message()))?;
        match odb.read_header(libgit2_oid(id)?) {
            Ok(header) => Ok(Some(header)),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(corrupt(id, e.message())),
        }
    }

    /// Follows annotated tags to a commit; `None` if the object is not here or is no commit.
    pub(super) fn peel(&self, id: Oid) -> Result<Option<Oid>, GitError> {
        let mut id = id;
        for _ in 0..MAX_TAG_DEPTH {
            match self.header_of(id)? {
                Some((_, ObjectType::Commit)) => return Ok(Some(id)),
                Some((_, ObjectType::Tag)) => {
                    let inside = self.object(id, ObjectType::Tag, |bytes| {
                        let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
                        let hex = line.strip_prefix(b"object ").unwrap_or_default();
                        std::str::from_utf8(hex).ok().and_then(Oid::parse)
                    })?;
                    match inside.flatten() {
                        Some(inside) => id = inside,
                        None => return Err(corrupt(id, "the tag names no object")),
                    }
                }
                _ => return Ok(None),
            }
        }
        Err(corrupt(id, "tags point at tags without end"))
    }

    /// Makes the error for an object that is not here; `what` names it for people.
    pub(super) fn missing(&self, id: Oid, what: &str) -> GitError {
        let what = if what.is_empty() { String::new() } else { format!(" ({what})") };
        let (clone, here) = if self.is_partial() {
            ("this partial clone", "git fetch --refetch --no-filter origin")
        } else {
            ("this clone", "git fetch --refetch origin")
        };
        let message = format!("cannot decide: object {}{what} is not in {clone}", id.short());
        GitError::new(&names::MISSING_OBJECT, message)
            .help(format!("here: {here}"))
            .help("CI:   remove `filter:` from the checkout")
    }

    fn is_partial(&self) -> bool {
        let config = self.inner.config().and_then(|mut config| config.snapshot());
        config.is_ok_and(|config| {
            let promisor = config.entries(Some("remote\\..*\\.promisor"));
            config.get_str("extensions.partialclone").is_ok()
                || promisor.is_ok_and(|mut entries| entries.next().is_some())
        })
    }
}

pub(super) fn libgit2_oid(id: Oid) -> Result<git2::Oid, GitError> {
    git2::Oid::from_bytes(&id.0).map_err(|e| corrupt(id, e.message()))
}

/// Turns an id of libgit2 into ours.
pub(super) fn our_oid(id: git2::Oid) -> Result<Oid, GitError> {
    let bytes = <[u8; 20]>::try_from(id.as_bytes());
    bytes.map(Oid).map_err(|_| unreadable("an object id", "it is not of 20 bytes"))
}
