//! Tests as a policy tells them: a change on a day, who did what, and the verdict.

use crate::decimal::Decimal;
use crate::kind::{Kind, Op};
use crate::source::Location;
use crate::time::{Date, Period};

use super::Text;

/// A `test` item.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: Text,
    /// The day of the verdict.
    pub at: Date,
    /// What changed.
    pub changes: Vec<TestChange>,
    /// Who made it: persons and bots.
    pub authors: Vec<String>,
    /// Approvals: (person, role).
    pub approvals: Vec<(String, String)>,
    /// Vetoes: (person, role).
    pub vetoes: Vec<(String, String)>,
    /// Evidence and what it says.
    pub evidence: Vec<(String, Report)>,
    /// Exceptions that were granted.
    pub granted: Vec<String>,
    /// Who declared that the change restores what was approved before: (person, role).
    pub emergency: Option<(String, String)>,
    /// Earlier values.
    pub in_force: Vec<InForce>,
    /// The verdict it must get.
    pub expect: Expect,
}

/// What a report says in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Every bound is met.
    Passes,
    /// A bound is not met.
    Fails,
    /// There is none.
    Missing,
}

/// A change in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestChange {
    /// The system; `policy` for the policy itself.
    pub system: String,
    /// The artifact, or `""`.
    pub artifact: String,
    /// What sort of value.
    pub kind: Kind,
    /// What happened.
    pub edit: TestEdit,
    /// Where.
    pub at: Location,
}

/// What happened in a test's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestEdit {
    /// From one value to another.
    Value(TestValue, TestValue),
    /// A prompt was edited, in the section named, or outside every section.
    Edited(Option<String>),
    /// A value of which only the operation is said.
    Op(Op),
}

/// A value in a test, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestValue {
    /// Nothing there.
    Absent,
    /// A model or voice id.
    Id(String),
    /// A threshold.
    Decimal(Decimal),
    /// A parameter: `number`, `string`, `bool` or `null`, and its canonical text.
    Scalar(&'static str, String),
    /// Tools or regions, unique and sorted.
    Set(Vec<String>),
    /// A switch: on or off.
    Switch(bool),
    /// A period.
    Duration(Period),
}

/// A value that was in force before, in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The system.
    pub system: String,
    /// The artifact.
    pub artifact: String,
    /// The value.
    pub value: TestValue,
    /// Its first day.
    pub since: Date,
}

/// The verdict a test must get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Passed.
    Passed,
    /// Blocked; by this rule or invariant, if named.
    Blocked(Option<String>),
    /// Unknown; because of this reason, if named.
    Unknown(Option<String>),
}
