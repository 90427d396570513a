//! What changed between two listings, by meaning.

use std::collections::BTreeSet;

use crate::canonical;
use crate::change::{self, Change, Changes, Enforced, Reading, Settings, Shown, Unknown};
use crate::facts::{self, Detail, Facts, Files, Row, Value};
use crate::git::{GitError, Listing, Repository};
use crate::kind::{Direction, Kind, Op};
use crate::names;
use crate::policy::{self, FOLDER, Kernel, POLICY_SYSTEM, Paths, Policy, Schedule, Slot, Weaker};

use super::policy_at;

/// What the head does to the policy.
pub enum PolicyEdit {
    /// The files are the same, or mean the same.
    None,
    /// It compiles to something else.
    Changed(Box<Policy>),
    /// It is gone, or does not compile.
    Broken(&'static str),
}

/// Compares the policy in force with what the head holds.
pub fn policy_edit(
    repo: &Repository,
    old: Option<&Policy>,
    before: &Listing,
    after: &Listing,
) -> Result<PolicyEdit, GitError> {
    if policy_at::files(before) == policy_at::files(after) {
        return Ok(PolicyEdit::None);
    }
    let Some((_, compiled)) = policy_at::compile(repo, after)? else {
        return Ok(PolicyEdit::Broken(names::POLICY_REMOVED.name));
    };
    Ok(match compiled.policy {
        None => PolicyEdit::Broken(names::POLICY_DOES_NOT_COMPILE.name),
        Some(new) if old.is_some_and(|old| old.kernel == new.kernel && old.notes == new.notes) => {
            PolicyEdit::None
        }
        Some(new) => PolicyEdit::Changed(Box::new(new)),
    })
}

/// Finds the changes from one listing to another under a policy and what the head does to it.
///
/// With an edited policy both sides are read with the old and the new locators; a change that
/// both readings see is listed once.
pub fn changes(
    (repo, files): (&Repository, &Files),
    old: Option<&Policy>,
    edit: &PolicyEdit,
    before: &Listing,
    after: &Listing,
) -> Result<Changes, GitError> {
    let mut all = Changes::default();
    if let Some(old) = old {
        all = read((repo, files), &old.kernel, Reading::Old, before, after)?;
    }
    if let PolicyEdit::Changed(new) = edit {
        join(&mut all, read((repo, files), &new.kernel, Reading::New, before, after)?);
    }
    if !matches!(edit, PolicyEdit::None) {
        push_policy(&mut all, old, edit);
    }
    let head = match edit {
        PolicyEdit::Changed(new) => {
            let none: &[Schedule] = &[];
            let before = old.map_or(none, |policy| &policy.kernel.schedules);
            let (list, touched) = change::schedules(before, &new.kernel.schedules);
            all.list.extend(list);
            all.schedules = touched;
            Some(&new.kernel)
        }
        _ => old.map(|policy| &policy.kernel),
    };
    if let Some(kernel) = head {
        all.enforced = enforced((repo, files), kernel, &all, after)?;
    }
    all.list.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(all)
}

/// Reads the settings that carry out schedules at the head: those of touched systems and those of
/// touched schedules, by the policy of the head.
fn enforced(
    (repo, files): (&Repository, &Files),
    kernel: &Kernel,
    changes: &Changes,
    after: &Listing,
) -> Result<Vec<Enforced>, GitError> {
    if kernel.schedules.is_empty() {
        return Ok(Vec::new());
    }
    let settings = Settings::of(kernel);
    let touched = changes.schedules.iter().filter_map(|touched| touched.after.as_ref());
    let mut systems = changes.systems();
    systems.extend(touched.flat_map(|schedule| schedule.systems()).map(str::to_owned));
    let mut found = Vec::new();
    for system in &systems {
        let slots: Vec<Slot> = settings.slots(system).cloned().collect();
        if slots.is_empty() {
            continue;
        }
        let schedules = settings.schedules(system).cloned().collect();
        let only = Kernel { slots, schedules, ..Kernel::default() };
        let paths = Paths::of_system(&only, system);
        let snapshot = repo.snapshot(select(after, &paths), None, &|_| true)?;
        found.extend(settings.enforced(&facts::read(&only, system, &snapshot, files)));
    }
    Ok(found)
}

fn key(c: &Change) -> (&str, &str, &str, Kind, &str) {
    (&c.system, &c.path, &c.pointer, c.kind, &c.artifact)
}

fn read(
    (repo, files): (&Repository, &Files),
    kernel: &Kernel,
    reading: Reading,
    before: &Listing,
    after: &Listing,
) -> Result<Changes, GitError> {
    let mut pairs = Vec::new();
    for system in &kernel.systems {
        let paths = Paths::of_system(kernel, &system.id);
        let (b, a) = (select(before, &paths), select(after, &paths));
        if b != a {
            let read = |listing| -> Result<Facts, GitError> {
                Ok(facts::read(kernel, &system.id, &repo.snapshot(listing, None, &|_| true)?, files))
            };
            pairs.push((reading, read(b)?, read(a)?));
        }
    }
    Ok(change::compare(kernel, pairs))
}

/// Reads the facts of every system of a listing, for history.
pub fn all_facts(
    (repo, files): (&Repository, &Files),
    kernel: &Kernel,
    listing: &Listing,
) -> Result<Vec<Facts>, GitError> {
    let systems = kernel.systems.iter().map(|system| {
        let paths = Paths::of_system(kernel, &system.id);
        let snapshot = repo.snapshot(select(listing, &paths), None, &|_| true)?;
        Ok(facts::read(kernel, &system.id, &snapshot, files))
    });
    systems.collect()
}

/// Keeps the entries of some paths.
pub fn select(listing: &Listing, paths: &Paths) -> Listing {
    let kept = listing.iter().filter(|(path, _)| paths.matches(path));
    kept.map(|(path, entry)| (path.clone(), *entry)).collect()
}

fn join(all: &mut Changes, more: Changes) {
    let seen: Vec<Change> = all.list.clone();
    all.list.extend(more.list.into_iter().filter(|c| !seen.contains(c)));
    let known: BTreeSet<Unknown> = all.unknown.iter().cloned().collect();
    all.unknown.extend(more.unknown.into_iter().filter(|u| !known.contains(u)));
    all.document.systems.extend(more.document.systems);
    all.document.systems.sort();
    all.facts.extend(more.facts);
}

/// Lists a promise that the policy makes less of, beside the change of the whole.
fn promise(weaker: Weaker) -> Change {
    Change {
        path: FOLDER.into(),
        pointer: weaker.what,
        before: weaker.before.map(Shown::Text),
        after: weaker.after.map(Shown::Text),
        ..Change::bare(POLICY_SYSTEM, POLICY_SYSTEM, Kind::Policy, Op::Weakened, Direction::Loosens)
    }
}

/// Adds the policy itself as a governed system. Until two policies can be compared, every
/// difference of the kernel counts as weakened.
fn push_policy(all: &mut Changes, old: Option<&Policy>, edit: &PolicyEdit) {
    let value = |policy: &Policy| Value::Policy {
        kernel: policy.kernel.digest(),
        notes: canonical::digest(&policy.notes),
    };
    let before = old.map_or(Value::Absent, value);
    let (after, op) = match edit {
        PolicyEdit::Changed(new) if old.is_some_and(|old| old.kernel == new.kernel) => {
            (value(new), Op::Changed)
        }
        PolicyEdit::Changed(new) => (value(new), Op::Weakened),
        PolicyEdit::Broken(why) => {
            (Value::Unknown { why: (*why).to_owned(), sha256: String::new() }, Op::Weakened)
        }
        PolicyEdit::None => return,
    };
    let shown = |value: &Value| match value {
        Value::Policy { kernel, .. } => Some(Shown::Text(kernel.clone())),
        _ => None,
    };
    let direction = if op == Op::Weakened { Direction::Loosens } else { Direction::Neutral };
    all.list.push(Change {
        path: FOLDER.into(),
        before: shown(&before),
        after: shown(&after),
        ..Change::bare(POLICY_SYSTEM, POLICY_SYSTEM, Kind::Policy, op, direction)
    });
    if let (Some(old), PolicyEdit::Changed(new)) = (old, edit) {
        all.list.extend(policy::weaker(&old.notes, &new.notes).into_iter().map(promise));
    }
    if let PolicyEdit::Broken(why) = edit {
        all.unknown.push(Unknown {
            path: FOLDER.into(),
            side: "after".into(),
            pointer: None,
            reason: (*why).to_owned(),
            message: names::find(why).map_or("", |row| row.summary).to_owned(),
            span: None,
        });
    }
    let table = |value: Value| Facts {
        system: POLICY_SYSTEM.into(),
        rows: vec![Row {
            path: FOLDER.into(),
            pointer: String::new(),
            kind: Kind::Policy,
            artifact: POLICY_SYSTEM.into(),
            value,
            detail: Detail::default(),
        }],
    };
    let (before, after) = (table(before), table(after));
    all.document.systems.push((POLICY_SYSTEM.into(), Reading::Old, before.digest(), after.digest()));
    all.document.systems.sort();
    all.facts.push((Reading::Old, before, after));
}
