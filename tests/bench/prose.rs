//! What comparing two prompts costs, as a multiple of the line diff of `similar` on the same
//! texts, and the slowest inputs that we know. Ratios of one run; the best of nine each.
//!
//! `texts` has both prompts at hand: lines, sections, words, variables, weaker rules, what nobody sees.
//! `whole` begins with bytes: decoding, the normal form, which format it is, and the lines that are
//! shown. The digests of both texts are not among it: they are taken when they are printed.
//! `similar` has both texts at hand and finds the lines that differ, nothing else.
//!
//! `just bench-prose`

use std::hint::black_box;
use std::time::{Duration, Instant};

use countersign::change::{compare_texts, detect};
use similar::TextDiff;

fn main() {
    let [similar, texts, whole] = ["similar", "texts", "whole"];
    println!("{:<34} {similar:>10} {texts:>10} {:>7} {whole:>10} {:>7}", "pair", "ratio", "ratio");
    // With an argument, only the pairs that have it in their names.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for (name, before, after) in pairs().into_iter().filter(|pair| pair.0.contains(&wanted)) {
        let lines = best(|| TextDiff::from_lines(before.as_str(), after.as_str()).ops().len());
        let texts = best(|| compare_texts(&before, &after, &[]).diff.len());
        let whole =
            best(|| detect("prompt.md", None, Some(before.as_bytes()), Some(after.as_bytes())).list.len());
        let ratio = |time: Duration| time.as_secs_f64() / lines.as_secs_f64();
        println!(
            "{name:<34} {:>7.2} ms {:>7.2} ms {:>7.2} {:>7.2} ms {:>7.2}",
            ms(lines),
            ms(texts),
            ratio(texts),
            ms(whole),
            ratio(whole)
        );
    }
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

fn pairs() -> Vec<(&'static str, String, String)> {
    let mut seed = 7u64;
    let mut next = move |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let words = ["the", "caller", "must", "claim", "never", "transfer", "policy", "confirm", "agent", "ask"];
    let mut prompt = |bytes: usize| {
        let mut text = String::new();
        let mut line = 0;
        while text.len() < bytes {
            line += 1;
            if line % 40 == 1 {
                text += &format!("## Section {line}\n\n");
            }
            for _ in 0..11 {
                text += words[next(10) as usize];
                text.push(' ');
            }
            text += &format!("{}.\n", next(100_000));
        }
        text
    };
    let edited = |text: &str, every: usize| -> String {
        let change = |(n, line): (usize, &str)| match n % every {
            3 => line.replace("must", "should"),
            _ => line.to_owned(),
        };
        text.split('\n').enumerate().map(change).collect::<Vec<_>>().join("\n")
    };
    let (small, large) = (prompt(5_000), prompt(500_000));
    let repeated = |step: usize| -> String {
        (0..20_000).map(|n| ["a line\n", "another\n", "a third\n", "last one\n"][n * step / 3 % 4]).collect()
    };
    let flat = |text: &str| text.replace('\n', " ");
    let million = prompt(1_000_000);
    vec![
        ("5 kB, few edits", small.clone(), edited(&small, 20)),
        ("500 kB, an edit every 20 lines", large.clone(), edited(&large, 20)),
        ("500 kB, one edit", large.clone(), edited(&large, 1_000_000)),
        ("500 kB, rewritten", large.clone(), prompt(500_000)),
        ("20,000 repeated lines", repeated(7), repeated(5)),
        ("1 MB in one line, edited", flat(&million), flat(&edited(&million, 9))),
        ("1 MB in one line, rewritten", flat(&million), flat(&prompt(1_000_000))),
        ("500 kB of invisible characters", "\u{200b}".repeat(170_000), "\u{200c}\n".repeat(125_000)),
        ("500 kB of braces", "{".repeat(500_000), "{ {a} ".repeat(83_000)),
        (
            "500 kB, one word a line",
            flat(&large).replace(' ', "\n"),
            flat(&prompt(500_000)).replace(' ', "\n"),
        ),
    ]
}
