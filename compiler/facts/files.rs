//! The governed files of a question, each parsed once however many systems and sides read it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::file::File;
use crate::canonical::{hex, sha256_hex};
use crate::format::{self, Document, Format, MAX_BYTES, Unreadable};
use crate::git::{Entry, Oid, Snapshot};
use crate::names::{self, Name};

/// Files that were parsed, by object id and format. One of these serves all that is asked about a
/// repository at once: every system, both sides, the policy before and the one after.
#[derive(Default)]
pub struct Files {
    parsed: RefCell<HashMap<(Oid, Format), Arc<Content>>>,
    /// How many bytes they have.
    kept: Cell<usize>,
}

/// The most bytes of files that are kept; a long history has more, and then all are let go.
const MAX_KEPT: usize = 64 << 20;

/// What a governed path holds.
pub(super) enum Content {
    /// Bytes and what they say.
    File(File),
    /// Something else, or bytes that are not at hand; with the hash that stands for it.
    Not(Unreadable, String),
}

impl Files {
    /// Returns what stands at a path, parsed now if it never was; `None` where nothing does.
    pub(super) fn content(&self, snapshot: &Snapshot, path: &[u8]) -> Option<Arc<Content>> {
        let entry = *snapshot.listing.get(path)?;
        Some(match (bytes(snapshot, path, entry), std::str::from_utf8(path)) {
            (_, Err(_)) => {
                let (cause, sha256) = path_not_utf8(entry);
                Arc::new(Content::Not(cause, sha256))
            }
            (Err((cause, sha256)), _) => Arc::new(Content::Not(cause, sha256)),
            (Ok(bytes), Ok(name)) => self.parsed(entry.oid, Format::of_file(name, &bytes), bytes),
        })
    }

    fn parsed(&self, oid: Oid, format: Format, bytes: Arc<[u8]>) -> Arc<Content> {
        // The id only finds the file; that it is the same one is for the bytes to say.
        let same = |content: &Arc<Content>| matches!(&**content, Content::File(file) if file.bytes == bytes);
        if let Some(known) = self.parsed.borrow().get(&(oid, format)).filter(|known| same(known)) {
            return known.clone();
        }
        let document = format::read(format, &bytes);
        if self.kept.get() + bytes.len() > MAX_KEPT {
            self.kept.set(0);
            self.parsed.borrow_mut().clear();
        }
        self.kept.set(self.kept.get() + bytes.len());
        let content = Arc::new(Content::File(File::new(bytes, document)));
        self.parsed.borrow_mut().insert((oid, format), content.clone());
        content
    }
}

/// A file that was read, for [`super::read_parsed`].
#[derive(Clone)]
pub struct Parsed(pub(super) Arc<Content>);

impl Parsed {
    /// Keeps a document with the bytes that it was read from.
    pub fn new(bytes: &[u8], document: Document) -> Parsed {
        let shared = document.text.as_bytes() == bytes;
        let bytes = if shared { Arc::from(document.text.clone()) } else { Arc::from(bytes) };
        Parsed(Arc::new(Content::File(File::new(bytes, Ok(document)))))
    }

    /// The document.
    pub fn document(&self) -> Option<&Document> {
        match self.0.as_ref() {
            Content::File(file) => file.document.as_ref().ok(),
            Content::Not(..) => None,
        }
    }
}

/// Returns the bytes at a path, if they are the file's own.
pub(super) fn bytes(
    snapshot: &Snapshot,
    path: &[u8],
    entry: Entry,
) -> Result<Arc<[u8]>, (Unreadable, String)> {
    let by_id = || sha256_hex(hex(&entry.oid.0).as_bytes());
    let blob = snapshot.bytes(path);
    let refuse = |name: &'static Name, message: String| {
        let sha256 = blob.map_or_else(by_id, |bytes| sha256_hex(bytes));
        Err((Unreadable::new(name, message), sha256))
    };
    match entry.mode {
        0o120000 => refuse(&names::SYMLINK, "a symbolic link stands here; links are never followed".into()),
        0o160000 => refuse(&names::SUBMODULE, "a submodule stands here; its content is elsewhere".into()),
        0o100644 | 0o100755 | 0o100664 => match blob {
            None => refuse(&names::BLOB_NOT_READ, "the bytes of this file were not at hand".into()),
            Some(bytes) if bytes.len() > MAX_BYTES => {
                let size = bytes.len();
                refuse(&names::TOO_LARGE, format!("the file has {size} bytes; at most {MAX_BYTES} are read"))
            }
            Some(bytes) if is_lfs_pointer(bytes) => {
                let message = "a Git LFS pointer stands here; the content is not in the repository";
                refuse(&names::LFS_POINTER, message.into())
            }
            Some(bytes) => Ok(bytes.clone()),
        },
        mode => refuse(&names::BLOB_NOT_READ, format!("mode {mode:o} is no file")),
    }
}

