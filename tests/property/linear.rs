//! Huge and hostile policies get named errors, and ten times as much of them takes ten times the work.

use std::time::{Duration, Instant as Clock};

use countersign::lint;
use countersign::policy::{self, Compiled};
use countersign::source::Sources;
use countersign::time::Instant;

use crate::support::work;

/// A policy that compiles, to which what is bad is added.
const SOUND: &str = "edition 2026
organization firm \"Firm\" {
  repository \"firm/agents\"
  scope \"Agents\"
  covers [line]
}
person ann { email \"ann@firm.example\" }
role owners { members [ann] }
system line \"Line\" {
  purpose \"Answers calls\"
  owner owners
  threshold limit at \"a.json#/limit\" { safer lower }
}
otherwise { require approval from owner }
";

/// A kind of policy: what it is, how to write one of a size, and an error that it must raise.
type Bad = (&'static str, fn(usize) -> String, Option<&'static str>);

const BAD: &[Bad] = &[
    ("many rules", |n| rules(n, |i| format!("on threshold loosened by more than 0.{} of line", i + 1)), None),
    ("a rule with many lines", |n| rule(&"  on threshold loosened of line\n".repeat(n)), None),
    ("a long line of words", |n| rule(&format!("  on {}\n", "word ".repeat(n))), Some("wrong-value")),
    ("a long word", |n| format!("rule {} {{ forbid \"no\" }}\n", "a".repeat(n)), Some("wrong-name")),
    ("a long number", |n| rule(&format!("  valid {} days\n", "9".repeat(n))), Some("malformed-number")),
    (
        "a text without an end",
        |n| rule(&format!("  forbid \"{}\n", "no ".repeat(n))),
        Some("unterminated-string"),
    ),
    (
        "a block without an end",
        |n| rule(&format!("  forbid \"\"\"{}\n", "no\n".repeat(n))),
        Some("unterminated-string"),
    ),
    ("deep bodies", |n| format!("{}{}\n", "a {\n".repeat(n), "}\n".repeat(n)), Some("nested-too-deep")),
    ("deep lists", |n| rule(&format!("  on {}{}\n", "[".repeat(n), "]".repeat(n))), Some("nested-too-deep")),
    ("bodies that nothing closes", |n| "rule a {\n".repeat(n), Some("unclosed-body")),
    ("bodies that nothing opens", |n| "}\n".repeat(n), Some("stray-brace")),
    ("lists that nothing closes", |n| rule(&"  on [a\n".repeat(n)), Some("unclosed-list")),
    ("lists that nothing opens", |n| rule(&"  on ]\n".repeat(n)), Some("stray-bracket")),
    ("signs that mean nothing", |n| "= ? !\n".repeat(n), Some("unexpected-character")),
    ("characters nobody sees", |n| format!("// {}\n", "\u{200b}".repeat(n)), Some("hidden-character")),
    ("words that look alike", |n| rules(n, |_| "on thre\u{455}hold loosened".into()), Some("malformed-name")),
    (
        "modules that are not there",
        |n| numbered(n, |i| format!("use std.nothing{i}\n")),
        Some("unknown-module"),
    ),
    ("a policy that uses itself", |n| "use governance.policy\n".repeat(n), Some("unknown-module")),
    (
        "items of no kind",
        |n| numbered(n, |i| format!("rul{i} a {{ on any changed }}\n")),
        Some("unknown-item"),
    ),
    (
        "clauses of no kind",
        |n| rule(&numbered(n, |i| format!("  onn{i} any changed\n"))),
        Some("unknown-clause"),
    ),
    ("clauses that stand twice", |n| rule(&"  valid 3 days\n".repeat(n)), Some("repeated-clause")),
    (
        "names that stand twice",
        |n| rules(n, |_| "on any changed".into()).replace(char::is_numeric, ""),
        Some("duplicate-name"),
    ),
    (
        "roles that are not there",
        |n| rules(n, |i| format!("on any changed\n  require approval from nobody{i}")),
        Some("unknown-name"),
    ),
    (
        "members that are not there",
        |n| format!("role many {{ members [{}] }}\n", list(n, "nobody")),
        Some("unknown-name"),
    ),
    ("near misses among many names", near_misses, Some("unknown-name")),
    (
        "members that stand twice",
        |n| format!("role many {{ members [{}ann] }}\n", "ann, ".repeat(n)),
        Some("repeated-value"),
    ),
    (
        "artifacts that are not there",
        |n| rules(n, |i| format!("on threshold loosened of line named limit{i}")),
        None,
    ),
    ("many systems", systems, None),
    ("many people in one role", people, None),
];

