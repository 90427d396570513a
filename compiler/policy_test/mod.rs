//! What: a policy's own `test` items, run through the same evaluation as every change.
//! From: [`crate::policy::PolicyTest`].
//! No longer knows: files, git; a test is a story told in values.
//! Used by: `countersign test`.

mod coverage;
mod suggest;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::approval::{Approvals, Contributor, Contributors, DeclaredEmergency, Granted, Reliefs};
use crate::change::{self, Change, Changes, Reading};
use crate::evidence::{Finding, Outcome};
use crate::facts::{Detail, Facts, Row, Value};
use crate::git::Oid;
use crate::history::{History, State};
use crate::kind::{Direction, Kind, Op};
use crate::policy::{
    Evidence, Expect, InForce, Kernel, POLICY_SYSTEM, Policy, PolicyTest, Report, TestChange, TestEdit,
    TestValue,
};
use crate::statement::{Approval, Decision as Said, Seen, Statement};
use crate::time::Instant;
use crate::verdict::{self, Decision, Inputs, Moment, ObligationResult, Verdict};

pub use coverage::{Coverage, Point, Reached, coverage};
pub use suggest::{Suggestions, suggest};

/// How a test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOutcome {
    /// The test's title.
    pub title: String,
    /// What differs from what it expects; `None` when it holds.
    pub difference: Option<String>,
}

/// Runs one test.
///
/// A test says that a prompt was edited and not what it says now, so what a prompt must and
/// must not say is not judged here.
pub fn run(policy: &Policy, test: &PolicyTest) -> TestOutcome {
    let (_, verdict) = judge(policy, test);
    TestOutcome { title: test.title.clone(), difference: difference(&test.expect, &verdict) }
}

/// Judges the story that a test tells.
fn judge(policy: &Policy, test: &PolicyTest) -> (Changes, Verdict) {
    let changes = changes(&policy.kernel, test);
    let contributors = contributors(&policy.kernel, test);
    let approvals = approvals(&policy.kernel, test, &changes, &contributors);
    let reliefs = reliefs(&policy.kernel, test, &contributors);
    let evidence: Vec<Finding> = policy.kernel.evidence.iter().map(|e| finding(e, test)).collect();
    let history = history(test);
    let mut policy = policy.clone();
    policy.kernel.holds.retain(|hold| hold.kind != Kind::Prompt);
    let verdict = verdict::evaluate(&Inputs {
        policy: &policy,
        changes: &changes,
        approvals: &approvals,
        reliefs: &reliefs,
        contributors: &contributors,
        evidence: &evidence,
        history: &history,
        at: test.at,
        moment: Moment::Range,
        extra: &[],
    });
    (changes, verdict)
}

/// Says what differs from what a test expects.
fn difference(expect: &Expect, verdict: &Verdict) -> Option<String> {
    let stopped: BTreeSet<&str> = verdict
        .obligations
        .iter()
        .filter(|o| o.result == ObligationResult::Unsatisfied)
        .map(|o| o.rule.as_str())
        .chain(
            verdict
                .invariants
                .iter()
                .filter(|h| h.result == ObligationResult::Unsatisfied)
                .map(|h| h.hold.as_str()),
        )
        .chain(verdict.blocked.iter().map(|e| e.reason.as_str()))
        .collect();
    let reasons: BTreeSet<&str> = verdict.unknown.iter().map(|e| e.reason.as_str()).collect();
    let is = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
    let got = match verdict.decision {
        Decision::Passed => "passed".to_owned(),
        Decision::Blocked => format!("blocked by {}", is(&stopped)),
        Decision::Unknown => format!("unknown because {}", is(&reasons)),
    };
    let (holds, want) = match expect {
        Expect::Passed => (verdict.decision == Decision::Passed, "passed".to_owned()),
        Expect::Blocked(None) => (verdict.decision == Decision::Blocked, "blocked".to_owned()),
        Expect::Blocked(Some(by)) => (
            verdict.decision == Decision::Blocked && stopped.contains(by.as_str()),
            format!("blocked by {by}"),
        ),
        Expect::Unknown(None) => (verdict.decision == Decision::Unknown, "unknown".to_owned()),
        Expect::Unknown(Some(why)) => (
            verdict.decision == Decision::Unknown && reasons.contains(why.as_str()),
            format!("unknown because {why}"),
        ),
    };
    (!holds).then(|| format!("expected {want}, got {got}"))
}

