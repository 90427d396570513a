//! The only writing: files added to a ref of ours, one commit at a time, never by force.

use std::collections::BTreeMap;
use std::sync::Arc;

use git2::{ErrorCode, FileMode, ObjectType};

use crate::names;
use crate::policy::Paths;

use super::error::{shown, unreadable};
use super::objects::{libgit2_oid, our_oid};
use super::open::Repository;
use super::{GitError, Ident, Listing, Oid};

/// Files by path.
pub type Files = BTreeMap<Vec<u8>, Arc<[u8]>>;

impl Repository {
    /// Commits some files on top of a ref and moves the ref, if it still is where expected.
    /// `expected` is the ref's tip, `None` where it does not exist yet. Returns the new tip.
    ///
    /// # Errors
    /// `ref-moved` when the ref is elsewhere (read it again, rebuild, retry);
    /// `unreadable-repository` when the disk or a name refuses.
    pub fn append(
        &self,
        name: &str,
        files: &[(String, Vec<u8>)],
        message: &str,
        ident: &Ident,
        expected: Option<Oid>,
    ) -> Result<Oid, GitError> {
        if !name.starts_with("refs/") || !git2::Reference::is_valid_name(name) {
            return Err(unreadable(
                format!("`{}`", shown(name.as_bytes())),
                "it is not the full name of a ref",
            ));
        }
        if self.reference(name)? != expected {
            return Err(moved(name));
        }
        let tree = self.tree_with(expected, files)?;
        let bytes = commit_bytes(tree, expected, ident, message);
        let odb = self.inner.odb().map_err(cannot_write)?;
        let id = odb.write(ObjectType::Commit, &bytes).map_err(cannot_write)?;
        let written = match expected {
            None => self.inner.reference(name, id, false, "countersign"),
            Some(tip) => self.inner.reference_matching(name, id, true, libgit2_oid(tip)?, "countersign"),
        };
        match written {
            Ok(_) => our_oid(id),
            Err(e) if matches!(e.code(), ErrorCode::Exists | ErrorCode::Modified | ErrorCode::Locked) => {
                Err(moved(name))
            }
            Err(e) => Err(cannot_write(e)),
        }
    }

    /// Reads every file of a ref's tree with the ref's tip; `None` if there is no such ref.
    ///
    /// # Errors
    /// When an object is missing, damaged or over its budget.
    pub fn read_ref_tree(&self, name: &str) -> Result<Option<(Oid, Files)>, GitError> {
        let Some((tip, listing)) = self.ref_listing(name)? else { return Ok(None) };
        let mut files = BTreeMap::new();
        for (path, entry) in listing.into_iter().filter(|(_, entry)| entry.mode == 0o100_644) {
            files.insert(path, self.blob(entry.oid)?);
        }
        Ok(Some((tip, files)))
    }

    /// Lists a ref's tree with the ref's tip; `None` if there is no such ref.
    ///
    /// # Errors
    /// As [`Repository::listing`].
    pub fn ref_listing(&self, name: &str) -> Result<Option<(Oid, Listing)>, GitError> {
        let Some(id) = self.reference(name)? else { return Ok(None) };
        let tip = self.peel(id)?.ok_or_else(|| self.missing(id, name))?;
        let listing = self.listing(self.tree_of(tip)?, &Paths::new(["**"]))?;
        Ok(Some((tip, listing)))
    }

    /// Checks that a ref is one line of commits of which none drops or changes a file.
    ///
    /// # Errors
    /// `approvals-rewritten`; `shallow-history` where the line is cut.
    pub fn check_append_only(&self, name: &str) -> Result<(), GitError> {
        let Some(tip) = self.reference(name)? else { return Ok(()) };
        let what = format!("the start of {name}");
        for landing in self.first_parents(tip, &what) {
            let landing = landing?;
            if landing.parents.len() > 1 {
                return Err(rewritten(name, landing.id, "is a merge"));
            }
            let Some(parent) = landing.parents.first() else { continue };
            let Some(header) = self.header(*parent)? else { continue };
            let lost = self.all_differences(header.tree, landing.tree)?;
            if let Some(lost) = lost.files.iter().find(|difference| difference.before.is_some()) {
                let why = format!("drops or changes `{}`", shown(&lost.path));
                return Err(rewritten(name, landing.id, &why));
            }
        }
        Ok(())
    }

    fn tree_with(&self, base: Option<Oid>, files: &[(String, Vec<u8>)]) -> Result<git2::Oid, GitError> {
        let base = match base {
            Some(commit) => libgit2_oid(self.tree_of(commit)?)?,
            None => self.inner.treebuilder(None).and_then(|builder| builder.write()).map_err(cannot_write)?,
        };
        let base = self.inner.find_tree(base).map_err(cannot_write)?;
        let mut update = git2::build::TreeUpdateBuilder::new();
        for (path, bytes) in files {
            let blob = self.inner.blob(bytes).map_err(cannot_write)?;
            update.upsert(path.as_str(), blob, FileMode::Blob);
        }
        update.create_updated(&self.inner, &base).map_err(cannot_write)
    }
}

fn commit_bytes(tree: git2::Oid, parent: Option<Oid>, ident: &Ident, message: &str) -> Vec<u8> {
    let plain = |text: &str| text.replace(['<', '>', '\n', '\0'], "");
    let who = format!("{} <{}> {} +0000", plain(&ident.name), plain(&ident.email), ident.seconds);
    let parent = parent.map(|parent| format!("parent {parent}\n")).unwrap_or_default();
    let message = message.replace('\0', "");
    format!("tree {tree}\n{parent}author {who}\ncommitter {who}\n\n{}\n", message.trim_end()).into_bytes()
}

fn moved(name: &str) -> GitError {
    GitError::new(&names::REF_MOVED, format!("cannot write {name}: someone else wrote it in the meantime"))
        .help(format!("git fetch origin '+{name}:{name}'      (then run again)"))
}

fn rewritten(name: &str, commit: Oid, why: &str) -> GitError {
    let message =
        format!("cannot decide: {} in {name} {why}; statements are only ever added", commit.short());
    GitError::new(&names::APPROVALS_REWRITTEN, message)
        .help(format!("put the ref back to the last commit that only adds, or restore it from another clone: git log --name-status {name}"))
}

fn cannot_write(e: git2::Error) -> GitError {
    GitError::new(&names::UNREADABLE_REPOSITORY, format!("cannot write to the repository: {}", e.message()))
        .help("check that the .git folder is writable and the disk is not full")
}
