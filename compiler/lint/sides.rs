//! The two directions of every value that has a safe side, with the rules on each.

use std::collections::BTreeMap;

use crate::kind::{Direction, Kind};
use crate::policy::Rule;
use crate::prove::{Judged, People, Place};

use super::Context;

/// What can happen to one value, by direction.
#[derive(Default)]
pub struct Sides<'s, 'a> {
    /// Moves away from the safe side.
    pub loosening: Vec<&'s Judged<'a>>,
    /// Moves towards it.
    pub tightening: Vec<&'s Judged<'a>>,
}

/// Lists the values with a declared safe side, in the order of their places.
pub fn by_place<'s, 'a>(context: &'s Context<'a>) -> Vec<(Place<'a>, Sides<'s, 'a>)> {
    let mut all: BTreeMap<(&str, &str), (Place<'a>, Sides<'s, 'a>)> = BTreeMap::new();
    let directed = |kind| matches!(kind, Kind::Threshold | Kind::Switch | Kind::Period);
    for judged in context.survey().cells.iter().filter(|judged| directed(judged.cell.place.kind)) {
        let place = judged.cell.place;
        let (_, sides) = all.entry((place.system, place.artifact)).or_insert((place, Sides::default()));
        match judged.cell.direction {
            Direction::Loosens => sides.loosening.push(judged),
            Direction::Tightens => sides.tightening.push(judged),
            Direction::Neutral | Direction::Unknown => {}
        }
    }
    all.into_values().collect()
}

/// Tells whether duties can be met without meeting a rule.
pub fn lacks<'a>(
    people: &People<'a>,
    duties: &[&'a crate::policy::Duty],
    rule: &'a Rule,
    system: &str,
) -> bool {
    people.implies(duties, &rule.duty, system) == Some(false)
}