fn changes(kernel: &Kernel, test: &PolicyTest) -> Changes {
    let mut sides: BTreeMap<&str, (Facts, Facts)> = BTreeMap::new();
    let mut said = Vec::new();
    for change in &test.changes {
        let (before, after) = match &change.edit {
            TestEdit::Value(before, after) => (value(before), value(after)),
            TestEdit::Edited(section) => {
                (text(section.as_deref(), "before"), text(section.as_deref(), "after"))
            }
            TestEdit::Op(op) => {
                said.push(bare(change, *op));
                continue;
            }
        };
        let pair = sides.entry(change.system.as_str()).or_insert_with(|| {
            let empty = || Facts { system: change.system.clone(), rows: Vec::new() };
            (empty(), empty())
        });
        pair.0.rows.push(row(change, before));
        pair.1.rows.push(row(change, after));
    }
    let sides = sides.into_values().map(|(before, after)| (Reading::Old, before, after)).collect();
    let mut changes = change::compare(kernel, sides);
    let settings = change::Settings::of(kernel);
    let enforced = changes.facts.iter().flat_map(|(_, _, after)| settings.enforced(after));
    changes.enforced = enforced.filter(|setting| !setting.rows.is_empty()).collect();
    for change in said {
        let digest =
            |side: &str| crate::canonical::digest(&(side, &change.system, &change.artifact, change.op));
        changes.document.systems.push((
            change.system.clone(),
            Reading::Old,
            digest("before"),
            digest("after"),
        ));
        changes.list.push(change);
    }
    changes
}

fn row(change: &TestChange, (value, text): (Value, Option<String>)) -> Row {
    Row {
        path: String::new(),
        pointer: change.artifact.clone(),
        kind: change.kind,
        artifact: change.artifact.clone(),
        value,
        detail: Detail { text: text.map(Into::into), ..Detail::default() },
    }
}

