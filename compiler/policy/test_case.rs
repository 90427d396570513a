//! A `test` item with every name bound, ready for `evaluate`.

use crate::model;
use crate::source::Location;
use crate::time::Instant;

pub use crate::model::{Expect, InForce, Report, TestChange, TestEdit, TestValue};

/// A story with the verdict that it must get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyTest {
    /// The title; unique in the policy.
    pub title: String,
    /// The instant of the verdict: the start of the day named.
    pub at: Instant,
    /// What changed, in the order written.
    pub changes: Vec<TestChange>,
    /// Who made it: ids of persons and bots.
    pub authors: Vec<String>,
    /// Approvals: (person, role).
    pub approvals: Vec<(String, String)>,
    /// Vetoes: (person, role).
    pub vetoes: Vec<(String, String)>,
    /// Evidence ids and what each says; an id that is not listed is missing.
    pub evidence: Vec<(String, Report)>,
    /// Ids of exceptions that were granted.
    pub granted: Vec<String>,
    /// Who declared that the change restores what was approved before: (person, role).
    pub emergency: Option<(String, String)>,
    /// Earlier values.
    pub in_force: Vec<InForce>,
    /// The verdict it must get.
    pub expect: Expect,
    /// Where the title was written.
    pub location: Location,
}

impl PolicyTest {
    /// Takes over a bound `test` item.
    pub fn from_model(test: &model::Test) -> PolicyTest {
        PolicyTest {
            title: test.title.text.clone(),
            at: test.at.start(),
            changes: test.changes.clone(),
            authors: test.authors.clone(),
            approvals: test.approvals.clone(),
            vetoes: test.vetoes.clone(),
            evidence: test.evidence.clone(),
            granted: test.granted.clone(),
            emergency: test.emergency.clone(),
            in_force: test.in_force.clone(),
            expect: test.expect.clone(),
            location: test.title.at,
        }
    }
}
