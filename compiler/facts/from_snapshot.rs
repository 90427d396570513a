//! Reads the governed values of one system from the files of one side.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{File, Located, absent, unknown, unreadable_location};
use super::locate::{Found, Fragment, Identity, Walk};
use super::rest::{self, Governed};
use super::value;
use super::{Detail, Facts, Row, Value};
use crate::canonical::{hex, sha256_hex};
use crate::format::markdown::sections;
use crate::format::{self, Data, Document, Format, MAX_BYTES, Node, Unreadable};
use crate::git::{Entry, Snapshot};
use crate::kind::Kind;
use crate::names::{self, Name};
use crate::policy::{Kernel, ListIdentity, Locator, PathGlob, Slot, System};
use crate::source::{LineColumn, LineIndex, Span};

/// Reads every governed value of a system.
///
/// Never fails: what cannot be read is a row with [`Value::Unknown`]. A system that the kernel
/// does not have has no rows.
pub fn read(kernel: &Kernel, system: &str, snapshot: &Snapshot) -> Facts {
    let mut reader = Reader::new(snapshot);
    let identities = reader.artifacts(kernel, system);
    if let Some(declared) = kernel.systems.iter().find(|s| s.id == system) {
        for glob in &declared.files {
            for path in reader.matching(glob).unwrap_or_default() {
                reader.governed.entry(path).or_default();
            }
        }
    }
    reader.rests(&identities);
    reader.facts(system)
}

/// A file that was read, for [`read_parsed`].
#[derive(Clone)]
pub struct Parsed(Arc<Content>);

impl Parsed {
    /// Keeps a document with the bytes that it was read from.
    pub fn new(bytes: &[u8], document: Document) -> Parsed {
        Parsed(Arc::new(Content::File(File::new(Arc::from(bytes), Ok(document)))))
    }

    /// The document.
    pub fn document(&self) -> Option<&Document> {
        match self.0.as_ref() {
            Content::File(file) => file.document.as_ref().ok(),
            Content::Not(..) => None,
        }
    }
}

/// Reads the artifacts of a system whose one file is at hand under a path, without the rest of
/// it, and lists the places of the values that they and `ignore` take out: from and to.
pub fn read_parsed(
    kernel: &Kernel,
    system: &str,
    path: &str,
    parsed: &Parsed,
) -> (Facts, Vec<(LineColumn, LineColumn)>) {
    let mut snapshot = Snapshot::default();
    let entry = Entry { mode: 0o100_644, oid: crate::git::Oid([0; 20]) };
    snapshot.listing.insert(path.as_bytes().to_vec(), entry);
    let mut reader = Reader::new(&snapshot);
    reader.files.insert(path.as_bytes().to_vec(), parsed.0.clone());
    reader.artifacts(kernel, system);
    let governed = reader.governed.remove(path.as_bytes()).unwrap_or_default();
    let mut taken = Vec::new();
    if let Content::File(file @ File { document: Ok(document), .. }) = parsed.0.as_ref() {
        let root = document.root.as_ref();
        let mut spans = root.map(|root| governed.mask.spans(root)).unwrap_or_default();
        spans.extend(governed.prose);
        spans.extend(document.body.filter(|_| governed.whole));
        let place = |at: u32| LineIndex::find(file.lines(), &document.text, at);
        taken.extend(spans.into_iter().map(|span| (place(span.start), place(span.end))));
    }
    (reader.facts(system), taken)
}

fn key(row: &Row) -> (&str, &str, &str, &str) {
    (&row.path, &row.pointer, row.kind.word(), &row.artifact)
}

/// Two artifacts that name one value would let a rule on either be passed by the other.
fn refuse_twice(rows: &mut [Row]) {
    let mut seen: BTreeMap<(String, String, &str), usize> = BTreeMap::new();
    for row in rows.iter() {
        *seen.entry((row.path.clone(), row.pointer.clone(), row.kind.word())).or_default() += 1;
    }
    for row in rows {
        if seen.get(&(row.path.clone(), row.pointer.clone(), row.kind.word())).is_some_and(|n| *n > 1) {
            let message = "two artifacts of this system name the same value; give it to one of them";
            let cause = Unreadable::new(&names::LOCATED_TWICE, message);
            let sha256 = sha256_hex(&serde_json::to_vec(&row.value).unwrap_or_default());
            row.value = Value::Unknown { why: cause.reason.into(), sha256 };
            row.detail = Detail { unreadable: Some(cause), ..Detail::default() };
        }
    }
}

