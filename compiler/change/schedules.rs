//! What an edit of the policy does to its retention schedules, and the settings that carry them out.

use serde::{Deserialize, Serialize};

use super::{Change, Shown};
use crate::facts::{Facts, Row};
use crate::kind::{Direction, Kind, Op};
use crate::law::{Kept, Sure};
use crate::policy::{FOLDER, Kernel, Limit, Schedule};

/// A schedule that an edit of the policy touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// The schedule before, maybe under another name; `null` when it is new.
    pub before: Option<Schedule>,
    /// The schedule after; `null` when it is gone.
    pub after: Option<Schedule>,
    /// What law asks of the schedule after at the instant, as far as it is settled.
    pub limits: Vec<Limit>,
}

/// A schedule at the head and the settings of one system that carry it out.
#[derive(Clone, Debug)]
pub struct Enforced {
    /// The schedule.
    pub schedule: Schedule,
    /// The system.
    pub system: String,
    /// The settings as they stand at the head.
    pub rows: Vec<Row>,
}

/// Compares the schedules of two policies: a change of kind period for each system whose data is
/// kept for another time, and every schedule that is not the same.
///
/// A schedule that is gone is continued by a new one that covers some of its data: a new name
/// hides no shorter time. The change is then listed under both names.
pub fn schedules(old: &[Schedule], new: &[Schedule]) -> (Vec<Change>, Vec<Touched>) {
    let named = |list: &[Schedule], id: &str| list.iter().position(|s| s.id == id);
    let gone: Vec<&Schedule> = old.iter().filter(|s| named(new, &s.id).is_none()).collect();
    let (mut changes, mut touched) = (Vec::new(), Vec::new());
    let mut continued: Vec<&str> = Vec::new();
    for after in new {
        let before = match named(old, &after.id) {
            Some(n) => old.get(n),
            None => gone.iter().copied().find(|before| share_data(before, after)),
        };
        if before == Some(after) {
            continue;
        }
        if let Some(before) = before.filter(|before| before.id != after.id) {
            continued.push(&before.id);
            changes.extend(of_systems(&before.id, Some(before), Some(after)));
        }
        changes.extend(of_systems(&after.id, before, Some(after)));
        touched.push(Touched { before: before.cloned(), after: Some(after.clone()), limits: Vec::new() });
    }
    for before in gone.into_iter().filter(|s| !continued.contains(&s.id.as_str())) {
        changes.extend(of_systems(&before.id, Some(before), None));
        touched.push(Touched { before: Some(before.clone()), after: None, limits: Vec::new() });
    }
    (changes, touched)
}

/// Finds the settings that carry out the schedules of a policy in one system. A schedule without
/// such a setting in the system is left out.
pub fn enforced(kernel: &Kernel, facts: &Facts) -> Vec<Enforced> {
    let covering = kernel.schedules.iter().filter(|schedule| schedule.is_about(&facts.system));
    let of_schedule = |schedule: &Schedule| {
        kernel.settings(schedule, &facts.system).next()?;
        let is_here = |row: &&Row| row.kind == Kind::Period && row.artifact == schedule.id;
        let rows = facts.rows.iter().filter(is_here).cloned().collect();
        Some(Enforced { schedule: schedule.clone(), system: facts.system.clone(), rows })
    };
    covering.filter_map(of_schedule).collect()
}

fn share_data(one: &Schedule, other: &Schedule) -> bool {
    one.covers
        .iter()
        .any(|a| other.covers.iter().any(|b| (&a.system, &a.category) == (&b.system, &b.category)))
}

fn of_systems(id: &str, before: Option<&Schedule>, after: Option<&Schedule>) -> Vec<Change> {
    let mut systems: Vec<&str> = [before, after].into_iter().flatten().flat_map(Schedule::systems).collect();
    systems.sort_unstable();
    systems.dedup();
    let of_system = |system: &str| {
        let there = |s: &&Schedule| s.is_about(system);
        let (before, after) = (before.filter(there), after.filter(there));
        let (op, direction) = compare(before, after)?;
        let shown = |s: Option<&Schedule>| s.map(|s| Shown::Text(s.keep.to_string()));
        Some(Change {
            path: FOLDER.into(),
            pointer: format!("retention {id}"),
            before: shown(before),
            after: shown(after),
            ..Change::bare(system, id, Kind::Period, op, direction)
        })
    };
    systems.into_iter().filter_map(of_system).collect()
}

/// Tells what happened to the time that data is kept; `None` where it is the same.
///
/// Neither side is safer: law asks for the longer and for the shorter. What cannot be compared,
/// such as times from two different events, has no direction.
fn compare(before: Option<&Schedule>, after: Option<&Schedule>) -> Option<(Op, Direction)> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some((Op::Added, Direction::Neutral)),
        (Some(_), None) => return Some((Op::Removed, Direction::Neutral)),
        (Some(before), Some(after)) => (before, after),
    };
    if (&before.keep, &before.rounding) == (&after.keep, &after.rounding) {
        return None;
    }
    Some(match (is_at_least(after, before), is_at_least(before, after)) {
        (true, true) => return None,
        (true, false) => (Op::Lengthened, Direction::Neutral),
        (false, true) => (Op::Shortened, Direction::Neutral),
        (false, false) => (Op::Changed, Direction::Unknown),
    })
}

/// Tells whether a schedule surely keeps data at least as long as another.
pub fn is_at_least(one: &Schedule, other: &Schedule) -> bool {
    match (one.kept(), other.kept()) {
        (_, Kept::Nothing) | (Kept::Forever, _) => true,
        (Kept::For(a, own), Kept::For(b, event)) => own == event && a.is_at_least(b) == Sure::Always,
        (Kept::For(_, own), Kept::To(event)) => own == event,
        (Kept::To(own), Kept::To(event)) => own == event && one.keep == other.keep,
        _ => false,
    }
}
