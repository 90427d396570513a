//! One walk over all cells of a policy: which rules are about each.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::decimal::Decimal;
use crate::kind::{Direction, Kind};
use crate::policy::{Duty, Kernel, Rule, RuleSource};
use crate::time::Instant;
use crate::verdict::{self, Match};

use super::cells::{self, Cell, Place};
use super::people::{Demand, People};

/// The most cells that are looked at.
pub const MOST_CELLS: usize = 20_000;
/// The most rules that may be about one place; where there are more, its cells are left out.
/// What lints do with the rules of a cell grows faster than their number.
const MOST_RULES: usize = 24;
/// The most times that a rule is held against a cell.
const MOST_TRIED: usize = 200_000;

/// What a policy says about every change it can meet, at an instant.
pub struct Survey<'p> {
    /// The people as they stand.
    pub people: People<'p>,
    /// Every cell with its rules, in the order of places; only as many as the budget allows.
    pub cells: Vec<Judged<'p>>,
    /// Whether every cell was looked at; otherwise what is missing proves nothing.
    pub complete: bool,
}

/// What a rule with `persons distinct across systems` asks for at once, where systems share a part: one
/// change of it is a change of each.
pub struct Shared<'p> {
    /// The rule.
    pub rule: &'p Rule,
    /// The file that they share.
    pub path: &'p str,
    /// The systems, sorted, and what each asks of people.
    pub systems: Vec<(&'p str, Demand)>,
}

impl Shared<'_> {
    /// Returns what all systems ask together: nobody can answer for two.
    pub fn together(&self) -> Demand {
        Demand { slots: self.systems.iter().flat_map(|(_, demand)| demand.slots.iter().cloned()).collect() }
    }

    /// Names the systems, for a message.
    pub fn names(&self) -> String {
        let names: Vec<String> = self.systems.iter().map(|(system, _)| format!("`{system}`")).collect();
        match names.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => names.concat(),
        }
    }
}

/// A cell and the rules that a change of it meets.
pub struct Judged<'p> {
    /// The cell.
    pub cell: Cell<'p>,
    /// The rules that are enforced on it, `otherwise` where nothing else is; sorted by id.
    pub rules: Vec<&'p Rule>,
    /// The rules that only warn so far.
    pub warned: Vec<&'p Rule>,
}

impl<'p> Survey<'p> {
    /// Looks at every cell of a kernel.
    ///
    /// Rules that a `step` or `drift` clause makes are no part of it: they cut off changes that
    /// nothing can cure, and what they cut off is left out.
    pub fn new(kernel: &'p Kernel, at: Instant) -> Survey<'p> {
        let index = Index::new(kernel);
        let mut survey = Survey { people: People::new(kernel, at), cells: Vec::new(), complete: true };
        let mut left = MOST_TRIED;
        for place in cells::places(kernel) {
            if index.count(place) > MOST_RULES {
                survey.complete = false;
                continue;
            }
            let rules = index.candidates(place);
            for cell in cells::cells(place, &limits(&rules)) {
                let affordable = left.checked_sub(rules.len() + 1);
                let (Some(rest), true) = (affordable, survey.cells.len() < MOST_CELLS) else {
                    survey.complete = false;
                    return survey;
                };
                left = rest;
                if !index.is_too_far(&cell) {
                    survey.cells.push(judge(cell, &rules, kernel, index.otherwise, at));
                }
            }
        }
        survey
    }

    /// Lists what rules that want other persons in each system ask for parts that systems share, each
    /// rule once for the same systems. A part is shared where two systems name it in the same words.
    pub fn shared(&self) -> Vec<Shared<'p>> {
        let mut parts: BTreeMap<_, BTreeMap<&'p str, &'p Rule>> = BTreeMap::new();
        for judged in &self.cells {
            let Some(slot) = judged.cell.place.slot else { continue };
            for rule in judged.rules.iter().chain(&judged.warned).filter(|rule| rule.distinct) {
                for at in &slot.at {
                    let part = (rule.id.as_str(), at.path.as_str(), at.fragment.as_str(), slot.kind);
                    parts.entry(part).or_default().insert(judged.cell.place.system, rule);
                }
            }
        }
        let mut seen = BTreeSet::new();
        let shared = parts.into_iter().filter(|(_, systems)| systems.len() > 1);
        let once = shared.filter(|((rule, ..), systems)| {
            seen.insert((*rule, systems.keys().copied().collect::<Vec<_>>()))
        });
        let asked = once.filter_map(|((_, path, ..), systems)| {
            let rule = *systems.values().next()?;
            let ask = |system: &'p str| Some((system, self.people.demand(&rule.duty, system)?));
            Some(Shared { rule, path, systems: systems.into_keys().map(ask).collect::<Option<_>>()? })
        });
        asked.collect()
    }

