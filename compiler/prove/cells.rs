//! The cells of a policy: for every governed place, every way in which its value can change.

use std::collections::BTreeSet;
use std::fmt;

use crate::change::{Binding, Change, ModelChange, ModelId};
use crate::decimal::Decimal;
use crate::kind::{Direction, Kind, Op};
use crate::policy::{Kernel, POLICY_SYSTEM, Slot};

/// A place whose value can change.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// The system; [`POLICY_SYSTEM`] for the policy itself.
    pub system: &'p str,
    /// The artifact; `""` for the policy and for the rest of a file.
    pub artifact: &'p str,
    /// What sort of value.
    pub kind: Kind,
    /// The slot, where the place is one.
    pub slot: Option<&'p Slot>,
}

/// Which part of a model id a swap changes; the parts after it change too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Another provider.
    Provider,
    /// Another family of the same provider.
    Family,
    /// Another version of the same family.
    Version,
}

/// One change that stands for all that no guard of the policy can tell apart from it.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'p> {
    /// Where.
    pub place: Place<'p>,
    /// What happens.
    pub op: Op,
    /// Which way.
    pub direction: Direction,
    /// Whether a protected part of a prompt is touched.
    pub protected: bool,
    /// For a swap of models, which part changes.
    pub part: Option<Part>,
    /// How far a number moves: more than the first, up to and with the second.
    pub step: Option<(Decimal, Decimal)>,
}

/// Lists every place of a kernel: its slots, the rest of its files, the policy itself.
pub fn places(kernel: &Kernel) -> impl Iterator<Item = Place<'_>> {
    let slots = kernel.slots.iter().map(|slot| Place {
        system: &slot.system,
        artifact: &slot.artifact,
        kind: slot.kind,
        slot: Some(slot),
    });
    let rests = kernel.systems.iter().filter(|system| !system.files.is_empty());
    let rests = rests.map(|system| Place { system: &system.id, artifact: "", kind: Kind::Other, slot: None });
    let named: BTreeSet<(&str, &str)> =
        kernel.slots.iter().map(|slot| (slot.system.as_str(), slot.artifact.as_str())).collect();
    let covered = kernel.schedules.iter().flat_map(|schedule| {
        let id = schedule.id.as_str();
        schedule.systems().into_iter().map(move |system| (system, id))
    });
    let bare = covered.filter(move |place| !named.contains(place));
    let schedules = bare.map(|(system, artifact)| Place { system, artifact, kind: Kind::Period, slot: None });
    let policy = Place { system: POLICY_SYSTEM, artifact: "", kind: Kind::Policy, slot: None };
    slots.chain(schedules).chain(rests).chain(std::iter::once(policy))
}

/// Lists the cells of one place, cut at the given sizes of a move.
pub fn cells<'p>(place: Place<'p>, limits: &BTreeSet<Decimal>) -> Vec<Cell<'p>> {
    let mut cells = Vec::new();
    for (op, direction) in moves(place) {
        let plain = Cell { place, op, direction, protected: false, part: None, step: None };
        match place.kind {
            Kind::Prompt if place.slot.is_some_and(|slot| !slot.protected.is_empty()) => {
                let op = if op == Op::Reworded { Op::Edited } else { op };
                cells.extend([plain, Cell { op, protected: true, ..plain }]);
            }
            Kind::Model if op == Op::Swapped => {
                let parts = [Part::Provider, Part::Family, Part::Version];
                cells.extend(parts.map(|part| Cell { part: Some(part), ..plain }));
            }
            Kind::Threshold | Kind::Parameter if has_size(op) => {
                cells.extend(steps(limits).map(|step| Cell { step: Some(step), ..plain }));
            }
            _ => cells.push(plain),
        }
    }
    cells
}

