//! What an edit of the policy does to its retention schedules, and the settings that carry them out.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Change, Shown};
use crate::facts::Row;
use crate::kind::{Direction, Kind, Op};
use crate::law::{Kept, Length, Sure};
use crate::policy::{Covered, FOLDER, Limit, Locator, Schedule};
use crate::time::InWords;

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
    /// Where the first of the settings is.
    pub at: Locator,
    /// The settings as they stand at the head.
    pub rows: Vec<Row>,
}

/// Schedules by the data that they cover.
#[derive(Debug, Default)]
pub struct Takers<'a> {
    by_data: HashMap<(&'a str, &'a str), Vec<&'a Schedule>>,
}

impl<'a> Takers<'a> {
    /// Gathers schedules.
    pub fn new(all: impl IntoIterator<Item = &'a Schedule>) -> Takers<'a> {
        let mut by_data: HashMap<(&str, &str), Vec<&Schedule>> = HashMap::new();
        for schedule in all {
            let mut data: Vec<(&str, &str)> = schedule.covers.iter().map(data).collect();
            data.dedup();
            data.into_iter().for_each(|data| by_data.entry(data).or_default().push(schedule));
        }
        Takers { by_data }
    }

    /// Finds data that a schedule covered and covers no more, in one system or in any, and that no
    /// other one surely keeps as long. Where it covered every place and now names some, any other
    /// schedule of that data is taken to have the rest: which places are served is not known here.
    pub fn let_go<'b>(
        &self,
        before: &'b Schedule,
        after: &Schedule,
        system: Option<&str>,
    ) -> Option<&'b Covered> {
        let here = |covered: &&Covered| system.is_none_or(|system| covered.system == system);
        before.covers.iter().filter(here).find(|covered| {
            let still = places(after, covered);
            let others = self.by_data.get(&data(covered)).into_iter().flatten();
            let others: Vec<_> = others.filter(|other| other.id != after.id).collect();
            let takes = |those: Vec<&&&Schedule>| {
                !those.is_empty() && those.iter().all(|other| is_at_least(other, before))
            };
            if covered.places.is_empty() {
                return !matches!(still, Some(Places::All)) && !takes(others.iter().collect());
            }
            !covered.places.iter().all(|place| {
                let there = |other: &&&&Schedule| has(places(other, covered).as_ref(), place);
                has(still.as_ref(), place) || takes(others.iter().filter(there).collect())
            })
        })
    }
}

/// The places in which a schedule covers some data.
enum Places<'a> {
    All,
    Some(BTreeSet<&'a str>),
}

/// Returns where a schedule covers the data of a clause; `None` where it does not.
fn places<'a>(schedule: &'a Schedule, what: &Covered) -> Option<Places<'a>> {
    let mut clauses = schedule.covers.iter().filter(|covered| data(covered) == data(what)).peekable();
    clauses.peek()?;
    let mut named = BTreeSet::new();
    for clause in clauses {
        if clause.places.is_empty() {
            return Some(Places::All);
        }
        named.extend(clause.places.iter().map(String::as_str));
    }
    Some(Places::Some(named))
}

fn has(places: Option<&Places<'_>>, place: &str) -> bool {
    match places {
        None => false,
        Some(Places::All) => true,
        Some(Places::Some(named)) => named.contains(place),
    }
}

fn data(covered: &Covered) -> (&str, &str) {
    (&covered.system, &covered.category)
}