/// The lists of a system whose items have names, by path glob.
struct Identities(Vec<(PathGlob, Identity)>);

impl Identities {
    fn new(system: Option<&System>) -> Identities {
        let declared = system.map(|system| system.identities.as_slice()).unwrap_or_default();
        let identity = |one: &ListIdentity| {
            Some((PathGlob::new(&one.path).ok()?, Identity::new(&one.list, &one.key, one.ordered)?))
        };
        Identities(declared.iter().filter_map(identity).collect())
    }

    fn of(&self, path: &[u8]) -> Vec<Identity> {
        self.0.iter().filter(|(glob, _)| glob.matches(path)).map(|(_, identity)| identity.clone()).collect()
    }
}

/// What a governed path holds.
enum Content {
    /// Bytes and what they say.
    File(File),
    /// Something else, or bytes that are not at hand; with the hash that stands for it.
    Not(Unreadable, String),
}

struct Reader<'s> {
    snapshot: &'s Snapshot,
    files: BTreeMap<Vec<u8>, Arc<Content>>,
    governed: BTreeMap<Vec<u8>, Governed>,
    rows: Vec<Row>,
}

impl<'s> Reader<'s> {
    fn new(snapshot: &'s Snapshot) -> Reader<'s> {
        Reader { snapshot, files: BTreeMap::new(), governed: BTreeMap::new(), rows: Vec::new() }
    }

    /// Reads the artifacts, and takes what never counts out of the rest.
    fn artifacts(&mut self, kernel: &Kernel, system: &str) -> Identities {
        let declared = kernel.systems.iter().find(|s| s.id == system);
        let identities = Identities::new(declared);
        for slot in kernel.slots.iter().filter(|slot| slot.system == system) {
            self.slot(slot, &identities);
        }
        if let Some(declared) = declared {
            self.ignore(declared);
        }
        identities
    }

    fn facts(self, system: &str) -> Facts {
        let mut rows = self.rows;
        refuse_twice(&mut rows);
        rows.sort_by(|a, b| key(a).cmp(&key(b)));
        Facts { system: system.to_owned(), rows }
    }

    fn slot(&mut self, slot: &Slot, identities: &Identities) {
        match slot.at.as_slice() {
            _ if slot.kind == Kind::Knowledge => self.knowledge(slot),
            [at] => self.single(slot, at, identities),
            _ => self.assembled(slot, identities),
        }
    }

    fn push(&mut self, slot: &Slot, path: String, located: Located) {
        let Located { pointer, value, detail } = located;
        self.rows.push(Row {
            path,
            pointer,
            kind: slot.kind,
            artifact: slot.artifact.clone(),
            value,
            detail,
        });
    }

    fn single(&mut self, slot: &Slot, at: &Locator, identities: &Identities) {
        let (paths, fragment) = match (self.matching(&at.path), Fragment::parse(&at.fragment)) {
            (Ok(paths), Ok(fragment)) => (paths, fragment),
            (Err(problem), _) | (_, Err(problem)) => {
                let located = unreadable_location(at, &problem);
                return self.push(slot, at.path.clone(), located);
            }
        };
        let literal = PathGlob::new(&at.path).is_ok_and(|glob| glob.is_literal());
        if literal && paths.is_empty() {
            let located =
                Located { pointer: at.fragment.clone(), value: Value::Absent, detail: Detail::default() };
            return self.push(slot, at.path.clone(), located);
        }
        for path in paths {
            for located in self.in_file(&path, slot, at, &fragment, &identities.of(&path)) {
                self.push(slot, shown_path(&path), located);
            }
        }
    }

    /// A prompt of several locations: the parts in order, with an empty line between.
    fn assembled(&mut self, slot: &Slot, identities: &Identities) {
        let (mut parts, mut texts, mut cause) = (Vec::new(), Vec::new(), None);
        let mut detail = Detail::default();
        for at in &slot.at {
            let (paths, fragment) = match (self.matching(&at.path), Fragment::parse(&at.fragment)) {
                (Ok(paths), Ok(fragment)) => (paths, fragment),
                (Err(problem), _) | (_, Err(problem)) => {
                    let located = unreadable_location(at, &problem);
                    cause = cause.or(Some((located.value, located.detail)));
                    continue;
                }
            };
            for path in paths {
                for located in self.in_file(&path, slot, at, &fragment, &identities.of(&path)) {
                    match located.value {
                        Value::Text { sha256, .. } => {
                            parts.push((shown_path(&path), sha256));
                            texts.extend(located.detail.text.clone());
                            if detail.at.is_none() {
                                detail = Detail { text: None, ..located.detail };
                            }
                        }
                        Value::Absent => {}
                        unknown => cause = cause.or(Some((unknown, located.detail))),
                    }
                }
            }
        }
        let (value, detail) = match cause {
            Some(cause) => cause,
            None if parts.is_empty() => (Value::Absent, Detail::default()),
            None => {
                let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
                let taken = value::prompt(&texts.join("\n\n"));
                let value = match taken.value {
                    Value::Text { sha256, lines, .. } => Value::Text { sha256, lines, parts },
                    other => other,
                };
                (value, Detail { text: taken.text.map(Arc::from), ..detail })
            }
        };
        let first = slot.at.first();
        let path = first.map(|at| at.path.clone()).unwrap_or_default();
        let pointer = first.map(|at| at.fragment.clone()).unwrap_or_default();
        self.push(slot, path, Located { pointer, value, detail });
    }

    fn knowledge(&mut self, slot: &Slot) {
        let (mut files, mut cause) = (Vec::new(), None);
        for at in &slot.at {
            let paths = match self.matching(&at.path) {
                Ok(paths) if at.fragment.is_empty() => paths,
                Ok(_) => {
                    cause = cause.or(Some(unreadable_location(at, "knowledge is whole files")));
                    continue;
                }
                Err(problem) => {
                    cause = cause.or(Some(unreadable_location(at, &problem)));
                    continue;
                }
            };
            for path in paths {
                let Some(entry) = self.snapshot.listing.get(&path) else { continue };
                match (self.bytes(&path, *entry), std::str::from_utf8(&path)) {
                    (Ok(bytes), Ok(name)) => {
                        self.governed.entry(path.clone()).or_default().whole = true;
                        files.push((name.to_owned(), format!("{:o}", entry.mode), sha256_hex(&bytes)));
                    }
                    (Err(problem), _) => cause = cause.or(Some(unknown(String::new(), problem))),
                    (_, Err(_)) => cause = cause.or(Some(unknown(String::new(), path_not_utf8(*entry)))),
                }
            }
        }
        files.sort();
        files.dedup();
        let path = slot.at.first().map(|at| at.path.clone()).unwrap_or_default();
        let located = cause.unwrap_or_else(|| {
            let value = if files.is_empty() { Value::Absent } else { Value::Files { v: files } };
            Located { pointer: String::new(), value, detail: Detail::default() }
        });
        self.push(slot, path, located);
    }

    /// Lists the existing paths that a glob matches.
    fn matching(&self, glob: &str) -> Result<Vec<Vec<u8>>, String> {
        let compiled = PathGlob::new(glob)?;
        let listing = &self.snapshot.listing;
        if compiled.is_literal() {
            let path = glob.as_bytes().to_vec();
            return Ok(if listing.contains_key(&path) { vec![path] } else { Vec::new() });
        }
        let end = glob.find(['*', '?', '{', '[']).unwrap_or(glob.len());
        let literal = glob.as_bytes().get(..end).unwrap_or_default();
        let from = listing.range(literal.to_vec()..).take_while(|(path, _)| path.starts_with(literal));
        Ok(from.map(|(path, _)| path).filter(|path| compiled.matches(path)).cloned().collect())
    }

    /// Returns the bytes at a path, if they are the file's own.
    fn bytes(&self, path: &[u8], entry: Entry) -> Result<Arc<[u8]>, (Unreadable, String)> {
        let by_id = || sha256_hex(hex(&entry.oid.0).as_bytes());
        let blob = self.snapshot.bytes(path);
        let refuse = |name: &'static Name, message: String| {
            let sha256 = blob.map_or_else(by_id, |bytes| sha256_hex(bytes));
            Err((Unreadable::new(name, message), sha256))
        };
        match entry.mode {
            0o120000 => {
                refuse(&names::SYMLINK, "a symbolic link stands here; links are never followed".into())
            }
            0o160000 => refuse(&names::SUBMODULE, "a submodule stands here; its content is elsewhere".into()),
            0o100644 | 0o100755 | 0o100664 => match blob {
                None => refuse(&names::BLOB_NOT_READ, "the bytes of this file were not at hand".into()),
                Some(bytes) if bytes.len() > MAX_BYTES => {
                    let size = bytes.len();
                    refuse(
                        &names::TOO_LARGE,
                        format!("the file has {size} bytes; at most {MAX_BYTES} are read"),
                    )
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

    /// Loads and parses a file, once.
    fn content(&mut self, path: &[u8]) -> Option<Arc<Content>> {
        if let Some(content) = self.files.get(path) {
            return Some(content.clone());
        }
        let entry = *self.snapshot.listing.get(path)?;
        let content = match (self.bytes(path, entry), std::str::from_utf8(path)) {
            (_, Err(_)) => {
                let (cause, sha256) = path_not_utf8(entry);
                Content::Not(cause, sha256)
            }
            (Err((cause, sha256)), _) => Content::Not(cause, sha256),
            (Ok(bytes), Ok(name)) => {
                let document = format::read(Format::of_file(name, &bytes), &bytes);
                Content::File(File::new(bytes, document))
            }
        };
        let content = Arc::new(content);
        self.files.insert(path.to_vec(), content.clone());
        Some(content)
    }

    /// Reads an artifact in one existing file, and marks what it takes out of the rest.
    fn in_file(
        &mut self,
        path: &[u8],
        slot: &Slot,
        at: &Locator,
        fragment: &Fragment,
        identities: &[Identity],
    ) -> Vec<Located> {
        let Some(content) = self.content(path) else { return Vec::new() };
        let governed = self.governed.entry(path.to_vec()).or_default();
        let file = match content.as_ref() {
            Content::File(file) => file,
            Content::Not(cause, sha256) => {
                return vec![unknown(at.fragment.clone(), (cause.clone(), sha256.clone()))];
            }
        };
        let whole_prompt = *fragment == Fragment::Whole && slot.kind == Kind::Prompt;
        let markdown = match &file.document {
            Ok(document) => document.format == Format::Markdown,
            Err(_) => std::str::from_utf8(path).ok().and_then(Format::of_path) == Some(Format::Markdown),
        };
        if whole_prompt && !markdown {
            governed.whole = true;
            return vec![match std::str::from_utf8(&file.bytes) {
                Ok(text) => file.located(String::new(), Ok(value::prompt(text)), Span::new(0, 0)),
                Err(_) => file.unknown(String::new(), not_text(&file.bytes)),
            }];
        }
        let document = match &file.document {
            Ok(document) => document,
            Err(cause) => return vec![file.unknown(at.fragment.clone(), cause.clone())],
        };
        // Programs differ in which document they read; that nothing stands there is not known.
        if document.multi && !fragment.names_a_document() {
            let message =
                "the file holds several YAML documents and the location names none, as `/0/model` does";
            return vec![
                file.unknown(at.fragment.clone(), Unreadable::new(&names::SEVERAL_MATCHES, message)),
            ];
        }
        match (fragment, &document.root, document.body) {
            (Fragment::Whole, _, Some(body)) => {
                governed.prose.push(body);
                let text = document.text.get(body.range()).unwrap_or_default();
                vec![file.text(slot, String::new(), text, body)]
            }
            (Fragment::Whole, Some(root), None) => {
                governed.mask.insert(&[]);
                let found = Found { node: root, steps: Vec::new(), pointer: String::new() };
                vec![file.located(String::new(), value::take(slot, found.node), root.span)]
            }
            (Fragment::Heading(address), Some(root), _) if document.format == Format::Hcl => {
                match Fragment::address(address) {
                    Ok(address) => inside(file, governed, root, slot, at, &address, identities),
                    Err(problem) => vec![unreadable_location(at, &problem)],
                }
            }
            (Fragment::Heading(title), _, Some(body)) => {
                let text = document.text.get(body.range()).unwrap_or_default();
                let mut named = sections(text).into_iter().filter(|section| section.title == *title);
                match (named.next(), named.next()) {
                    (None, _) => vec![absent(at)],
                    (Some(section), None) => {
                        let from = body.start as usize;
                        let span = Span::new(from + section.start, from + section.end);
                        governed.prose.push(span);
                        let text = document.text.get(span.range()).unwrap_or_default();
                        vec![file.text(slot, at.fragment.clone(), text, span)]
                    }
                    (Some(_), Some(second)) => {
                        let mut cause = Unreadable::new(
                            &names::SEVERAL_MATCHES,
                            format!("several headings of this file are `{title}`"),
                        );
                        let start = body.start as usize + second.start;
                        cause.span = Some(Span::new(start, start));
                        vec![file.unknown(at.fragment.clone(), cause)]
                    }
                }
            }
            (Fragment::Heading(_), _, None) => {
                let message =
                    "a location inside such a file is a pointer like `/llm/model` or a path like `$.llm`";
                vec![file.unknown(at.fragment.clone(), Unreadable::new(&names::UNREADABLE_LOCATION, message))]
            }
            (Fragment::Pointer(_) | Fragment::Path(_) | Fragment::Address(_), Some(root), _) => {
                inside(file, governed, root, slot, at, fragment, identities)
            }
            // A Markdown file that could have front matter and has none: nothing stands there.
            (Fragment::Pointer(_) | Fragment::Path(_), None, _) if document.format == Format::Markdown => {
                vec![absent(at)]
            }
            (Fragment::Pointer(_) | Fragment::Path(_) | Fragment::Address(_), None, _)
            | (Fragment::Whole, None, None) => {
                let message = "pointers and paths are read in files of keys and values and in the front \
                               matter of Markdown; this file is plain text";
                vec![file.unknown(at.fragment.clone(), Unreadable::new(&names::UNSUPPORTED_FORMAT, message))]
            }
        }
    }

    fn ignore(&mut self, system: &System) {
        for (glob, location) in &system.ignores {
            let Ok(fragment) = Fragment::parse(location.strip_prefix('#').unwrap_or(location)) else {
                continue;
            };
            for path in self.matching(glob).unwrap_or_default() {
                let Some(content) = self.content(&path) else { continue };
                let Content::File(File { document: Ok(document), .. }) = content.as_ref() else { continue };
                let Some(root) = &document.root else { continue };
                let walk = Walk { identities: &[] };
                let found = match &fragment {
                    Fragment::Pointer(steps) => walk.pointer(root, steps).map(|f| f.into_iter().collect()),
                    Fragment::Path(steps) => walk.path(root, steps).map(|(found, _)| found),
                    Fragment::Heading(text) if document.format == Format::Hcl => {
                        match Fragment::address(text) {
                            Ok(Fragment::Address(steps)) => {
                                walk.address(root, &steps).map(|f| f.into_iter().collect())
                            }
                            _ => Ok(Vec::new()),
                        }
                    }
                    Fragment::Whole | Fragment::Heading(_) | Fragment::Address(_) => Ok(Vec::new()),
                };
                let governed = self.governed.entry(path).or_default();
                found.unwrap_or_default().iter().for_each(|found| governed.value(&found.steps));
            }
        }
    }

    /// Adds the row of kind `other` for each governed file that exists.
    fn rests(&mut self, identities: &Identities) {
        let governed = std::mem::take(&mut self.governed);
        for (path, mut governed) in governed {
            let Some(content) = self.content(&path) else { continue };
            if let Content::File(File { document: Ok(Document { root: Some(root), .. }), .. }) =
                content.as_ref()
            {
                let identities = identities.of(&path);
                identities.iter().for_each(|identity| governed.name(root, identity));
            }
            let located = match content.as_ref() {
                Content::Not(cause, sha256) => unknown(String::new(), (cause.clone(), sha256.clone())),
                Content::File(_) if governed.is_everything() => {
                    let value = Value::Rest { sha256: rest::nothing() };
                    Located { pointer: String::new(), value, detail: Detail::default() }
                }
                Content::File(file) => match &file.document {
                    Ok(document) => {
                        let value = Value::Rest { sha256: rest::hash(document, &governed) };
                        let text = Some(Arc::from(rest::lines(document, &governed)));
                        let detail = Detail { text, ..Detail::default() };
                        Located { pointer: String::new(), value, detail }
                    }
                    Err(cause) => file.unknown(String::new(), cause.clone()),
                },
            };
            let Located { pointer, value, detail } = located;
            let path = shown_path(&path);
            self.rows.push(Row { path, pointer, kind: Kind::Other, artifact: String::new(), value, detail });
        }
    }
}

/// Reads what a pointer or path names in a typed tree.
fn inside(
    file: &File,
    governed: &mut Governed,
    root: &Node,
    slot: &Slot,
    at: &Locator,
    fragment: &Fragment,
    identities: &[Identity],
) -> Vec<Located> {
    let walk = Walk { identities };
    let is_set = matches!(slot.kind, Kind::Tools | Kind::Regions);
    let found = match fragment {
        Fragment::Pointer(steps) => walk.pointer(root, steps).map(|f| (f.into_iter().collect(), false)),
        Fragment::Path(steps) => walk.path(root, steps),
        Fragment::Address(steps) => walk.address(root, steps).map(|f| (f.into_iter().collect(), false)),
        Fragment::Whole | Fragment::Heading(_) => Ok((Vec::new(), false)),
    };
    let (found, there): (Vec<Found<'_>>, bool) = match found {
        Ok(found) => found,
        Err(cause) => return vec![file.unknown(at.fragment.clone(), cause)],
    };
    found.iter().for_each(|found| governed.value(&found.steps));
    let lists = found.iter().any(|found| matches!(found.node.data, Data::Seq(_)));
    if is_set && fragment.is_many() && !lists {
        if !there {
            return vec![absent(at)];
        }
        let sets = fragment.sets(&at.fragment, found);
        let row = |(pointer, found): (String, Vec<Found<'_>>)| match found.as_slice() {
            // A place of its own holds a whole set, which may be written with commas.
            [one] if one.pointer == pointer => {
                file.located(pointer, value::take(slot, one.node), one.node.span)
            }
            all => {
                let span = all.first().map_or(root.span, |first| first.node.span);
                file.located(pointer, value::set_of_matches(slot.kind, all), span)
            }
        };
        return sets.into_iter().map(row).collect();
    }
    if found.is_empty() {
        return vec![absent(at)];
    }
    let pointer = |found: &Found<'_>| match fragment {
        // One set keeps its location as it is written.
        Fragment::Path(_) if is_set && !fragment.is_many() => at.fragment.clone(),
        // An address stays as the policy writes it: it has several spellings.
        Fragment::Address(_) => at.fragment.clone(),
        _ => found.pointer.clone(),
    };
    let read =
        |found: &Found<'_>| file.located(pointer(found), value::take(slot, found.node), found.node.span);
    found.iter().map(read).collect()
}

fn path_not_utf8(entry: Entry) -> (Unreadable, String) {
    let message = "the name of this file is not UTF-8, so no policy can name it";
    (Unreadable::new(&names::PATH_NOT_UTF8, message), sha256_hex(hex(&entry.oid.0).as_bytes()))
}

fn not_text(bytes: &[u8]) -> Unreadable {
    match format::read(Format::Text, bytes) {
        Err(cause) => cause,
        Ok(_) => Unreadable::new(&names::NOT_UTF8, "the file is not UTF-8"),
    }
}

/// A path as rows show it: bytes that are not UTF-8 as `\xNN`.
fn shown_path(path: &[u8]) -> String {
    match std::str::from_utf8(path) {
        Ok(path) => path.to_owned(),
        Err(_) => path.escape_ascii().to_string(),
    }
}

fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}