/// What can happen to a value of a place, and which way that goes: as `change` tells of real
/// values (a property test holds the two against each other).
pub(super) fn moves(place: Place<'_>) -> Vec<(Op, Direction)> {
    use Direction::{Loosens, Neutral, Tightens, Unknown};
    let slot = place.slot;
    let safer = slot.map_or("", |slot| slot.safer.as_str());
    let has_default = slot.is_some_and(|slot| slot.default.is_some());
    let toward = |side: &str, other: &str| match safer {
        s if s == side => Tightens,
        s if s == other => Loosens,
        _ => Unknown,
    };
    match place.kind {
        Kind::Prompt => vec![(Op::Added, Neutral), (Op::Removed, Neutral), (Op::Reworded, Neutral)],
        Kind::Model | Kind::Voice => {
            vec![(Op::Added, Neutral), (Op::Removed, Neutral), (Op::Swapped, Neutral)]
        }
        Kind::Threshold => {
            let mut all =
                vec![(Op::Raised, toward("higher", "lower")), (Op::Lowered, toward("lower", "higher"))];
            all.extend(match has_default {
                true => [(Op::Added, Neutral), (Op::Removed, Neutral)],
                false => [(Op::Added, Unknown), (Op::Removed, Loosens)],
            });
            all
        }
        Kind::Parameter | Kind::Knowledge => {
            vec![(Op::Added, Neutral), (Op::Removed, Neutral), (Op::Changed, Neutral)]
        }
        Kind::Tools | Kind::Regions if safer == "wider" => vec![
            (Op::Added, Tightens),
            (Op::Removed, Loosens),
            (Op::Widened, Tightens),
            (Op::Narrowed, Loosens),
        ],
        Kind::Tools | Kind::Regions => vec![
            (Op::Added, Loosens),
            (Op::Removed, Unknown),
            (Op::Widened, Loosens),
            (Op::Narrowed, Tightens),
        ],
        Kind::Switch => {
            let mut all = match safer {
                "" => vec![(Op::Changed, Unknown)],
                _ => vec![(Op::Loosened, Loosens), (Op::Tightened, Tightens)],
            };
            match has_default {
                true => all.extend([(Op::Added, Neutral), (Op::Removed, Neutral)]),
                false => {
                    all.extend([(Op::Added, Unknown), (Op::Removed, Loosens)]);
                    all.extend((!safer.is_empty()).then_some((Op::Added, Tightens)));
                }
            }
            all
        }
        Kind::Period => {
            let directed = |side, other| if safer.is_empty() { Neutral } else { toward(side, other) };
            let (came, went) = if safer.is_empty() { (Neutral, Neutral) } else { (Unknown, Loosens) };
            let mut all = vec![
                (Op::Lengthened, directed("longer", "shorter")),
                (Op::Shortened, directed("shorter", "longer")),
                (Op::Added, came),
                (Op::Removed, went),
            ];
            // A schedule may also come to start from another event.
            all.extend(slot.is_none().then_some((Op::Changed, Unknown)));
            all
        }
        Kind::Policy => {
            vec![(Op::Weakened, Loosens), (Op::Strengthened, Tightens), (Op::Changed, Neutral)]
        }
        Kind::Other => vec![(Op::Changed, Neutral)],
    }
}

fn has_size(op: Op) -> bool {
    matches!(op, Op::Raised | Op::Lowered | Op::Changed)
}

/// The classes of moves that the limits cut: up to each limit, and beyond the last.
fn steps(limits: &BTreeSet<Decimal>) -> impl Iterator<Item = (Decimal, Decimal)> {
    let last = limits.last().copied().unwrap_or(Decimal::ZERO);
    let beyond = Decimal::parse("-1").and_then(|less| last.checked_sub(less)).unwrap_or(last);
    let ends = limits.iter().copied().chain([beyond]);
    std::iter::once(Decimal::ZERO).chain(limits.iter().copied()).zip(ends)
}

impl Cell<'_> {
    /// Makes the change that stands for the cell.
    pub fn change(&self) -> Change {
        let id = |provider: &str, family: &str, version: &str| ModelId {
            provider: provider.to_owned(),
            family: family.to_owned(),
            version: version.to_owned(),
            pinned: true,
            binding: Binding::Pinned,
            place: String::new(),
        };
        let model = self.part.map(|part| ModelChange {
            before: Some(id("p", "f", "1")),
            after: Some(match part {
                Part::Provider => id("q", "g", "2"),
                Part::Family => id("p", "g", "2"),
                Part::Version => id("p", "f", "2"),
            }),
            ends: None,
        });
        let Place { system, artifact, kind, .. } = self.place;
        let mut change = Change::bare(system, artifact, kind, self.op, self.direction);
        change.protected = self.protected;
        change.delta = self.step.map(|(_, most)| most.to_string());
        change.model = model;
        change
    }
}

/// Says what a cell is in the words of a rule: `threshold escalation of claims_line lowered`.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { system, artifact, kind, .. } = self.place;
        let protected = if self.protected { "protected " } else { "" };
        match kind {
            Kind::Policy => write!(f, "policy {}", self.op)?,
            Kind::Other => write!(f, "other files of {system} {}", self.op)?,
            _ => write!(f, "{protected}{kind} {artifact} of {system} {}", self.op)?,
        }
        match self.part {
            Some(Part::Provider) => f.write_str(" to another provider")?,
            Some(Part::Family) => f.write_str(" to another family")?,
            Some(Part::Version) => f.write_str(" to another version")?,
            None => {}
        }
        Ok(())
    }
}
