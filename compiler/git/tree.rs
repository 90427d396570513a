//! Trees as raw bytes: a walk that enters only the folders that matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::names;
use crate::policy::Paths;

use super::error::{corrupt, shown};
use super::open::Repository;
use super::{Entry, GitError, Listing, Oid};

/// The most paths that one walk may meet.
pub const MAX_PATHS: usize = 1_000_000;
/// The longest path that is read, in bytes.
const MAX_PATH_BYTES: usize = 4096;
const FOLDER: u32 = 0o040_000;
const EMPTY_TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// A path that differs between two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path.
    pub path: Vec<u8>,
    /// What stood there.
    pub before: Option<Entry>,
    /// What stands there.
    pub after: Option<Entry>,
}

/// Everything that differs between two trees.
#[derive(Clone, Debug, Default)]
pub(super) struct Differences {
    pub files: Vec<Difference>,
    /// Folders of the first tree that the second does not have.
    pub gone: Vec<Vec<u8>>,
}

impl Repository {
    /// Lists the paths of a tree that are in a set.
    ///
    /// # Errors
    /// `missing-object`, `corrupt-object` or `too-many-paths`.
    pub fn listing(&self, tree: Oid, paths: &Paths) -> Result<Listing, GitError> {
        let mut listing = Listing::new();
        self.list_into(&mut listing, Vec::new(), tree, paths)?;
        Ok(listing)
    }

    /// Adds the paths below a folder to a listing.
    pub(super) fn list_into(
        &self,
        listing: &mut Listing,
        folder: Vec<u8>,
        tree: Oid,
        paths: &Paths,
    ) -> Result<(), GitError> {
        let mut budget = Budget::default();
        let mut folders = vec![(folder, tree)];
        while let Some((folder, id)) = folders.pop() {
            let bytes = self.tree_bytes(id, &folder)?;
            for entry in entries(id, &bytes) {
                let (name, entry) = entry?;
                let path = join(&folder, name);
                budget.spend(&path)?;
                if entry.mode == FOLDER {
                    if listing.contains_key(&path) {
                        return Err(corrupt(id, format!("`{}` is a file and a folder", shown(&path))));
                    }
                    if paths.may_enter(&path) {
                        folders.push((path, entry.oid));
                    }
                } else if paths.matches(&path) {
                    listing.insert(path, entry);
                }
            }
        }
        Ok(())
    }

    /// Lists the paths of a set that differ between two trees; equal folders are not entered.
    ///
    /// # Errors
    /// As [`Repository::listing`].
    pub fn differences(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        paths: &Paths,
    ) -> Result<Vec<Difference>, GitError> {
        Ok(self.walk_both(before, after, Some(paths))?.files)
    }

    /// Lists every file that differs between two commits, or between a commit and the index;
    /// without a base everything is new.
    ///
    /// # Errors
    /// As [`Repository::listing`] and [`Repository::index`].
    pub fn differing_files(&self, base: Option<Oid>, head: Option<Oid>) -> Result<Vec<Difference>, GitError> {
        let base = base.map(|commit| self.tree_of(commit)).transpose()?;
        if let Some(head) = head {
            return Ok(self.walk_both(base, Some(self.tree_of(head)?), None)?.files);
        }
        let everything = Paths::new(["**"]);
        let before = base.map_or(Ok(Listing::new()), |tree| self.listing(tree, &everything))?;
        let after = self.index(&everything)?;
        let paths: BTreeSet<&Vec<u8>> = before.keys().chain(after.keys()).collect();
        let sides = paths.into_iter().map(|path| Difference {
            path: path.clone(),
            before: before.get(path).copied(),
            after: after.get(path).copied(),
        });
        Ok(sides.filter(|difference| difference.before != difference.after).collect())
    }

    /// Lists every path that differs between two trees.
    pub(super) fn all_differences(&self, before: Oid, after: Oid) -> Result<Differences, GitError> {
        self.walk_both(Some(before), Some(after), None)
    }

