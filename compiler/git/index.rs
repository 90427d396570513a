//! The index file, read directly: no status, no refresh, nothing but what a commit would hold.

use crate::names;
use crate::policy::Paths;

use super::error::{shown, unreadable};
use super::open::Repository;
use super::tree::{Budget, canonical_mode};
use super::{Entry, GitError, Listing, Oid};

const FOLDER: u32 = 0o040_000;
/// Bytes of an entry before its name: ten numbers, the object, the flags.
const FIXED: usize = 62;

impl Repository {
    /// Lists the paths of a set that the index holds. An empty repository has no index.
    ///
    /// # Errors
    /// `unmerged-index`, `split-index`, `corrupt-index`, `too-many-paths`; and what
    /// [`Repository::listing`] gives, for the folders of a sparse index.
    pub fn index(&self, paths: &Paths) -> Result<Listing, GitError> {
        let bytes = match std::fs::read(&self.index_path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Listing::new()),
            Err(e) => return Err(unreadable(self.index_path.display(), e)),
        };
        let index = Index::parse(&bytes, paths)?;
        let mut listing = index.files;
        for (folder, tree) in index.folders {
            if paths.may_enter(&folder) {
                self.list_into(&mut listing, folder, tree, paths)?;
            }
        }
        Ok(listing)
    }
}

/// What an index file holds.
#[derive(Debug, Default)]
pub struct Index {
    /// The files whose paths are asked for.
    pub files: Listing,
    /// Every folder that a sparse index holds as one entry, and its tree.
    pub folders: Vec<(Vec<u8>, Oid)>,
}

impl Index {
    /// Parses the bytes of an index file of version 2, 3 or 4. The checksum at its end is not
    /// compared: it protects against a bad disk, not against a person.
    ///
    /// # Errors
    /// `unmerged-index`, `split-index`, `corrupt-index`, `too-many-paths`.
    pub fn parse(bytes: &[u8], paths: &Paths) -> Result<Index, GitError> {
        let mut reader = Reader::new(bytes)?;
        let mut index = Index::default();
        let mut budget = Budget::default();
        // Entries of one folder follow each other: ask about the folder once.
        let mut folder = (Vec::new(), paths.may_enter(b""));
        while let Some(entry) = reader.entry()? {
            let path = reader.path.as_slice();
            budget.spend(path)?;
            if entry.stage != 0 {
                return Err(unmerged(path));
            }
            if entry.intent_to_add {
                continue;
            }
            let above = path.iter().rposition(|b| *b == b'/').map_or(&b""[..], |end| &path[..end]);
            if entry.mode == FOLDER {
                index.folders.push((above.to_vec(), entry.oid));
                continue;
            }
            if folder.0 != above {
                folder = (above.to_vec(), paths.may_enter(above));
            }
            if folder.1 && paths.matches(path) {
                index.files.insert(path.to_vec(), Entry { mode: entry.mode, oid: entry.oid });
            }
        }
        reader.extensions()?;
        Ok(index)
    }
}

struct RawEntry {
    mode: u32,
    oid: Oid,
    stage: u8,
    intent_to_add: bool,
}

