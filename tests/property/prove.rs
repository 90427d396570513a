//! Laws of the enumeration: its cells are the changes that happen, its comparisons are right, and
//! the tests it suggests leave nothing open.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use countersign::change::{self, Reading};
use countersign::decimal::Decimal;
use countersign::facts::{self, Detail, Facts, Row, Value};
use countersign::kind::Kind;
use countersign::policy::{self, Duty, Kernel, Policy, Slot};
use countersign::policy_test::{self, Reached};
use countersign::prove::Survey;
use countersign::source::Sources;
use countersign::time::{Instant, Period};
use countersign::workspace;

const KINDS: &str = r#"
edition 2026
organization firm "Firm" {
  repository "firm/agent"
  scope "An agent"
  covers [agent]
}
person ann { email "ann@firm.example" }
role owners { members [ann] }
system agent "Agent" {
  purpose "Answers"
  owner owners
  prompt body at "prompt.md"
  model llm at "a.json#/llm"
  voice speech at "a.json#/voice"
  threshold up at "a.json#/up" { safer higher }
  threshold down at "a.json#/down" { safer lower }
  threshold given at "a.json#/given" {
    safer higher
    default 0.5
  }
  parameter heat at "a.json#/heat"
  tools actions at "a.json#/tools"
  regions places at "a.json#/regions"
  switch off at "a.json#/off" { safer off }
  switch on at "a.json#/on" {
    safer on
    default off
  }
  period kept at "a.json#/kept" { unit days }
  period short at "a.json#/short" {
    unit days
    safer shorter
  }
  period long at "a.json#/long" {
    unit days
    safer longer
  }
}
otherwise { require approval from owners }
"#;

fn at() -> Instant {
    Instant::parse("2026-07-01T00:00:00Z").unwrap()
}

fn compiled(text: &str) -> (Sources, Policy) {
    let mut sources = Sources::default();
    sources.add("policy.countersign", text);
    let compiled = policy::compile(&sources);
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    (sources, policy)
}