/// Compares the schedules of two policies: a change of kind period for each system whose data is
/// kept for another time, and every schedule that is not the same. A schedule that lets go of data
/// which no other keeps as long is shorter for it.
///
/// A schedule that is gone is continued by a new one that covers some of its data: a new name
/// hides no shorter time. The change is then listed under both names.
pub fn schedules(old: &[Schedule], new: &[Schedule]) -> (Vec<Change>, Vec<Touched>) {
    let by_id: HashMap<&str, &Schedule> = old.iter().map(|s| (s.id.as_str(), s)).collect();
    let known: HashSet<&str> = new.iter().map(|s| s.id.as_str()).collect();
    let gone: Vec<&Schedule> = old.iter().filter(|s| !known.contains(s.id.as_str())).collect();
    // The first that covered some data, by that data.
    let mut had: HashMap<(&str, &str), usize> = HashMap::new();
    for (n, before) in gone.iter().enumerate() {
        before.covers.iter().for_each(|covered| _ = had.entry(data(covered)).or_insert(n));
    }
    let takers = Takers::new(new);
    let (mut changes, mut touched) = (Vec::new(), Vec::new());
    let mut continued: HashSet<&str> = HashSet::new();
    for after in new {
        let before = by_id.get(after.id.as_str()).copied().or_else(|| {
            let first = after.covers.iter().filter_map(|covered| had.get(&data(covered))).min()?;
            gone.get(*first).copied()
        });
        if before == Some(after) {
            continue;
        }
        if let Some(before) = before.filter(|before| before.id != after.id) {
            continued.insert(&before.id);
            changes.extend(of_systems(&before.id, Some(before), Some(after), &takers));
        }
        changes.extend(of_systems(&after.id, before, Some(after), &takers));
        touched.push(Touched { before: before.cloned(), after: Some(after.clone()), limits: Vec::new() });
    }
    for before in gone.into_iter().filter(|s| !continued.contains(s.id.as_str())) {
        changes.extend(of_systems(&before.id, Some(before), None, &takers));
        touched.push(Touched { before: Some(before.clone()), after: None, limits: Vec::new() });
    }
    (changes, touched)
}

fn of_systems(
    id: &str,
    before: Option<&Schedule>,
    after: Option<&Schedule>,
    takers: &Takers<'_>,
) -> Vec<Change> {
    let mut systems: Vec<&str> = [before, after].into_iter().flatten().flat_map(Schedule::systems).collect();
    systems.sort_unstable();
    systems.dedup();
    let of_system = |system: &str| {
        let there = |s: &&Schedule| s.is_about(system);
        let (before, after) = (before.filter(there), after.filter(there));
        let let_go = before.zip(after).and_then(|(b, a)| takers.let_go(b, a, Some(system)));
        let (op, direction) = compare(before, after, let_go.is_some())?;
        let moved = before.zip(after).is_some_and(|(b, a)| b.backups != a.backups);
        // Only where it is all that differs: other times say themselves what they are.
        let turned = before.zip(after).is_some_and(|(b, a)| b.keep == a.keep && b.rounding != a.rounding);
        let keep = |s: &Schedule| match s.rounding.as_str() {
            "" if turned => format!("{} (months not rounded)", s.keep),
            rounding if turned => format!("{} (months rounded {rounding})", s.keep),
            _ => s.keep.to_string(),
        };
        let shown = |s: &Schedule| match s.backups {
            Some(copies) if moved => format!("{} and {} in backups", keep(s), InWords(copies)),
            _ => keep(s),
        };
        let now = |s: &Schedule| match let_go {
            Some(covered) => format!("{}, no longer of {}", shown(s), covered.category),
            None => shown(s),
        };
        Some(Change {
            path: FOLDER.into(),
            pointer: format!("retention {id}"),
            before: before.map(shown).map(Shown::Text),
            after: after.map(now).map(Shown::Text),
            ..Change::bare(system, id, Kind::Period, op, direction)
        })
    };
    systems.into_iter().filter_map(of_system).collect()
}

/// Tells what happened to the time that data is kept; `None` where it is the same.
///
/// Neither side is safer: law asks for the longer and for the shorter. What cannot be compared,
/// such as times from two different events, has no direction.
fn compare(before: Option<&Schedule>, after: Option<&Schedule>, let_go: bool) -> Option<(Op, Direction)> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some((Op::Added, Direction::Neutral)),
        (Some(_), None) => return Some((Op::Removed, Direction::Neutral)),
        (Some(before), Some(after)) => (before, after),
    };
    let same = (&before.keep, &before.rounding) == (&after.keep, &after.rounding);
    let at_least = |one, other| (same || is_at_least(one, other)) && copies_at_least(one, other);
    Some(match (at_least(after, before), at_least(before, after)) {
        (true, true) if let_go => (Op::Shortened, Direction::Neutral),
        (true, true) => return None,
        (true, false) if let_go => (Op::Changed, Direction::Unknown),
        (true, false) => (Op::Lengthened, Direction::Neutral),
        (false, true) => (Op::Shortened, Direction::Neutral),
        (false, false) => (Op::Changed, Direction::Unknown),
    })
}

/// Tells whether the copies in backups surely live at least as long as those of another schedule.
fn copies_at_least(one: &Schedule, other: &Schedule) -> bool {
    let copies = |schedule: &Schedule| schedule.backups.map(Length::from).unwrap_or_default();
    copies(one).is_at_least(copies(other)) == Sure::Always
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
