//! Laws of the linter over policies of every size.

use std::fmt::Write;
use std::time::{Duration, Instant as Clock};

use countersign::lint;
use countersign::policy;
use countersign::source::Sources;
use countersign::time::Instant;

/// A policy of `n` people, roles, suppliers, evidence items, systems, rules, tests and `allow`
/// clauses, in which most lints have something to say.
fn policy(n: usize) -> String {
    let mut out = String::from("edition 2026\nuse std.voice\nuse std.soc2\n");
    let systems: Vec<String> = (0..n).map(|i| format!("s{i}")).collect();
    let _ = writeln!(
        out,
        "organization o \"O\" {{ repository \"o/o\"; scope \"Agents\"; covers [{}]; serves [gb, ie] }}",
        systems.join(", ")
    );
    let everybody: Vec<String> = (0..n).map(|i| format!("p{i}")).collect();
    let _ = writeln!(out, "role everybody {{ members [{}] }}", everybody.join(", "));
    for i in 0..n {
        let next = (i + 1) % n;
        let _ = write!(
            out,
            "person p{i} \"Person {}\" {{ email \"p{i}@o.example\"; github \"login{}\" }}\n\
             role r{i} {{\n  members [p{i}, p{next} until 2026-01-01]\n  \
             allow \"single-holder\" because \"Because it is so\" until 2026-08-31\n  \
             allow \"unused-role\" because \"Nothing\" until 2026-01-01\n}}\n\
             supplier u{i} {{ provides [llm]; owner r{i} }}\n\
             evidence e{i} {{ junit \"r{i}/*.xml\"; pass rate at least 98% }}\n\
             system s{i} \"System {}\" {{\n  purpose \"Talks to people\"\n  owner r{i}\n  serves [gb, fr]\n  \
             suppliers [u{i} as llm]\n  prompt body at \"a{i}/p.md\"\n  model llm at \"a{i}/a.json#/m\"\n}}\n\
             rule k{i} \"Rule {}\" {{\n  on prompt edited of s{i}\n  on prompt edited of s{i}\n  \
             on model changed of s{i}\n  require approval from [r{i}, r{next}]\n  valid 800 days\n  \
             enforce warn until 2026-01-01\n}}\n\
             test \"t{i}\" {{\n  at 2026-07-01\n  change prompt body of s{i} edited\n  author p{i}\n  expect passed\n}}\n",
            i / 2,
            i / 2,
            i / 2,
            i / 2,
        );
    }
    out.push_str("otherwise { require approval from owner }\n");
    out
}

/// A policy of `n` systems, each with a chain, decisions, duties, documents and exercises, in which
/// most lints about registers have something to say.
fn registers(n: usize) -> String {
    let mut out = String::from("edition 2026\nuse std.voice\nuse std.iso42001\n");
    let systems: Vec<String> = (0..n).map(|i| format!("s{i}")).collect();
    let systems = systems.join(", ");
    let _ = writeln!(
        out,
        "organization o \"O\" {{ repository \"o/o\"; scope \"Agents\"; covers [{systems}]; serves [gb] }}\n\
         person p \"P\" {{ email \"p@o.example\" }}\nperson q \"Q\" {{ email \"q@o.example\" }}\n\
         role r {{ members [p] }}\nrole t {{ members [q from 2027-01-01] }}\n\
         certificate c {{ standard \"ISO/IEC 42001\"; body \"B\"; scope \"Other\"; covers [{systems}]; \
         issued 2024-01-01; expires 2028-01-01; owner r }}\n\
         applicability iso42001 {{ includes [A.2.2]; excludes A.5.2 because \"No\"; owner t }}"
    );
    for i in 0..n {
        let _ = write!(
            out,
            "supplier u{i} {{ provides [llm]; owner r; regions [us]; training yes }}\n\
             system s{i} \"System {i}\" {{\n  purpose \"Talks to people\"\n  owner r\n  serves [gb]\n  \
             handles [transcript]\n  suppliers [u{i} as llm]\n  \
             stage llm by u{i} {{ processed in [in]; handles [recording]; failover u{i} in [in] }}\n  \
             decides d {{ effect legal; human t; hours \"9 to 5\" }}\n  \
             assessment \"a{i}.md\" reviewed 2024-01-01 every 12 months\n  \
             prompt body at \"a{i}/p.md\" {{ language en; discloses recording as \"recorded\" }}\n  \
             prompt other at \"a{i}/q.md\" {{ language ga }}\n}}\n\
             activity a{i} \"Stop it\" {{ of s{i}; responsible [r]; accountable r; informed [r] }}\n\
             exercise x{i} {{ scenario [prompt_rollback]; kind live; held 2024-01-01; every 6 months; covers [s{i}]; \
             report \"x{i}.md\"; owner r }}\n\
             document d{i} \"D\" {{ at \"d{i}.md\"; kind privacy_notice; covers [s{i}]; language [en]; \
             reviewed 2024-01-01 every 12 months; owner t }}\n",
        );
    }
    out.push_str("otherwise { require approval from owner }\n");
    out
}

/// Returns the least time of some runs, and how much was found.
fn measure(policy: fn(usize) -> String, n: usize) -> (Duration, usize) {
    let mut sources = Sources::default();
    sources.add("p.countersign", policy(n));
    let compiled = policy::compile(&sources);
    assert!(compiled.policy.is_some(), "{:?}", compiled.diagnostics.first());
    let at = Instant::parse("2026-07-01T09:00:00Z").expect("a UTC time");
    let run = |_| {
        let (mut sources, start) = (Sources::default(), Clock::now());
        sources.add("p.countersign", policy(n));
        let found = lint::run(&mut sources, &compiled, at, None).findings.len();
        (start.elapsed(), found)
    };
    (0..3).map(run).min().expect("three runs")
}

/// Ten times the policy takes at most about ten times as long, all lints together. A lint that is not
/// linear goes far beyond the bound at every try; a loaded machine does so at some.
pub fn ten_times_the_policy_takes_ten_times_as_long() {
    grows_like(policy);
}

/// The same of policies that are full of what registers are made of.
pub fn ten_times_the_registers_take_ten_times_as_long() {
    grows_like(registers);
}

fn grows_like(policy: fn(usize) -> String) {
    let tries = (0..10).map(|_| {
        let ((small, few), (large, many)) = (measure(policy, 40), measure(policy, 400));
        assert!(many > 9 * few, "{few} findings, then {many}");
        large.as_secs_f64() / small.as_secs_f64()
    });
    let mut seen = Vec::new();
    for ratio in tries {
        seen.push(ratio);
        if ratio < 30.0 {
            return;
        }
    }
    panic!("ten times the policy took so many times as long: {seen:.0?}");
}
