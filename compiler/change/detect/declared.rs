//! The values that a format of the library declares, for a file that is in one.
//!
//! Declared kinds, names and safe sides win; everything else of the file is left to inference.

use std::collections::HashMap;

use super::value::same_words;
use crate::canonical::Part;
use crate::change::{Change, Reading, from_facts};
use crate::facts::{self, Facts, Parsed, Row, Value};
use crate::kind::Kind;
use crate::policy::{FileFormat, Kernel, ListIdentity, Slot, System};
use crate::source::LineColumn;

/// The one path of the file, which both sides have here.
const PATH: &str = "file";

/// What was read by declaration, and where it stands.
#[derive(Default)]
pub struct Declared {
    list: Vec<Change>,
    before: Places,
    after: Places,
}

/// Stretches of a file by where they start, each with the furthest end of those so far.
#[derive(Default)]
struct Places(Vec<(LineColumn, LineColumn)>);

impl Places {
    fn new(mut places: Vec<(LineColumn, LineColumn)>) -> Places {
        places.sort_unstable();
        let mut furthest = None;
        for (_, to) in &mut places {
            *to = furthest.map_or(*to, |furthest| (*to).max(furthest));
            furthest = Some(*to);
        }
        Places(places)
    }

    fn has(&self, at: LineColumn) -> bool {
        let before = self.0.partition_point(|(from, _)| *from <= at);
        let last = before.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|(from, to)| at < *to || at == *from)
    }
}

impl Declared {
    /// Tells whether a value that starts here before is declared or ignored.
    pub fn taken_before(&self, at: LineColumn) -> bool {
        self.before.has(at)
    }

    /// Tells whether a value that starts here after is declared or ignored.
    pub fn taken_after(&self, at: LineColumn) -> bool {
        self.after.has(at)
    }

    /// Returns the changes, at the path of the file.
    pub fn changes(self, path: &str, moved: Option<&str>) -> impl Iterator<Item = Change> {
        let (path, moved) = (path.to_owned(), moved.map(str::to_owned));
        self.list.into_iter().map(move |change| Change {
            system: String::new(),
            path: path.clone(),
            before_path: moved.clone(),
            ..change
        })
    }
}

/// Reads both sides of a file by the format that it is in, if it is in one.
///
/// A value that is not of its declared kind is left to inference: here nothing is judged.
pub fn compare(old_path: &str, before: Option<&Parsed>, path: &str, after: Option<&Parsed>) -> Declared {
    let of = |path: &str, side: Option<&Parsed>| facts::recognise(path, side?.document()?);
    let Some(format) = of(path, after).or_else(|| of(old_path, before)) else { return Declared::default() };
    let mut kernel = kernel(format);
    loop {
        let (old, taken_before) = read(&kernel, before);
        let (new, taken_after) = read(&kernel, after);
        let unknown = |row: &&Row| matches!(row.value, Value::Unknown { .. });
        let bad: Vec<String> =
            old.rows.iter().chain(&new.rows).filter(unknown).map(|row| row.artifact.clone()).collect();
        if bad.is_empty() {
            let before = texts(&old);
            let after = texts(&new);
            let mut list = from_facts::compare(&kernel, vec![(Reading::Old, old, new)]).list;
            list.retain(|change| {
                let place = (change.artifact.clone(), change.pointer.clone());
                let both = before.get(&place).zip(after.get(&place));
                !both.is_some_and(|(a, b)| same_words(a, b))
            });
            return Declared { list, before: taken_before, after: taken_after };
        }
        kernel.slots.retain(|slot| !bad.contains(&slot.artifact));
    }
}

/// The prompts of a side by artifact and place.
fn texts(facts: &Facts) -> HashMap<(String, String), Part> {
    let of = |row: &Row| Some(((row.artifact.clone(), row.pointer.clone()), row.detail.text.clone()?));
    facts.rows.iter().filter_map(of).collect()
}

fn read(kernel: &Kernel, side: Option<&Parsed>) -> (Facts, Places) {
    let Some(parsed) = side else { return Default::default() };
    let (facts, places) = facts::read_parsed(kernel, "", PATH, parsed);
    (facts, Places::new(places))
}

/// The kernel of a policy that says no more than that the file is in a format.
fn kernel(format: &FileFormat) -> Kernel {
    let slot = |slot: &Slot| {
        let mut slot = slot.clone();
        slot.at.iter_mut().for_each(|at| at.path = PATH.to_owned());
        slot
    };
    let identity = |list: &ListIdentity| ListIdentity { path: PATH.to_owned(), ..list.clone() };
    let system = System {
        id: String::new(),
        owner: String::new(),
        risk: String::new(),
        files: Vec::new(),
        ignores: format.ignores.iter().map(|fragment| (PATH.to_owned(), fragment.clone())).collect(),
        identities: format.identities.iter().map(identity).collect(),
    };
    Kernel {
        schema: Kernel::SCHEMA.to_owned(),
        repository: String::new(),
        targets: Vec::new(),
        commits_signed: false,
        records_by: None,
        systems: vec![system],
        slots: format.slots.iter().filter(|slot| slot.kind != Kind::Knowledge).map(slot).collect(),
        persons: Vec::new(),
        bots: Vec::new(),
        roles: Vec::new(),
        rules: Vec::new(),
        holds: Vec::new(),
        evidence: Vec::new(),
        models: Vec::new(),
        ..Kernel::default()
    }
}