fn numbered(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

fn list(n: usize, name: &str) -> String {
    let names: Vec<String> = (0..n).map(|i| format!("{name}{i}")).collect();
    names.join(", ")
}

fn rule(body: &str) -> String {
    format!("rule bad \"Bad\" {{\n  require approval from owners\n{body}}}\n")
}

fn rules(n: usize, on: impl Fn(usize) -> String) -> String {
    numbered(n, |i| format!("rule r{i} \"Rule {i}\" {{\n  {}\n  require approval from owners\n}}\n", on(i)))
}

fn near_misses(n: usize) -> String {
    let roles = numbered(n, |i| format!("role team_number_{i} {{ members [ann] }}\n"));
    roles + &rules(n, |i| format!("on any changed\n  require approval from tema_number_{i}"))
}

fn systems(n: usize) -> String {
    numbered(n, |i| {
        format!(
            "system s{i} \"System {i}\" {{\n  purpose \"Answers calls\"\n  owner owners\n  \
             threshold limit at \"a{i}.json#/limit\" {{ safer lower }}\n}}\n"
        )
    })
}

fn people(n: usize) -> String {
    let persons = numbered(n, |i| format!("person p{i} {{ email \"p{i}@firm.example\" }}\n"));
    let rule = |k: usize| {
        format!(
            "rule k{k} \"K {k}\" {{\n  on threshold loosened by more than 0.{k} of line\n  \
             require {k} approvals from many\n}}\n"
        )
    };
    persons + &format!("role many {{ members [{}] }}\n", list(n, "p")) + &numbered(8, |k| rule(k + 2))
}

fn look(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    sources.add("p.countersign", text);
    let compiled: Compiled = policy::compile(&sources);
    let at = Instant::parse("2026-07-01T09:00:00Z").expect("a UTC time");
    let report = lint::run(&mut sources, &compiled, at, None);
    report.findings.iter().map(|finding| finding.name.name).collect()
}

fn measure(text: &str) -> (Vec<&'static str>, u64, Duration) {
    let start = Clock::now();
    let (found, bytes) = work::count_of(|| look(text));
    (found, bytes, start.elapsed())
}

/// Every bad policy raises its error at every size, and the work grows as the policy does.
///
/// Work is counted in bytes asked of the allocator, which no other load on the machine changes;
/// the clock has a wide bound, for work that asks for none.
pub fn bad_policies_are_refused_in_linear_work() {
    const SIZE: usize = 400;
    // Vectors that grow by doubling ask for up to twice as much.
    const MOST: f64 = 20.0;
    // What is made once is no part of what grows.
    look(SOUND);
    let mut broken = Vec::new();
    for (what, write, name) in BAD {
        let text = |n| format!("{SOUND}{}", write(n));
        let (small, large) = (measure(&text(SIZE)), measure(&text(10 * SIZE)));
        for found in [&small.0, &large.0] {
            if name.is_some_and(|name| !found.contains(&name)) {
                broken.push(format!("{what}: raises {:?}", found.iter().take(5).collect::<Vec<_>>()));
            }
        }
        let times = large.1 as f64 / small.1 as f64;
        if times > MOST || large.2.as_secs() > 20 {
            broken.push(format!("{what}: ten times as much took {times:.1} times the work, {:?}", large.2));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