    /// Returns what the rules on a cell ask of people; `None` where nothing can satisfy one.
    pub fn demands(&self, judged: &Judged<'p>) -> Option<Vec<Demand>> {
        judged.rules.iter().map(|rule| self.people.demand(&rule.duty, judged.cell.place.system)).collect()
    }
}

impl<'p> Judged<'p> {
    /// Returns the duties of the rules that are enforced.
    pub fn duties(&self) -> Vec<&'p Duty> {
        self.rules.iter().map(|rule| &rule.duty).collect()
    }

    /// Tells whether no rule but `otherwise` is enforced.
    pub fn is_left_over(&self) -> bool {
        self.rules.iter().all(|rule| rule.source == RuleSource::Otherwise)
    }
}

fn judge<'p>(
    cell: Cell<'p>,
    candidates: &[&'p Rule],
    kernel: &'p Kernel,
    otherwise: Option<&'p Rule>,
    at: Instant,
) -> Judged<'p> {
    let change = cell.change();
    let (mut rules, mut warned, mut covered) = (Vec::new(), Vec::new(), false);
    for rule in candidates {
        let about = verdict::about(rule, &change, kernel, at);
        if about == Match::No {
            continue;
        }
        if rule.warn_until.is_some_and(|day| at < day.end()) {
            warned.push(*rule);
        } else {
            covered |= about == Match::Yes;
            rules.push(*rule);
        }
    }
    if !covered {
        rules.extend(otherwise);
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Judged { cell, rules, warned }
}

/// The sizes at which some rule cuts the moves of a number.
fn limits(rules: &[&Rule]) -> BTreeSet<Decimal> {
    rules.iter().flat_map(|rule| &rule.guards).filter_map(|guard| guard.by_more_than).collect()
}

/// The rules by what their guards name, so that a place meets only those that may be about it.
struct Index<'p> {
    rules: Vec<&'p Rule>,
    by_name: HashMap<(Option<Kind>, Option<&'p str>, &'p str), Vec<usize>>,
    /// The `step` of each slot, by system and artifact.
    steps: HashMap<(&'p str, &'p str), Decimal>,
    otherwise: Option<&'p Rule>,
}

impl<'p> Index<'p> {
    fn new(kernel: &'p Kernel) -> Index<'p> {
        let rules: Vec<&Rule> = kernel.rules.iter().filter(|r| r.source == RuleSource::Rule).collect();
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::default();
        for (n, rule) in rules.iter().enumerate() {
            for guard in &rule.guards {
                let mut put = |system| {
                    by_name.entry((guard.kind, system, guard.artifact.as_str())).or_default().push(n);
                };
                match &guard.systems {
                    None => put(None),
                    Some(systems) => systems.iter().for_each(|system| put(Some(system.as_str()))),
                }
            }
        }
        let steps = kernel.rules.iter().filter(|r| r.source == RuleSource::Step).flat_map(|r| &r.guards);
        let steps = steps.filter_map(|guard| {
            let system = guard.systems.as_ref()?.first()?;
            Some(((system.as_str(), guard.artifact.as_str()), guard.by_more_than?))
        });
        let otherwise = kernel.rules.iter().find(|r| r.source == RuleSource::Otherwise);
        Index { rules, by_name, steps: steps.collect(), otherwise }
    }

    /// Lists the rules whose guards name a place, by the ways in which they can name it.
    fn named<'s>(&'s self, place: Place<'p>) -> impl Iterator<Item = &'s Vec<usize>> {
        let kinds = [None, Some(place.kind)];
        let ways = kinds.into_iter().flat_map(move |kind| {
            let systems = [None, Some(place.system)];
            systems.into_iter().flat_map(move |system| {
                let artifacts = ["", place.artifact];
                // The policy and the rest of a file have no name of their own.
                let count = if place.artifact.is_empty() { 1 } else { 2 };
                artifacts.into_iter().take(count).map(move |artifact| (kind, system, artifact))
            })
        });
        ways.filter_map(|way| self.by_name.get(&way))
    }

    /// Counts how often rules name a place, without listing them.
    fn count(&self, place: Place<'p>) -> usize {
        self.named(place).map(Vec::len).sum()
    }

    fn candidates(&self, place: Place<'p>) -> Vec<&'p Rule> {
        let found: BTreeSet<usize> = self.named(place).flatten().copied().collect();
        found.into_iter().map(|n| self.rules[n]).collect()
    }

    /// Tells whether a cell loosens by more than the slot's `step` ever allows.
    fn is_too_far(&self, cell: &Cell<'_>) -> bool {
        let loosens = matches!(cell.direction, Direction::Loosens | Direction::Unknown);
        let Some((more_than, _)) = cell.step.filter(|_| loosens) else { return false };
        let bound = self.steps.get(&(cell.place.system, cell.place.artifact));
        bound.is_some_and(|bound| more_than >= *bound)
    }
}