pub(super) fn path_not_utf8(entry: Entry) -> (Unreadable, String) {
    let message = "the name of this file is not UTF-8, so no policy can name it";
    (Unreadable::new(&names::PATH_NOT_UTF8, message), sha256_hex(hex(&entry.oid.0).as_bytes()))
}

pub(super) fn not_text(bytes: &[u8]) -> Unreadable {
    match format::read(Format::Text, bytes) {
        Err(cause) => cause,
        Ok(_) => Unreadable::new(&names::NOT_UTF8, "the file is not UTF-8"),
    }
}

/// A path as rows show it: bytes that are not UTF-8 as `\xNN`.
pub(super) fn shown_path(path: &[u8]) -> String {
    match std::str::from_utf8(path) {
        Ok(path) => path.to_owned(),
        Err(_) => path.escape_ascii().to_string(),
    }
}

fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::format::passes;
    use crate::policy::{self, Kernel};
    use crate::source::Sources;

    fn snapshot(files: &[(&str, u8, &str)]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (path, id, text) in files {
            let entry = Entry { mode: 0o100_644, oid: Oid([*id; 20]) };
            snapshot.listing.insert(path.as_bytes().to_vec(), entry);
            snapshot.blobs.insert(entry.oid, Arc::from(text.as_bytes()));
        }
        snapshot
    }

    /// Two systems that govern values in the same files.
    fn kernel() -> Kernel {
        let system = |id: &str| {
            format!(
                "system {id} \"S\" {{ purpose \"p\"; owner r\n\
                 model one at \"one.yaml#/model\"\nvoice one_voice at \"one.yaml#/voice\"\n\
                 model three at \"three.yaml#/model\" }}\n"
            )
        };
        let text = format!(
            "edition 2026\norganization o \"O\" {{ repository \"o/o\"; scope \"s\"; covers [a, b] }}\n\
             person p \"P\" {{ email \"p@northwind.example\" }}\nrole r {{ members [p] }}\n{}{}\
             otherwise {{ require approval from owner }}\n",
            system("a"),
            system("b")
        );
        let mut sources = Sources::default();
        sources.add("policy.countersign", text);
        let compiled = policy::compile(&sources);
        let told: Vec<_> = compiled.diagnostics.iter().map(|found| found.message.clone()).collect();
        compiled.policy.unwrap_or_else(|| panic!("{told:?}")).kernel
    }

    #[test]
    fn systems_and_sides_share_one_parse_of_a_file() {
        let text = "model: x\nvoice: y\n";
        let before = snapshot(&[("one.yaml", 1, text), ("three.yaml", 3, text)]);
        let after = snapshot(&[("one.yaml", 2, "model: z\nvoice: y\n"), ("three.yaml", 3, text)]);
        let (kernel, files) = (kernel(), Files::default());
        let read_all = || {
            let sides = [&before, &after, &before];
            let all = sides.map(|side| ["a", "b"].map(|system| read(&kernel, system, side, &files)));
            all.map(|facts| facts.map(|facts| facts.digest()))
        };
        let (parses, digests) = passes::of(read_all);
        assert_eq!(parses, 3, "three different files, two systems, three sides");
        assert_eq!(digests[0], digests[2]);
        assert_ne!(digests[0], digests[1]);
        let template = snapshot(&[("one.yaml", 4, "model: {{ .Values.model }}\nvoice: y\n")]);
        let (once, _) = passes::of(|| read(&kernel, "a", &template, &files));
        let (again, _) = passes::of(|| read(&kernel, "b", &template, &files));
        assert!(once > 0 && again == 0, "{once} and then {again}");
    }

    #[test]
    fn an_id_with_other_bytes_is_another_file() {
        let one = snapshot(&[("one.yaml", 1, "model: x\n")]);
        let two = snapshot(&[("one.yaml", 1, "model: y\n")]);
        let (kernel, files) = (kernel(), Files::default());
        let digest = |side| read(&kernel, "a", side, &files).digest();
        assert_ne!(digest(&one), digest(&two));
    }
}