fn value(value: &TestValue) -> (Value, Option<String>) {
    let value = match value {
        TestValue::Absent => Value::Absent,
        TestValue::Id(v) => Value::Id { v: v.clone() },
        TestValue::Decimal(n) => Value::Decimal { v: n.to_string(), unit: String::new() },
        TestValue::Scalar(kind, v) => Value::Scalar { r#type: (*kind).to_owned(), v: v.clone() },
        TestValue::Set(v) => Value::Set { v: v.clone() },
        TestValue::Switch(on) => Value::Switch { v: if *on { "on" } else { "off" }.to_owned() },
        TestValue::Duration(period) => crate::facts::duration(*period),
    };
    (value, None)
}

/// Makes a stand-in for the text of a prompt.
fn text(section: Option<&str>, word: &str) -> (Value, Option<String>) {
    let text = section.map_or_else(|| word.to_owned(), |heading| format!("# {heading}\n\n{word}"));
    let sha256 = crate::canonical::sha256_hex(text.as_bytes()).into();
    (Value::Text { sha256, lines: text.lines().count() as u64, parts: Vec::new() }, Some(text))
}

/// A change of which a test says only the operation.
fn bare(change: &TestChange, op: Op) -> Change {
    let direction = match op {
        Op::Strengthened | Op::Tightened => Direction::Tightens,
        Op::Weakened | Op::Loosened => Direction::Loosens,
        _ if change.kind == Kind::Threshold || change.kind == Kind::Switch => Direction::Unknown,
        _ => Direction::Neutral,
    };
    let system = if change.kind == Kind::Policy { POLICY_SYSTEM } else { &change.system };
    Change::bare(system, &change.artifact, change.kind, op, direction)
}

fn contributors(kernel: &Kernel, test: &PolicyTest) -> Contributors {
    let operator =
        |id: &String| kernel.bots.iter().find(|b| b.id == *id).map_or(id.clone(), |b| b.operator.clone());
    let persons: BTreeSet<String> = test.authors.iter().map(operator).collect();
    let list = persons.into_iter().map(|person| Contributor {
        person,
        commits: Vec::new(),
        r#as: vec!["author".into()],
    });
    Contributors { list: list.collect(), ..Contributors::default() }
}

/// Every signature of a test is valid; what can still make it not count is who gave it.
fn approvals(
    kernel: &Kernel,
    test: &PolicyTest,
    changes: &Changes,
    contributors: &Contributors,
) -> Approvals {
    let given = test.approvals.iter().map(|who| (who, Said::Approve));
    let all = given.chain(test.vetoes.iter().map(|who| (who, Said::Veto)));
    let counts = |(person, role): &(String, String), said: Said| {
        kernel.holds_role(person, role, test.at, false)
            && (said == Said::Veto || !contributors.persons().contains(person.as_str()))
    };
    let counted = all
        .filter(|(who, said)| counts(who, *said))
        .map(|(who, said)| statement(who, said, test.at, changes));
    Approvals { counted: counted.collect(), rejected: Vec::new() }
}

fn statement((person, role): &(String, String), decision: Said, at: Instant, changes: &Changes) -> Statement {
    Statement {
        digest: crate::canonical::digest(&(person, role, decision)),
        envelope: Vec::new().into(),
        subject: changes.digest(),
        approval: Approval {
            about: None,
            at,
            chain: None,
            contributors: Vec::new(),
            decision,
            person: person.clone(),
            policy: crate::policy::PolicyDigests { kernel: String::new(), scope: String::new() },
            reason: String::new(),
            repository: String::new(),
            role: role.clone(),
            seen: Seen { base: String::new(), head: String::new() },
            shown: String::new(),
            supersedes: Vec::new(),
            target: String::new(),
        },
        key: String::new(),
    }
}

/// A test says that an exception was granted or an emergency declared, and whether that counts for
/// who did it is judged here; that values were in force before is taken as told.
fn reliefs(kernel: &Kernel, test: &PolicyTest, contributors: &Contributors) -> Reliefs {
    let role_of = |person: &str| {
        let mut roles = kernel.roles.iter().map(|role| role.id.as_str());
        roles.find(|role| kernel.holds_role(person, role, test.at, false))
    };
    let granted = test.granted.iter().filter_map(|id| {
        let exception = kernel.exceptions.iter().find(|exception| exception.id == *id)?;
        let person = exception.granted_by.as_str();
        let role = role_of(person).filter(|_| !contributors.persons().contains(person))?;
        let statement = crate::canonical::digest(&("granted", id));
        Some(Granted { exception: id.clone(), person: person.to_owned(), role: role.to_owned(), statement })
    });
    let declaration = kernel.emergency.as_ref().zip(test.emergency.as_ref());
    let declaration = declaration.filter(|(emergency, (person, role))| {
        emergency.declared_by.contains(role) && kernel.holds_role(person, role, test.at, false)
    });
    let declaration = declaration.map(|(emergency, (person, role))| DeclaredEmergency {
        incident: "as the test says".into(),
        restores: Oid([0; 20]),
        declared_by: person.clone(),
        role: role.clone(),
        statement: crate::canonical::digest(&("declared", person, role)),
        review_due: emergency.review_due(test.at),
        refused: None,
    });
    Reliefs { grants: granted.collect(), declaration, ..Reliefs::default() }
}

/// A test cannot tell of the review of an assessment; it is taken as done.
fn finding(evidence: &Evidence, test: &PolicyTest) -> Finding {
    let id = &evidence.id;
    let said = test.evidence.iter().find(|(name, _)| name == id).map(|(_, report)| *report);
    let result = match said {
        None if evidence.renewed => Outcome::Passes,
        Some(Report::Passes) => Outcome::Passes,
        Some(Report::Fails) => Outcome::Fails,
        Some(Report::Missing) | None => Outcome::Missing,
    };
    Finding {
        evidence: id.clone(),
        result,
        message: "as the test says".into(),
        reports: Vec::new(),
        cases: 0,
        passed: 0,
        failed: 0,
        skipped: 0,
    }
}

fn history(test: &PolicyTest) -> History {
    let mut earlier: Vec<&InForce> = test.in_force.iter().collect();
    earlier.sort_by_key(|one| std::cmp::Reverse(one.since));
    let state = |one: &InForce| {
        let number = match &one.value {
            TestValue::Decimal(n) => Some(*n),
            _ => None,
        };
        let key = (one.system.clone(), one.artifact.clone(), String::new(), one.artifact.clone());
        State {
            commit: Oid([0; 20]),
            earliest: one.since.start(),
            latest: one.since.start(),
            facts: BTreeMap::new(),
            values: BTreeMap::from([(key, number)]),
        }
    };
    History { states: earlier.into_iter().map(state).collect(), ..History::default() }
}