struct Reader<'a> {
    rest: &'a [u8],
    version: u32,
    left: u32,
    /// The path of the last entry; version 4 builds each on the one before.
    path: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Result<Reader<'a>, GitError> {
        let header = bytes.get(..12).filter(|header| header.starts_with(b"DIRC"));
        let header = header.ok_or_else(|| corrupt("it does not start as an index does"))?;
        let (version, left) = (number(header, 4), number(header, 8));
        if !(2..=4).contains(&version) {
            return Err(corrupt(&format!("it is of version {version}")));
        }
        let end = bytes.len().checked_sub(20).filter(|end| *end >= 12);
        let end = end.ok_or_else(|| corrupt("it has no checksum"))?;
        Ok(Reader { rest: &bytes[12..end], version, left, path: Vec::new() })
    }

    fn entry(&mut self) -> Result<Option<RawEntry>, GitError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let cut = || corrupt("it ends inside an entry");
        let fixed = self.rest.get(..FIXED).ok_or_else(cut)?;
        let flags = u16::from_be_bytes([fixed[60], fixed[61]]);
        let mut oid = [0; 20];
        oid.copy_from_slice(&fixed[40..60]);
        let (mut used, mut extended) = (FIXED, 0);
        if flags & 0x4000 != 0 && self.version >= 3 {
            let more = self.rest.get(FIXED..FIXED + 2).ok_or_else(cut)?;
            extended = u16::from_be_bytes([more[0], more[1]]);
            used += 2;
        }
        self.rest = &self.rest[used..];
        if self.version == 4 {
            self.compressed_path()?
        } else {
            self.padded_path(used, usize::from(flags & 0xfff))?
        }
        let mode =
            canonical_mode(number(fixed, 24)).ok_or_else(|| corrupt("an entry has an unknown mode"))?;
        let stage = u8::try_from(flags >> 12 & 3).unwrap_or(0);
        Ok(Some(RawEntry { mode, oid: Oid(oid), stage, intent_to_add: extended & 0x2000 != 0 }))
    }

    /// Reads a path that ends in one to eight zero bytes, up to a multiple of eight. The flags
    /// hold its length, unless it is too long for them.
    fn padded_path(&mut self, used: usize, length: usize) -> Result<(), GitError> {
        let end = match length {
            0xfff => self.rest.iter().position(|b| *b == 0),
            length => Some(length).filter(|end| self.rest.get(*end) == Some(&0)),
        };
        let end = end.ok_or_else(|| corrupt("a path has no end"))?;
        self.path.clear();
        self.path.extend_from_slice(&self.rest[..end]);
        let padded = (used + end + 8) / 8 * 8 - used;
        self.rest = self.rest.get(padded..).ok_or_else(|| corrupt("it ends inside an entry"))?;
        Ok(())
    }

    /// Reads how many bytes to drop from the last path, and the bytes to add.
    fn compressed_path(&mut self) -> Result<(), GitError> {
        let (mut drop, mut at, mut more) = (0usize, 0, true);
        while more {
            let byte =
                *self.rest.get(at).filter(|_| at < 5).ok_or_else(|| corrupt("a path has no length"))?;
            drop = if at == 0 { 0 } else { (drop + 1) << 7 } | usize::from(byte & 0x7f);
            more = byte & 0x80 != 0;
            at += 1;
        }
        let keep =
            self.path.len().checked_sub(drop).ok_or_else(|| corrupt("a path is shorter than nothing"))?;
        let rest = &self.rest[at..];
        let end = rest.iter().position(|b| *b == 0).ok_or_else(|| corrupt("a path has no end"))?;
        self.path.truncate(keep);
        self.path.extend_from_slice(&rest[..end]);
        self.rest = &rest[end + 1..];
        Ok(())
    }

    /// Refuses what changes the meaning of the entries; names in upper case never do.
    fn extensions(&mut self) -> Result<(), GitError> {
        while !self.rest.is_empty() {
            let head = self.rest.get(..8).ok_or_else(|| corrupt("it ends inside an extension"))?;
            let size = usize::try_from(number(head, 4)).unwrap_or(usize::MAX);
            match &head[..4] {
                b"link" => return Err(split()),
                b"sdir" => {}
                name if name[0].is_ascii_uppercase() => {}
                name => return Err(corrupt(&format!("it needs the unknown extension `{}`", shown(name)))),
            }
            let next = size.checked_add(8).and_then(|end| self.rest.get(end..));
            self.rest = next.ok_or_else(|| corrupt("it ends inside an extension"))?;
        }
        Ok(())
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let word = bytes.get(at..).and_then(|bytes| bytes.first_chunk::<4>());
    word.map_or(0, |word| u32::from_be_bytes(*word))
}

fn corrupt(why: &str) -> GitError {
    GitError::new(&names::CORRUPT_INDEX, format!("cannot decide: the index cannot be read: {why}")).help(
        "rm \"$(git rev-parse --git-path index)\" && git reset      (rebuilds it from HEAD; stage again)",
    )
}

fn split() -> GitError {
    GitError::new(&names::SPLIT_INDEX, "cannot decide: the index is split over two files")
        .help("git update-index --no-split-index && git config core.splitIndex false")
}

fn unmerged(path: &[u8]) -> GitError {
    let message = format!("cannot decide: `{}` has an unresolved conflict in the index", shown(path));
    GitError::new(&names::UNMERGED_INDEX, message).help("resolve the conflicts, then: git add <the files>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(version: u8, entries: &[u8], extensions: &[u8]) -> Vec<u8> {
        let head = [b'D', b'I', b'R', b'C', 0, 0, 0, version, 0, 0, 0, 1];
        [&head[..], entries, extensions, &[0; 20]].concat()
    }

    fn entry(name: &[u8]) -> Vec<u8> {
        let mut entry = vec![0; FIXED];
        entry[24..28].copy_from_slice(&0o100_644u32.to_be_bytes());
        entry.extend_from_slice(name);
        entry
    }

    #[test]
    fn no_cut_or_odd_index_is_read_or_panics() {
        let mut one = entry(b"a\0");
        one[61] = 1;
        let whole = index(2, &one, b"");
        let all = Paths::new(["**"]);
        assert_eq!(Index::parse(&whole, &all).unwrap().files.len(), 1);
        for end in 0..whole.len() {
            assert!(Index::parse(&whole[..end], &all).is_err(), "{end}");
        }
        for (version, name) in
            [(4, &b"\x05a\0"[..]), (4, b"\x80\x80\x80\x80\x80\x80a\0"), (5, b"\0"), (4, b"\x00a")]
        {
            assert!(Index::parse(&index(version, &entry(name), b""), &all).is_err());
        }
        for extension in [&b"link\0\0\0\0"[..], b"abcd\0\0\0\0", b"TREE\xff\xff\xff\xff", b"TREE"] {
            assert!(Index::parse(&index(4, &entry(b"\0a\0"), extension), &all).is_err());
        }
    }
}
