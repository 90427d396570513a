//! The statement files that commits carry, wherever they are now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::names;
use crate::policy::{APPROVALS_FOLDER, Paths, RECORDS_FOLDER};

use super::error::shown;
use super::open::Repository;
use super::{GitError, Listing, Oid};

/// The most statement files for one subject (one folder).
pub const MAX_PER_SUBJECT: usize = 1000;
/// The most statement files altogether.
pub const MAX_STATEMENTS: usize = 100_000;
/// How much of an over-long file is kept: enough for the reader of statements to refuse it by size.
const KEPT_BYTES: usize = 64 << 10;

/// Tells whether a path is one of statements or records, which vouch for themselves and are no
/// part of any change.
pub fn is_statement_or_record(path: &[u8]) -> bool {
    [APPROVALS_FOLDER, RECORDS_FOLDER]
        .iter()
        .any(|folder| path.strip_prefix(folder.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'/')))
}

/// A file found under `governance/approvals/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementFile {
    /// Its path from the root.
    pub path: Vec<u8>,
    /// Its blob.
    pub oid: Oid,
    /// Its bytes; at most 64 KiB of a longer one, which is too large for a statement anyway.
    pub bytes: Arc<[u8]>,
}

impl Repository {
    /// Collects the statement files in the trees of some commits: regular blobs under
    /// `governance/approvals/`, each version once, sorted.
    ///
    /// # Errors
    /// `too-many-statements`, or where objects are missing.
    pub fn statement_files(
        &self,
        commits: impl IntoIterator<Item = Oid>,
    ) -> Result<Vec<StatementFile>, GitError> {
        let trees = commits.into_iter().map(|commit| self.tree_of(commit)).collect::<Result<Vec<_>, _>>()?;
        let listings = trees.into_iter().collect::<BTreeSet<_>>();
        let mut found = BTreeSet::new();
        let mut folders = BTreeSet::new();
        for tree in listings {
            let folder =
                self.find(tree, APPROVALS_FOLDER.as_bytes())?.filter(|entry| entry.mode == 0o040_000);
            let Some(folder) = folder.filter(|folder| folders.insert(folder.oid)) else { continue };
            let mut listing = Listing::new();
            self.list_into(&mut listing, APPROVALS_FOLDER.into(), folder.oid, &Paths::new(["**"]))?;
            let regular = listing.into_iter().filter(|(_, entry)| entry.mode == 0o100_644);
            found.extend(regular.map(|(path, entry)| (path, entry.oid)));
            if found.len() > MAX_STATEMENTS {
                return Err(too_many("there", MAX_STATEMENTS));
            }
        }
        self.read_statement_files(found)
    }

    /// Reads statement files by path and blob, as they stand in a listing.
    ///
    /// # Errors
    /// As [`Repository::statement_files`].
    pub fn read_statement_files(
        &self,
        files: impl IntoIterator<Item = (Vec<u8>, Oid)>,
    ) -> Result<Vec<StatementFile>, GitError> {
        let mut per_folder: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut read = Vec::new();
        for (path, oid) in files.into_iter().collect::<BTreeSet<_>>() {
            let folder = path.iter().rposition(|b| *b == b'/').map_or(&b""[..], |end| &path[..end]);
            let count = per_folder.entry(folder.to_vec()).or_default();
            *count += 1;
            if *count > MAX_PER_SUBJECT {
                return Err(too_many(&shown(folder), MAX_PER_SUBJECT));
            }
            let bytes = self.blob(oid)?;
            let bytes = if bytes.len() > KEPT_BYTES { Arc::from(&bytes[..KEPT_BYTES]) } else { bytes };
            read.push(StatementFile { path, oid, bytes });
        }
        Ok(read)
    }
}

fn too_many(place: &str, limit: usize) -> GitError {
    GitError::new(
        &names::TOO_MANY_STATEMENTS,
        format!("cannot decide: {place} are more than {limit} statement files"),
    )
    .help("start a fresh branch from the target and keep only the statements that are meant")
}
