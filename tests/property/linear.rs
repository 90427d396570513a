//! Huge and hostile policies get named errors, and ten times as much of them takes ten times the work.

use std::time::{Duration, Instant as Clock};

use countersign::change::{self, Settings};
use countersign::facts::{Detail, Facts, Row, Value};
use countersign::kind::Kind;
use countersign::lint;
use countersign::policy::{self, Compiled, Kernel, Slot};
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

/// A gate finds the settings that carry out schedules, and the schedules that a change touches, in a time
/// that grows as they do.
///
/// Nothing here asks for much memory, so the clock is looked at: one run beside ten of a tenth of the size,
/// which last as long where the work is linear, and a tenth of that where it is in the square of the size, as
/// it is where every schedule looks through every setting.
pub fn schedules_meet_their_settings_in_linear_time() {
    const MOST: f64 = 5.0;
    let (small, large) = (Settled::new(100), Settled::new(1_000));
    small.says_what_changed();
    let median = |settle: fn(&Settled) -> Duration| {
        let ratio = || {
            let ten: Duration = (0..10).map(|_| settle(&small)).sum();
            settle(&large).as_secs_f64() / ten.as_secs_f64()
        };
        let mut ratios: Vec<f64> = std::iter::repeat_with(ratio).take(7).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[3]
    };
    let (ours, looking_through) = (median(Settled::settle), median(Settled::look_through));
    assert!(
        ours < MOST && looking_through > MOST,
        "a thousand systems took {ours:.1} times as long as ten times a hundred; where everything is looked \
         through, {looking_through:.1} times"
    );
}

/// A policy of so many systems with five schedules each; with other times, and with other names for them.
struct Settled {
    own: Kernel,
    longer: Kernel,
    renamed: Kernel,
}

impl Settled {
    fn new(systems: usize) -> Settled {
        Settled {
            own: scheduled(systems, "kept", 60),
            longer: scheduled(systems, "kept", 90),
            renamed: scheduled(systems, "held", 60),
        }
    }

    /// Looks for the settings of every system and for what a change touches that touches none; returns how
    /// long that took. What is touched is copied, and the time of that is that of memory.
    fn settle(&self) -> Duration {
        let all = &self.own.schedules;
        let start = Clock::now();
        let settings = Settings::of(&self.own);
        let found: usize = self.own.systems.iter().map(|system| settings.slots(&system.id).count()).sum();
        let (changes, touched) = change::schedules(all, all);
        let time = start.elapsed();
        assert_eq!((found, changes.len(), touched.len()), (all.len(), 0, 0));
        time
    }

    /// Does it the slow way, for every schedule; returns how long that took.
    fn look_through(&self) -> Duration {
        let start = Clock::now();
        let found: usize = self
            .own
            .schedules
            .iter()
            .map(|schedule| {
                let carries_out = |slot: &&Slot| slot.kind == Kind::Period && slot.artifact == schedule.id;
                self.own.slots.iter().filter(carries_out).count()
            })
            .sum();
        let time = start.elapsed();
        assert_eq!(found, self.own.schedules.len());
        time
    }

    /// Every schedule meets its one setting, has become shorter, and goes on under another name.
    fn says_what_changed(&self) {
        let all = &self.own.schedules;
        let settings = Settings::of(&self.own);
        for system in &self.own.systems {
            let enforced = settings.enforced(&settings_of(&self.own, &system.id));
            assert!(enforced.iter().all(|one| one.rows.len() == 1));
        }
        let (shorter, continued) = (
            change::schedules(&self.longer.schedules, all).1,
            change::schedules(all, &self.renamed.schedules).1,
        );
        assert_eq!((shorter.len(), continued.len()), (all.len(), all.len()));
        assert!(continued.iter().all(|touched| touched.before.is_some() && touched.after.is_some()));
    }
}

/// Compiles a policy of so many systems with five schedules each, which a file of the system carries out.
fn scheduled(systems: usize, name: &str, days: usize) -> Kernel {
    const DATA: [&str; 5] = ["recording", "transcript", "complaint", "event_log", "summary"];
    let names: Vec<String> = (0..systems).map(|n| format!("line_{n}")).collect();
    let head = SOUND.replace("covers [line]", &format!("covers [line, {}]", names.join(", ")));
    let system = |n: usize| {
        let schedules: String = DATA
            .iter()
            .map(|data| {
                format!(
                    "retention {name}_{data}_{n} {{\n  covers {data} of line_{n}\n  purpose \"Answers\"\n  basis contract\n  \
                     keep {days} days after call_end\n  then erase\n  stored in [gb]\n  \
                     enforced at \"infra/{n}.json#/{data}\" unit days\n  owner owners\n}}\n"
                )
            })
            .collect();
        format!(
            "system line_{n} \"Line {n}\" {{\n  purpose \"Answers calls\"\n  owner owners\n  serves [gb]\n  \
             prompt body at \"agents/{n}/prompt.md\"\n}}\n{schedules}"
        )
    };
    let mut sources = Sources::default();
    sources.add("head.countersign", head.as_str());
    for (file, part) in (0..systems).collect::<Vec<_>>().chunks(250).enumerate() {
        let text: String = part.iter().map(|n| system(*n)).collect();
        sources.add(format!("{file}.countersign"), format!("edition 2026\n{text}").as_str());
    }
    let compiled = policy::compile(&sources);
    let told: Vec<&str> = compiled.diagnostics.iter().take(3).map(|found| found.message.as_str()).collect();
    compiled.policy.unwrap_or_else(|| panic!("it compiles: {told:?}")).kernel
}

/// Returns what stands at the settings of a system.
fn settings_of(kernel: &Kernel, system: &str) -> Facts {
    let slots = kernel.slots.iter().filter(|slot| slot.system == system && slot.kind == Kind::Period);
    let row = |slot: &Slot| Row {
        path: slot.at[0].path.clone(),
        pointer: slot.at[0].fragment.clone(),
        kind: Kind::Period,
        artifact: slot.artifact.clone(),
        value: Value::Duration { n: "60".into(), unit: "days".into() },
        detail: Detail::default(),
    };
    Facts { system: system.to_owned(), rows: slots.map(row).collect() }
}
