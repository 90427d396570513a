//! What no test of a policy reaches: rules, clauses, and ways in which a value can change.

use std::collections::{BTreeMap, BTreeSet};

use crate::kind::{Kind, Op};
use crate::policy::{Policy, PolicyTest, RuleSource};
use crate::prove::{Cell, Survey};
use crate::source::Location;
use crate::verdict::ObligationResult;

/// What the tests of a policy reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Each rule and `otherwise`.
    pub rules: Vec<Point>,
    /// Each clause or invariant that a test can break.
    pub clauses: Vec<Point>,
    /// Each way in which a governed value can change.
    pub operations: Vec<Point>,
    /// Each exception, and the emergency: whether it stands in for a rule in some test.
    pub relief: Vec<Point>,
    /// Invariants on the text of prompts, which no test can reach.
    pub untestable: usize,
}

/// Something that a test can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// A rule's id, a clause's id, or an operation in words.
    pub name: String,
    /// Where it was written.
    pub at: Option<Location>,
    /// How far the tests get.
    pub reached: Reached,
}

/// How far the tests get with one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// No test gets there.
    Never,
    /// A rule lets a change through in some test, and never stops one.
    OnlyPasses,
    /// A rule stops a change in some test, and never lets one through that could be.
    OnlyBlocks,
    /// All there is to see.
    Fully,
}

impl Coverage {
    /// Returns the lists with their titles; that of relief where the policy has any.
    pub fn groups(&self) -> Vec<(&'static str, &[Point])> {
        let mut groups: Vec<(&'static str, &[Point])> =
            vec![("rules", &self.rules), ("clauses", &self.clauses), ("operations", &self.operations)];
        if !self.relief.is_empty() {
            groups.push(("relief", &self.relief));
        }
        groups
    }
}

/// Runs every test and tells what none of them reaches. The survey is that of the same policy.
pub fn coverage(policy: &Policy, tests: &[PolicyTest], survey: &Survey) -> Coverage {
    let (mut passes, mut blocks) = (BTreeSet::new(), BTreeSet::new());
    let (mut operations, mut relieved) = (BTreeSet::new(), BTreeSet::new());
    for test in tests {
        let (changes, verdict) = super::judge(policy, test);
        for obligation in verdict.obligations {
            match obligation.result {
                ObligationResult::Satisfied => passes.insert(obligation.rule),
                ObligationResult::Unsatisfied => blocks.insert(obligation.rule),
                ObligationResult::Bypassed => relieved.insert("emergency".to_owned()),
                _ => false,
            };
        }
        relieved.extend(verdict.exceptions.into_iter().map(|used| format!("exception {}", used.exception)));
        let broken = verdict.invariants.into_iter().filter(|h| h.result == ObligationResult::Unsatisfied);
        blocks.extend(broken.map(|held| held.hold));
        operations.extend(changes.list.iter().map(|c| words(c.kind, &c.system, &c.artifact, c.op)));
    }

    let kernel = &policy.kernel;
    let origin = |id: &str| policy.origins.get(id).copied();
    let point = |id: &str, reached| Point { name: id.to_owned(), at: origin(id), reached };
    let written =
        kernel.rules.iter().filter(|r| matches!(r.source, RuleSource::Rule | RuleSource::Otherwise));
    let rules = written.filter(|rule| origin(&rule.id).is_some()).map(|rule| {
        let curable = !matches!(rule.duty, crate::policy::Duty::Never(_));
        let reached = match (passes.contains(rule.id.as_str()), blocks.contains(rule.id.as_str())) {
            (true, true) => Reached::Fully,
            (false, true) if !curable => Reached::Fully,
            (true, false) => Reached::OnlyPasses,
            (false, true) => Reached::OnlyBlocks,
            (false, false) => Reached::Never,
        };
        point(&rule.id, reached)
    });
    let stops = |id: &str| if blocks.contains(id) { Reached::Fully } else { Reached::Never };
    let bounds = kernel.rules.iter().filter(|r| matches!(r.source, RuleSource::Step | RuleSource::Drift));
    let holds = kernel.holds.iter().filter(|hold| hold.kind != Kind::Prompt);
    let clauses = bounds.map(|rule| rule.id.as_str()).chain(holds.map(|hold| hold.id.as_str()));

    let exceptions = kernel.exceptions.iter().map(|exception| format!("exception {}", exception.id));
    let relief = exceptions.chain(kernel.emergency.iter().map(|_| "emergency".to_owned())).map(|name| {
        let reached = if relieved.contains(&name) { Reached::Fully } else { Reached::Never };
        point(&name, reached)
    });

    let mut ways: BTreeMap<String, Option<Location>> = BTreeMap::new();
    for judged in &survey.cells {
        let place = judged.cell.place;
        let at = origin(&format!("{}.{}", place.system, place.artifact))
            .or_else(|| origin(&format!("system {}", place.system)));
        ways.insert(operation(&judged.cell), at);
    }
    let ways = ways.into_iter().map(|(name, at)| {
        let reached = if operations.contains(&name) { Reached::Fully } else { Reached::Never };
        Point { name, at, reached }
    });
    Coverage {
        rules: rules.collect(),
        clauses: clauses.map(|id| point(id, stops(id))).collect(),
        operations: ways.collect(),
        relief: relief.collect(),
        untestable: kernel.holds.iter().filter(|hold| hold.kind == Kind::Prompt).count(),
    }
}

/// Says in words what happens in a cell, as far as operations are counted.
pub(super) fn operation(cell: &Cell) -> String {
    words(cell.place.kind, cell.place.system, cell.place.artifact, cell.op)
}

/// Says in words what happened where.
pub(super) fn words(kind: Kind, system: &str, artifact: &str, op: Op) -> String {
    match kind {
        Kind::Policy => format!("policy {op}"),
        Kind::Other => format!("other of {system} {op}"),
        _ => format!("{kind} {artifact} of {system} {op}"),
    }
}