    fn walk_both(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        paths: Option<&Paths>,
    ) -> Result<Differences, GitError> {
        let mut found = Differences::default();
        let mut budget = Budget::default();
        let mut folders = vec![(Vec::new(), before, after)];
        while let Some((folder, before, after)) = folders.pop() {
            if before == after {
                continue;
            }
            for (name, (old, new)) in self.pair(before, after, &folder)? {
                if old == new {
                    continue;
                }
                let path = join(&folder, &name);
                budget.spend(&path)?;
                let (old_folder, new_folder) = (folder_of(old), folder_of(new));
                let (old, new) = (file_of(old), file_of(new));
                if (old.is_some() || new.is_some()) && paths.is_none_or(|paths| paths.matches(&path)) {
                    found.files.push(Difference { path: path.clone(), before: old, after: new });
                }
                if old_folder.is_some() && new_folder.is_none_or(is_empty) {
                    found.gone.push(path.clone());
                }
                let enter = paths.is_none_or(|paths| paths.may_enter(&path));
                if enter && (old_folder.is_some() || new_folder.is_some()) {
                    folders.push((path, old_folder, new_folder));
                }
            }
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn pair(&self, before: Option<Oid>, after: Option<Oid>, folder: &[u8]) -> Result<Pairs, GitError> {
        let mut pairs = Pairs::new();
        for (tree, first) in [(before, true), (after, false)] {
            let Some(id) = tree else { continue };
            let bytes = self.tree_bytes(id, folder)?;
            for entry in entries(id, &bytes) {
                let (name, entry) = entry?;
                let pair = pairs.entry(name.to_vec()).or_default();
                let side = if first { &mut pair.0 } else { &mut pair.1 };
                if side.replace(entry).is_some() {
                    return Err(corrupt(id, format!("it has two entries `{}`", shown(name))));
                }
            }
        }
        Ok(pairs)
    }

    /// Finds what stands at a path of a tree: a file, or a folder with mode `0o40000`.
    pub(super) fn find(&self, tree: Oid, path: &[u8]) -> Result<Option<Entry>, GitError> {
        let mut found = Entry { mode: FOLDER, oid: tree };
        for part in path.split(|b| *b == b'/') {
            if found.mode != FOLDER {
                return Ok(None);
            }
            let bytes = self.tree_bytes(found.oid, path)?;
            let mut next = None;
            for entry in entries(found.oid, &bytes) {
                let (name, entry) = entry?;
                if name == part {
                    next = Some(entry);
                }
            }
            match next {
                Some(entry) => found = entry,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }
}

type Pairs = BTreeMap<Vec<u8>, (Option<Entry>, Option<Entry>)>;

fn folder_of(entry: Option<Entry>) -> Option<Oid> {
    entry.filter(|entry| entry.mode == FOLDER).map(|entry| entry.oid)
}

fn file_of(entry: Option<Entry>) -> Option<Entry> {
    entry.filter(|entry| entry.mode != FOLDER)
}

fn is_empty(tree: Oid) -> bool {
    Oid::parse(EMPTY_TREE) == Some(tree)
}

/// Iterates over the entries of a tree's bytes, in git's order, each name once.
pub(super) fn entries(id: Oid, bytes: &[u8]) -> Entries<'_> {
    Entries { id, rest: bytes, last: None }
}

pub(super) struct Entries<'a> {
    id: Oid,
    rest: &'a [u8],
    last: Option<(&'a [u8], bool)>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<(&'a [u8], Entry), GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self.read();
        if entry.is_err() {
            self.rest = &[];
        }
        Some(entry)
    }
}

impl<'a> Entries<'a> {
    fn read(&mut self) -> Result<(&'a [u8], Entry), GitError> {
        let id = self.id;
        let fail = |why: &str| corrupt(id, why);
        let space =
            self.rest.iter().take(8).position(|b| *b == b' ').ok_or_else(|| fail("an entry has no mode"))?;
        let (mode, rest) = (&self.rest[..space], &self.rest[space + 1..]);
        let end = rest.iter().position(|b| *b == 0).ok_or_else(|| fail("an entry has no end"))?;
        let (name, rest) = (&rest[..end], &rest[end + 1..]);
        let oid = rest.first_chunk::<20>().ok_or_else(|| fail("an entry has no object"))?;
        let mode = mode_of(mode).ok_or_else(|| fail("an entry has an unknown mode"))?;
        if name.is_empty() || name.contains(&b'/') || matches!(name, b"." | b"..") || is_dot_git(name) {
            return Err(fail("an entry has a name that no checkout can hold"));
        }
        let folder = mode == FOLDER;
        if self.last.is_some_and(|last| !precedes(last, (name, folder))) {
            return Err(fail("its entries are out of order"));
        }
        self.last = Some((name, folder));
        self.rest = &rest[20..];
        Ok((name, Entry { mode, oid: Oid(*oid) }))
    }
}

fn is_dot_git(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b".git")
}

