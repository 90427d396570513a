//! Reads the governed values of one system from the files of one side.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::carried::Aim;
use super::file::{File, Located, absent, unknown, unreadable_location};
use super::files::{self, Content, Files, Parsed, path_not_utf8, shown_path};
use super::fragment::Fragment;
use super::identity::Identity;
use super::in_file::{self, Sought};
use super::module::Module;
use super::rest::{self, Governed};
use super::value;
use super::walk::Walk;
use super::{Detail, Facts, Row, Value};
use crate::canonical::{Part, sha256_hex};
use crate::format::tree::Step;
use crate::format::{Document, Format, Unreadable};
use crate::git::{Entry, Snapshot};
use crate::kind::Kind;
use crate::names;
use crate::policy::{
    Kernel, ListIdentity, Locator, PathGlob, Paths, Schedule, Slot, System, beside_in_module,
};
use crate::source::{LineColumn, LineIndex};

/// Reads every governed value of a system.
///
/// Never fails: what cannot be read is a row with [`Value::Unknown`]. A system that the kernel
/// does not have has no rows. `files` keeps what was parsed for the next system or side.
pub fn read(kernel: &Kernel, system: &str, snapshot: &Snapshot, files: &Files) -> Facts {
    let mut reader = Reader::new(snapshot, files, Some(Paths::of_system(kernel, system)));
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
    let files = Files::default();
    let mut reader = Reader::new(&snapshot, &files, None);
    reader.at_hand.insert(path.as_bytes().to_vec(), parsed.0.clone());
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
pub(super) struct Identities(Vec<(PathGlob, Identity)>);

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

pub(super) struct Reader<'s> {
    pub(super) snapshot: &'s Snapshot,
    files: &'s Files,
    /// The governed paths, where values are looked for that others only name; `None` where none is.
    pub(super) covered: Option<Paths>,
    /// The places on the way from a governed location to where its value stands.
    pub(super) way: Vec<Locator>,
    at_hand: BTreeMap<Vec<u8>, Arc<Content>>,
    governed: BTreeMap<Vec<u8>, Governed>,
    /// The files of the folders in which a file of Terraform carries out a schedule.
    modules: BTreeMap<Vec<u8>, Rc<Module>>,
    rows: Vec<Row>,
    /// The ways to the settings of schedules, by file.
    enforced: HashMap<Vec<u8>, HashSet<Vec<Step>>>,
    /// Where a setting of a schedule is no value that stands there: by path and pointer.
    missing: HashSet<(String, String)>,
}

impl<'s> Reader<'s> {
    fn new(snapshot: &'s Snapshot, files: &'s Files, covered: Option<Paths>) -> Reader<'s> {
        let (at_hand, governed, modules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (rows, way, enforced, missing) = (Vec::new(), Vec::new(), HashMap::new(), HashSet::new());
        Reader { snapshot, files, covered, way, at_hand, governed, modules, rows, enforced, missing }
    }

