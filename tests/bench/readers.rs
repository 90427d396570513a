//! What reading and comparing a pair of YAML files costs, as a multiple of the bare event pass of
//! `saphyr-parser` over the same bytes. Both are timed in turns; the best of each counts.
//!
//! `just bench-readers`

use std::hint::black_box;
use std::time::{Duration, Instant};

use countersign::change::detect;
use saphyr_parser::Parser;

fn main() {
    println!("{:<36} {:>10} {:>10} {:>7}", "pair", "events", "whole", "ratio");
    for bytes in [4_000, 40_000, 400_000] {
        let before = agents(bytes);
        let threshold = before.replacen("min_confidence: 0.7\n", "min_confidence: 0.6\n", 1);
        let rewritten = before.replace("0.7\n", "0.65\n").replace("You are", "You were");
        let accented = |text: &str| text.replace("Be kind", "Sois aimé");
        row(bytes, "one edit", &before, &threshold);
        row(bytes, "one edit, not ASCII", &accented(&before), &accented(&threshold));
        row(bytes, "an edit in each agent", &before, &rewritten);
    }
}

fn row(bytes: usize, name: &str, before: &str, after: &str) {
    let events = |text: &str| Parser::new_from_str(text).filter(Result::is_ok).count();
    let (mut bare, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..if bytes > 100_000 { 15 } else { 60 } {
        bare = bare.min(time(|| events(before) + events(after)));
        let found =
            || detect("agents.yaml", None, Some(before.as_bytes()), Some(after.as_bytes())).list.len();
        assert_ne!(found(), 0);
        whole = whole.min(time(found));
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let (name, ratio) = (format!("{} kB, {name}", bytes / 1000), ms(whole) / ms(bare));
    println!("{name:<36} {:>7.2} ms {:>7.2} ms {ratio:>7.2}", ms(bare), ms(whole));
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// A configuration of many agents, with comments, lists, texts, and anchors.
fn agents(bytes: usize) -> String {
    let mut text = String::from("defaults: &defaults\n  region: eu-west-1\n  max_tokens: 800\nagents:\n");
    for n in 0.. {
        text += &format!(
            "  # Agent {n}\n  - name: agent_{n}\n    settings:\n      <<: *defaults\n      temperature: 0.{}\n    \
             model: \"aurora-{n}\"\n    tools: [search, lookup_{n}, 'transfer']\n    escalate:\n      \
             min_confidence: 0.7\n      enabled: true   # always\n    prompt: |\n      You are agent {n}.\n      \
             Be kind to everybody who calls, and never quote a price.\n\n      Hand over when you are asked.\n",
            n % 10
        );
        if text.len() >= bytes {
            break;
        }
    }
    text
}