/// Git's order of names in a tree: a folder sorts as if its name ended in `/`.
fn precedes(a: (&[u8], bool), b: (&[u8], bool)) -> bool {
    let key = |(name, folder): (&[u8], bool), at: usize| match name.get(at) {
        Some(byte) => Some(*byte),
        None if at == name.len() && folder => Some(b'/'),
        None => None,
    };
    let common = a.0.iter().zip(b.0).take_while(|(x, y)| x == y).count();
    a.0 != b.0 && key(a, common) < key(b, common)
}

/// Reads an octal mode and folds it to the five that git knows.
fn mode_of(text: &[u8]) -> Option<u32> {
    let mode = text.iter().try_fold(0u32, |mode, byte| match byte {
        b'0'..=b'7' => Some(mode << 3 | u32::from(byte - b'0')),
        _ => None,
    })?;
    canonical_mode(mode)
}

/// Folds a mode to `0o100644`, `0o100755`, `0o120000`, `0o160000` or `0o40000`.
pub(super) fn canonical_mode(mode: u32) -> Option<u32> {
    match mode & 0o170_000 {
        0o100_000 if mode & 0o100 != 0 => Some(0o100_755),
        0o100_000 => Some(0o100_644),
        kind @ (0o120_000 | 0o160_000 | FOLDER) => Some(kind),
        _ => None,
    }
}

pub(super) fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(folder.len() + name.len() + 1);
    path.extend_from_slice(folder);
    if !folder.is_empty() {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

/// Counts what a walk meets, so that no tree can hold it up.
#[derive(Default)]
pub(super) struct Budget {
    paths: usize,
}

impl Budget {
    pub(super) fn spend(&mut self, path: &[u8]) -> Result<(), GitError> {
        self.paths += 1;
        let why = if self.paths > MAX_PATHS {
            format!("more than {MAX_PATHS} paths to read")
        } else if path.len() > MAX_PATH_BYTES {
            format!("a path is longer than {MAX_PATH_BYTES} bytes")
        } else {
            return Ok(());
        };
        Err(GitError::new(&names::TOO_MANY_PATHS, format!("cannot decide: {why}"))
            .help("name the governed folders in the policy more narrowly"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(entries: &[(&str, &str)]) -> Vec<u8> {
        let entry = |(mode, name): &(&str, &str)| [format!("{mode} {name}\0").as_bytes(), &[1; 20]].concat();
        entries.iter().flat_map(entry).collect()
    }

    fn names(bytes: &[u8]) -> Result<Vec<String>, GitError> {
        let text =
            |entry: Result<(&[u8], Entry), GitError>| Ok(String::from_utf8_lossy(entry?.0).into_owned());
        entries(Oid([0; 20]), bytes).map(text).collect()
    }

    #[test]
    fn folders_sort_as_if_they_ended_in_a_slash() {
        let tree = raw(&[("100644", "a.b"), ("40000", "a"), ("100644", "a0")]);
        assert_eq!(names(&tree).unwrap(), ["a.b", "a", "a0"]);
        for bad in [
            raw(&[("100644", "b"), ("100644", "a")]),
            raw(&[("100644", "a"), ("100644", "a")]),
            raw(&[("100644", "a"), ("40000", "a")]),
            raw(&[("40000", "a"), ("100644", "a.b")]),
        ] {
            assert_eq!(names(&bad).unwrap_err().reason, "corrupt-object");
        }
    }

    #[test]
    fn names_that_no_checkout_can_hold_are_refused() {
        for name in ["", ".", "..", ".git", ".GIT", "a/b"] {
            assert!(names(&raw(&[("100644", name)])).is_err(), "{name}");
        }
        for bytes in [&b"100644"[..], b"100644 a", b"100644 a\0short", b"17 a\0aaaaaaaaaaaaaaaaaaaa", b"\xff"]
        {
            assert!(names(bytes).is_err());
        }
    }
}