    /// Reads the artifacts, and takes what never counts out of the rest.
    fn artifacts(&mut self, kernel: &Kernel, system: &str) -> Identities {
        let declared = kernel.systems.iter().find(|s| s.id == system);
        let identities = Identities::new(declared);
        let covering = kernel.schedules.iter().filter(|schedule| schedule.is_about(system));
        let schedules: BTreeMap<&str, &Schedule> =
            covering.map(|schedule| (schedule.id.as_str(), schedule)).collect();
        let own = kernel.slots.iter().filter(|slot| slot.system == system);
        let all: Vec<_> = own.map(|slot| (slot, Aim::of(slot, &schedules))).collect();
        // A value has one name: that of its schedule, where a format would bring it under another.
        let (settings, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, aim)| aim.is_some());
        for (slot, aim) in settings.into_iter().chain(others) {
            self.slot(slot, aim, &identities);
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

    fn slot(&mut self, slot: &Slot, aim: Option<Aim<'_>>, identities: &Identities) {
        match slot.at.as_slice() {
            _ if slot.kind == Kind::Knowledge => self.knowledge(slot),
            [at] => self.single(Sought::new(slot, at, aim), identities),
            _ => self.assembled(slot, identities),
        }
    }

    fn push(&mut self, slot: &Slot, path: String, located: Located) {
        let Located { pointer, value, detail, .. } = located;
        self.rows.push(Row {
            path,
            pointer,
            kind: slot.kind,
            artifact: slot.artifact.clone(),
            value,
            detail,
        });
    }

    fn single(&mut self, sought: Sought<'_>, identities: &Identities) {
        let Sought { slot, at, .. } = sought;
        let (paths, fragment) = match (self.matching(&at.path), Fragment::parse(&at.fragment)) {
            (Ok(paths), Ok(fragment)) => (paths, fragment),
            (Err(problem), _) | (_, Err(problem)) => {
                let located = unreadable_location(at, &problem);
                return self.push(slot, at.path.clone(), located);
            }
        };
        let literal = PathGlob::new(&at.path).is_ok_and(|glob| glob.is_literal());
        if literal && paths.is_empty() {
            return self.push_once(sought, at.path.clone(), absent(at));
        }
        for path in paths {
            for located in self.in_file(&path, sought, &fragment, identities) {
                if let Some(way) = located.way.clone().filter(|_| sought.aim.is_some()) {
                    self.enforced.entry(path.clone()).or_default().insert(way);
                }
                self.push_once(sought, shown_path(&path), located);
            }
        }
    }

    /// Adds the row of an artifact, but not what a format brings where a setting of a schedule is gone or unread:
    /// that is told under the schedule's name, as the value would be.
    fn push_once(&mut self, Sought { slot, aim, .. }: Sought<'_>, path: String, located: Located) {
        if located.way.is_none() && slot.kind == Kind::Period {
            let place = (path.clone(), located.pointer.clone());
            if aim.is_some() {
                self.missing.insert(place);
            } else if slot.brought && self.missing.contains(&place) {
                return;
            }
        }
        self.push(slot, path, located);
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
                let sought = Sought::new(slot, at, None);
                for located in self.in_file(&path, sought, &fragment, identities) {
                    match located.value {
                        Value::Text { sha256, .. } => {
                            parts.push((shown_path(&path), sha256.as_str().to_owned()));
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
                let texts: Vec<&str> = texts.iter().map(|text: &Part| &**text).collect();
                let taken = value::prompt(&Part::from(texts.join("\n\n")));
                let value = match taken.value {
                    Value::Text { sha256, lines, .. } => Value::Text { sha256, lines, parts },
                    other => other,
                };
                (value, Detail { text: taken.text, ..detail })
            }
        };
        let first = slot.at.first();
        let path = first.map(|at| at.path.clone()).unwrap_or_default();
        let pointer = first.map(|at| at.fragment.clone()).unwrap_or_default();
        self.push(slot, path, Located::new(pointer, value, detail));
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
                match (files::bytes(self.snapshot, &path, *entry), std::str::from_utf8(&path)) {
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
            Located::new(String::new(), value, Detail::default())
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

    /// Returns what stands at a path.
    fn content(&mut self, path: &[u8]) -> Option<Arc<Content>> {
        if let Some(content) = self.at_hand.get(path) {
            return Some(content.clone());
        }
        let content = self.files.content(self.snapshot, path)?;
        self.at_hand.insert(path.to_vec(), content.clone());
        Some(content)
    }

    /// Returns what Terraform reads with a file: all of its files in the same folder.
    fn module(&mut self, path: &[u8]) -> Option<Rc<Module>> {
        let globs = beside_in_module(std::str::from_utf8(path).ok()?)?;
        let end = path.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let folder = path.get(..end).unwrap_or_default();
        if let Some(known) = self.modules.get(folder) {
            return Some(known.clone());
        }
        let globs = Paths::new(globs.iter().map(String::as_str));
        let listing = &self.snapshot.listing;
        let from = listing.range(folder.to_vec()..).take_while(|(path, _)| path.starts_with(folder));
        let paths: Vec<Vec<u8>> =
            from.map(|(path, _)| path).filter(|path| globs.matches(path)).cloned().collect();
        let read = |path: Vec<u8>| Some((shown_path(&path), self.content(&path)?));
        let module = Rc::new(Module::new(paths.into_iter().filter_map(read).collect()));
        self.modules.insert(folder.to_vec(), module.clone());
        Some(module)
    }

    /// Reads an artifact in one existing file, and marks what it takes out of the rest.
    pub(super) fn in_file(
        &mut self,
        path: &[u8],
        sought: Sought<'_>,
        fragment: &Fragment,
        identities: &Identities,
    ) -> Vec<Located> {
        let Some(content) = self.content(path) else { return Vec::new() };
        let module = sought.aim.and_then(|_| self.module(path));
        let is_brought = sought.slot.brought && sought.slot.kind == Kind::Period;
        let taken = self.enforced.get(path).filter(|_| is_brought).cloned();
        let sought = Sought { module: module.as_deref(), taken: taken.as_ref(), ..sought };
        let governed = self.governed.entry(path.to_vec()).or_default();
        let found = match content.as_ref() {
            Content::File(file) => {
                in_file::read(file, path, governed, sought, fragment, &identities.of(path))
            }
            Content::Not(cause, sha256) => {
                vec![unknown(sought.at.fragment.clone(), (cause.clone(), sha256.clone()))]
            }
        };
        let (slot, is_setting) = (sought.slot, sought.aim.is_some());
        let follow = |located: Located| match (&located.link, content.as_ref()) {
            // Whether a rule elsewhere reaches the data of a schedule is not looked into.
            (Some(link), Content::File(file)) if self.covered.is_some() && !is_setting => {
                let link = link.clone();
                self.followed((path, file), slot, located, &link, identities)
            }
            _ => located,
        };
        found.into_iter().map(follow).collect()
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
                    Located::new(String::new(), value, Detail::default())
                }
                Content::File(file) => match &file.document {
                    Ok(document) => {
                        let value = Value::Rest { sha256: rest::hash(document, &governed) };
                        let text = Some(Part::from(rest::lines(document, &governed)));
                        let detail = Detail { text, ..Detail::default() };
                        Located::new(String::new(), value, detail)
                    }
                    Err(cause) => file.unknown(String::new(), cause.clone()),
                },
            };
            let Located { pointer, value, detail, .. } = located;
            let path = shown_path(&path);
            self.rows.push(Row { path, pointer, kind: Kind::Other, artifact: String::new(), value, detail });
        }
    }
}