/// Some values that a slot can have, absence among them.
fn values(kind: Kind) -> Vec<Value> {
    let decimal = |v: &str| Value::Decimal { v: v.into(), unit: String::new() };
    let days = |n| facts::duration(Period::new(n, "day").unwrap());
    let mut values = match kind {
        Kind::Prompt => {
            ["a", "b"].map(|s| Value::Text { sha256: s.to_owned().into(), lines: 1, parts: vec![] }).to_vec()
        }
        Kind::Model | Kind::Voice => ["a-1", "b-2"].map(|v| Value::Id { v: v.into() }).to_vec(),
        Kind::Threshold => vec![decimal("0.4"), decimal("0.5"), decimal("0.6")],
        Kind::Parameter => {
            ["1", "2"].map(|v| Value::Scalar { r#type: "number".into(), v: v.into() }).to_vec()
        }
        Kind::Tools | Kind::Regions => vec![
            Value::Set { v: vec!["a".into()] },
            Value::Set { v: vec!["a".into(), "b".into()] },
            Value::Set { v: vec!["c".into()] },
        ],
        Kind::Switch => ["on", "off"].map(|v| Value::Switch { v: v.into() }).to_vec(),
        Kind::Period => vec![days(1), days(2)],
        Kind::Knowledge | Kind::Policy | Kind::Other => Vec::new(),
    };
    values.push(Value::Absent);
    values
}

fn facts_of(slot: &Slot, value: &Value) -> Facts {
    let row = Row {
        path: "a".into(),
        pointer: String::new(),
        kind: slot.kind,
        artifact: slot.artifact.clone(),
        value: value.clone(),
        detail: Detail::default(),
    };
    Facts { system: slot.system.clone(), rows: vec![row] }
}

/// Every change that `compare` tells of two values lies in a cell, and every cell but those of
/// removed or added files is such a change.
pub fn cells_are_the_changes_that_happen() {
    let (_, policy) = compiled(KINDS);
    let survey = Survey::new(&policy.kernel, at());
    let mut seen = BTreeSet::new();
    for slot in &policy.kernel.slots {
        let values = values(slot.kind);
        for (before, after) in values.iter().flat_map(|a| values.iter().map(move |b| (a, b))) {
            let sides = vec![(Reading::Old, facts_of(slot, before), facts_of(slot, after))];
            for change in change::compare(&policy.kernel, sides).list {
                seen.insert((slot.artifact.clone(), change.op, change.direction));
            }
        }
    }
    let cells: BTreeSet<_> = survey
        .cells
        .iter()
        .filter(|judged| judged.cell.place.slot.is_some())
        .map(|judged| (judged.cell.place.artifact.to_owned(), judged.cell.op, judged.cell.direction))
        .collect();
    assert_eq!(seen.difference(&cells).collect::<Vec<_>>(), Vec::<&_>::new(), "changes without a cell");
    assert_eq!(cells.difference(&seen).collect::<Vec<_>>(), Vec::<&_>::new(), "cells that never happen");
}

/// A comparison of duties agrees with trying every set of approvals.
pub fn comparing_duties_agrees_with_trying_everything() {
    let duties = [
        "approval from a",
        "approval from b",
        "approval from [a, b]",
        "2 approvals from [a, b]",
        "2 approvals from c",
        "approval from a\n require approval from b",
        "approval from c\n require approval from [a, c]",
        "approval from c in person",
        "approval from a\n require evidence tests",
        "evidence tests",
        "approval from owner",
    ];
    let rules: String = duties
        .iter()
        .enumerate()
        .map(|(n, duty)| format!("rule r{n} {{\n on any changed\n require {duty}\n}}\n"))
        .collect();
    let text = KINDS
        .replace(
            "role owners",
            "person bob { email \"bob@firm.example\" }\nperson cat { email \"cat@firm.example\" }\n\
             role a { members [ann, bob] }\nrole b { members [bob, cat] }\n\
             role c {\n members [ann]\n delegates [cat, bob] until 2027-01-01\n}\nrole owners",
        )
        .replace(
            "otherwise",
            &format!(
                "{rules}evidence tests {{\n junit \"t.xml\"\n cases at least 1\n pass rate at least 90%\n}}\notherwise"
            ),
        );
    let (_, policy) = compiled(&text);
    let survey = Survey::new(&policy.kernel, at());
    let rules: Vec<_> = policy.kernel.rules.iter().filter(|rule| rule.id.starts_with('r')).collect();
    let (mut yes, mut no) = (0, 0);
    for strong in rules.iter().flat_map(|one| rules.iter().map(move |two| [&one.duty, &two.duty])) {
        for weak in &rules {
            let said = survey.people.implies(&strong, &weak.duty, "agent").expect("small enough");
            let tried = worlds(&policy.kernel).all(|world| {
                let met = |duty: &&Duty| meets(&policy.kernel, duty, &world);
                !strong.iter().all(met) || meets(&policy.kernel, &weak.duty, &world)
            });
            assert_eq!(said, tried, "{strong:?} against {:?}", weak.duty);
            if said { yes += 1 } else { no += 1 }
        }
    }
    assert!(yes > 200 && no > 200, "{yes} are stronger, {no} are not");
}

/// Approvals (person, role) and whether the tests passed.
type World = (BTreeSet<(String, String)>, bool);

fn worlds(kernel: &Kernel) -> impl Iterator<Item = World> {
    let held = |p: &str, r: &str| kernel.holds_role(p, r, at(), false);
    let pairs: Vec<(String, String)> = ["ann", "bob", "cat"]
        .iter()
        .flat_map(|p| ["a", "b", "c", "owners"].iter().map(move |r| (*p, *r)))
        .filter(|(p, r)| held(p, r))
        .map(|(p, r)| (p.to_owned(), r.to_owned()))
        .collect();
    (0..1u32 << (pairs.len() + 1)).map(move |bits| {
        let given = pairs.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
        (given.map(|(_, pair)| pair.clone()).collect(), bits >> pairs.len() & 1 == 1)
    })
}

/// Fills the slots of a duty one after the other by trying everybody.
fn meets(kernel: &Kernel, duty: &Duty, (given, tests): &World) -> bool {
    let Duty::Require { approvals, evidence } = duty else { return false };
    let slots: Vec<BTreeSet<String>> = approvals
        .iter()
        .flat_map(|need| {
            let roles: Vec<&str> =
                need.roles.iter().map(|r| if r == "owner" { "owners" } else { r.as_str() }).collect();
            let able = given.iter().filter(|(p, r)| {
                roles.contains(&r.as_str()) && kernel.holds_role(p, r, at(), need.in_person)
            });
            let able: BTreeSet<String> = able.map(|(p, _)| p.clone()).collect();
            std::iter::repeat_n(able, need.count as usize)
        })
        .collect();
    fn fill(slots: &[BTreeSet<String>], used: &BTreeSet<String>) -> bool {
        let Some((first, rest)) = slots.split_first() else { return true };
        first.iter().filter(|p| !used.contains(*p)).any(|person| {
            let mut used = used.clone();
            used.insert(person.clone());
            fill(rest, &used)
        })
    }
    (evidence.is_empty() || *tests) && fill(&slots, &BTreeSet::new())
}

/// With the suggested tests in the policy, nothing is left that they were suggested for.
pub fn suggested_tests_leave_nothing_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["examples/insurer", "policies/starter"] {
        let mut sources = workspace::load_all(&[&root.join(folder).join("governance")]).unwrap();
        let compiled = policy::compile(&sources);
        let policy = compiled.policy.expect("it compiles");
        let survey = Survey::new(&policy.kernel, at());
        let before = policy_test::coverage(&policy, &compiled.tests, &survey);
        let made = policy_test::suggest(&sources, &policy, &before, &survey, at());
        assert!(made.tests >= 3, "{folder}: {}", made.text);
        sources.add("suggested.countersign", made.text.as_str());
        let compiled = policy::compile(&sources);
        let policy = compiled.policy.expect("it compiles with the suggestions");
        let failed: Vec<_> = compiled
            .tests
            .iter()
            .map(|test| policy_test::run(&policy, test))
            .filter(|outcome| outcome.difference.is_some())
            .collect();
        assert_eq!(failed, Vec::new(), "{folder}");
        let after = policy_test::coverage(&policy, &compiled.tests, &survey);
        let open: BTreeMap<&str, &str> = made.open.iter().map(|(p, w)| (p.as_str(), w.as_str())).collect();
        for (group, points) in after.groups() {
            for point in points.iter().filter(|point| point.reached != Reached::Fully) {
                assert!(open.contains_key(point.name.as_str()), "{folder}: {group} {}", point.name);
            }
        }
    }
}

/// A number beyond every limit and one within the first stand for all between them.
pub fn a_size_stands_for_its_class() {
    let rule = "rule big {\n on threshold lowered by more than 0.1\n require 2 approvals from owners\n}\n";
    let (_, policy) = compiled(&KINDS.replace("otherwise", &format!("{rule}otherwise")));
    let survey = Survey::new(&policy.kernel, at());
    let limit = Decimal::parse("0.1").unwrap();
    let lowered = survey
        .cells
        .iter()
        .filter(|j| j.cell.op == countersign::kind::Op::Lowered && j.cell.place.artifact == "up");
    let classes: Vec<_> =
        lowered.map(|j| (j.cell.step.unwrap().0 >= limit, j.rules.iter().any(|r| r.id == "big"))).collect();
    assert_eq!(classes, [(false, false), (true, true)]);
}
