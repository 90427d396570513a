//! What it costs to hold schedules against law, as a multiple of the time of parsing the same
//! policy. Ratios of one run; the best of nine each.
//!
//! `just bench-retention`

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use countersign::lint::{ALL, Context, Topic};
use countersign::policy;
use countersign::source::Sources;
use countersign::syntax;
use countersign::time;

fn main() {
    println!(
        "{:>7} {:>9} {:>10} {:>10} {:>10} {:>14}",
        "systems", "schedules", "cases", "parse", "hold", "hold / parse"
    );
    for systems in [250, 500, 1_000, 2_000] {
        measure(systems);
    }
}

fn measure(systems: usize) {
    let mut sources = Sources::default();
    for (number, text) in policy_of(systems).into_iter().enumerate() {
        sources.add(format!("governance/{number}.countersign"), text.as_str());
    }
    let at = time::Instant::parse("2026-07-01T09:00:00Z").expect("an instant");
    let compiled = policy::compile(&sources);
    let told: Vec<&str> =
        compiled.diagnostics.iter().map(|finding| finding.message.as_str()).take(3).collect();
    let policy = compiled.policy.as_ref().unwrap_or_else(|| panic!("it compiles: {told:?}"));
    let parse = best(|| sources.ids().map(|file| syntax::parse(&sources, file).1.len()).sum::<usize>());
    let mut cases = 0;
    let hold = best(|| {
        let context = Context::new(&sources, &compiled.trees, &compiled.model, policy, at, None);
        let mut found = Vec::new();
        ALL.iter()
            .filter(|lint| lint.topic == Topic::Retention)
            .for_each(|lint| (lint.check)(&context, &mut found));
        cases = context.schedules().cases.len();
        found.len()
    });
    println!(
        "{systems:>7} {:>9} {cases:>10} {:>7.1} ms {:>7.1} ms {:>14.2}",
        systems * 5,
        ms(parse),
        ms(hold),
        hold.as_secs_f64() / parse.as_secs_f64()
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let run = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    std::iter::repeat_with(run).take(9).min().unwrap_or_default()
}

/// Writes a policy of some systems, each with five schedules in two places.
fn policy_of(systems: usize) -> Vec<String> {
    let names: Vec<String> = (0..systems).map(|n| format!("line_{n}")).collect();
    let mut head = format!(
        "edition 2026\n\norganization bench \"Bench\" {{\n  repository \"bench/agents\"\n  scope \"Generated to be timed\"\n  covers [{}]\n}}\n\nperson ada \"Ada Obi\" {{ email \"ada@bench.example\" }}\n\nrole head {{ members [ada] }}\n\notherwise {{ require approval from owner }}\n",
        names.join(", ")
    );
    let kinds = [
        ("recording", "90 days after call_end"),
        ("transcript", "6 months after call_end"),
        ("complaint", "3 years after complaint_received"),
        ("event_log", "7 months after logged"),
        ("due_diligence", "5 years after relationship_end"),
    ];
    let mut files = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let _ = write!(
            head,
            "\nsystem {name} \"Line {n}\" {{\n  purpose \"Answers calls\"\n  owner head\n  serves [gb, ie]\n  handles [recording, transcript, complaint, event_log, due_diligence]\n  is not [mifid_firm, high_risk_ai]\n  is [fca_complaints, regulated_lender]\n  prompt body at \"agents/{name}/prompt.md\"\n}}\n"
        );
        for (category, keep) in kinds {
            let _ = write!(
                head,
                "\nretention {category}_{n} {{\n  covers {category} of {name}\n  purpose \"Answers to callers of line {n}\"\n  basis contract\n  keep {keep}\n  then erase within 7 days\n  proof \"logs/{name}.csv\"\n  stored in [gb, ie]\n  backups within 14 days\n  reviewed 2026-03-01 every 12 months\n  owner head\n}}\n"
            );
        }
        if head.len() > 1_000_000 {
            files.push(std::mem::take(&mut head));
            head.push_str("edition 2026\n");
        }
    }
    files.push(head);
    files
}
