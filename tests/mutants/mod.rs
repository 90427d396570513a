//! One mistake, one error: policies of the repository with one small edit each.
//!
//! Every place where one of the [`edits`] applies gives a mutant. It must raise exactly one error,
//! on the edited line, that names the mistake; or it still means something, for a reason that is
//! listed and counted. And mistakes that are made together are reported together, each once.

mod edits;
mod seeds;

use std::collections::{BTreeMap, BTreeSet};

use countersign::diagnostic::Diagnostic;
use countersign::policy;
use countersign::source::Sources;

use edits::Mutant;
use seeds::Seed;

use crate::support::style;

/// Every test: its name and the function that tries it.
pub const ALL: &[(&str, fn())] = &[
    ("one mistake gives one error where it was made", one_mistake_gives_one_error),
    ("many mistakes give an error each", many_mistakes_give_an_error_each),
];

/// How few mutants of a class would mean that the class is no longer tried.
const LEAST: usize = 3;

/// The errors of a seed with the files of some mutants.
fn errors(seed: &Seed, changed: &[(usize, String)]) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    for (n, (name, text)) in seed.files.iter().enumerate() {
        let edited = changed.iter().find(|(file, _)| *file == n).map(|(_, text)| text.as_str());
        sources.add(name.as_str(), edited.unwrap_or(text));
    }
    let mut found = policy::compile(&sources).diagnostics;
    found.retain(Diagnostic::is_error);
    (sources, found)
}

/// Tells whether a mistake in a system may explain an unknown name elsewhere.
fn may_hide(one: &Mutant, other: &Mutant) -> bool {
    one.sort.0 == "system" && other.class == "unknown name"
}

/// What a mutant must show; `Err` says what it showed.
fn judge(seed: &Seed, mutant: &Mutant) -> Result<Option<&'static str>, String> {
    let (sources, found) = errors(seed, &[(mutant.file, mutant.apply(&seed.files[mutant.file].1))]);
    if let Some(breach) = found.iter().flat_map(style::breaches).next() {
        return Err(format!("{}: against docs/style.md: {breach}", mutant.class));
    }
    let told = |d: &Diagnostic| {
        let (path, at) = sources.place(d.primary.at);
        format!("{path}:{at}: {} [{}]", d.message, d.name.name)
    };
    let wrong = |why: &str| {
        let all: Vec<String> = found.iter().map(told).collect();
        Err(format!("{}: {}: {why}\n    {}", mutant.class, mutant.shown, all.join("\n    ")))
    };
    let [one] = found.as_slice() else {
        return match (found.is_empty(), mutant.may_be_valid) {
            (true, Some(reason)) => Ok(Some(reason)),
            (true, None) => wrong("no error"),
            _ => wrong("several errors"),
        };
    };
    let line_of = |at| (sources.place(at).0.to_owned(), sources.place(at).1.line);
    let here = (seed.files[mutant.file].0.clone(), mutant.line);
    let shown = std::iter::once(&one.primary).chain(one.secondary.iter().filter(|_| mutant.beside));
    if !shown.map(|label| line_of(label.at)).any(|line| line == here) {
        return wrong(&format!("not on line {} of {}", here.1, here.0));
    }
    if !mutant.names.iter().any(|word| one.message.contains(word.as_str())) {
        return wrong(&format!("the message names none of {:?}", mutant.names));
    }
    Ok(None)
}

/// Leaves out the mutants that edit the same piece of the same sort of clause as an earlier one;
/// with `MUTANTS=all` none.
fn chosen(mutants: Vec<Mutant>) -> Vec<Mutant> {
    let all = std::env::var_os("MUTANTS").is_some_and(|value| value == "all");
    let mut seen = BTreeSet::new();
    mutants.into_iter().filter(|mutant| seen.insert((mutant.class, mutant.sort.clone())) || all).collect()
}

/// Exactly one error for one mistake, on its line, in words that name it.
pub fn one_mistake_gives_one_error() {
    let mut tally: BTreeMap<&'static str, (usize, BTreeMap<&'static str, usize>)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for seed in seeds::all() {
        let before = errors(&seed, &[]).1;
        assert!(before.is_empty(), "{} has errors before any edit: {before:#?}", seed.name);
        for mutant in chosen(edits::of(&seed)) {
            let entry = tally.entry(mutant.class).or_default();
            match judge(&seed, &mutant) {
                Ok(None) => entry.0 += 1,
                Ok(Some(reason)) => *entry.1.entry(reason).or_default() += 1,
                Err(why) => wrong.push(why),
            }
        }
    }
    for (class, (one, valid)) in &tally {
        println!("{class:<28} one error {one:>5}   still valid {valid:?}");
    }
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} mutants\n{}", wrong.join("\n"));
    let few = tally.iter().find(|(_, (one, _))| *one < LEAST);
    assert!(few.is_none(), "of a class only few mutants were tried: {few:?}");
}

/// Ten mistakes in different items of one file give ten errors, one on each edited line.
pub fn many_mistakes_give_an_error_each() {
    const TOGETHER: usize = 10;
    let mut dice = Dice(7);
    for seed in seeds::all() {
        // Mistakes in one item may explain each other, and a name that is declared wrongly
        // belongs to every use of it.
        let apart: Vec<Mutant> = edits::of(&seed).into_iter().filter(|m| m.apart && !m.beside).collect();
        for round in 0..seed.rounds {
            let mut chosen: Vec<&Mutant> = Vec::new();
            for _ in 0..400 {
                let one = &apart[dice.below(apart.len())];
                if chosen.len() < TOGETHER
                    && chosen.iter().all(|other| (other.file, other.item) != (one.file, one.item))
                    // A system that cannot be read whole may have what another item names.
                    && chosen.iter().all(|other| !may_hide(one, other) && !may_hide(other, one))
                    // One name that is wrong in two places is one mistake.
                    && chosen.iter().all(|other| one.with.is_empty() || other.with != one.with)
                    && matches!(judge(&seed, one), Ok(None))
                {
                    chosen.push(one);
                }
            }
            let mut changed: Vec<(usize, String)> = Vec::new();
            for file in 0..seed.files.len() {
                let mut here: Vec<&&Mutant> = chosen.iter().filter(|m| m.file == file).collect();
                here.sort_by_key(|mutant| std::cmp::Reverse(mutant.at.start));
                let text = here.iter().fold(seed.files[file].1.clone(), |text, m| m.apply(&text));
                changed.push((file, text));
            }
            let (sources, found) = errors(&seed, &changed);
            let mut lines: Vec<(String, u32)> = found
                .iter()
                .map(|d| sources.place(d.primary.at))
                .map(|(path, at)| (path.to_owned(), at.line))
                .collect();
            let mut wanted: Vec<(String, u32)> =
                chosen.iter().map(|m| (seed.files[m.file].0.clone(), m.line)).collect();
            lines.sort();
            wanted.sort();
            let edits: Vec<&str> = chosen.iter().map(|m| m.shown.as_str()).collect();
            let told: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
            assert_eq!(
                lines,
                wanted,
                "{} round {round}\n{}\n--\n{}",
                seed.name,
                edits.join("\n"),
                told.join("\n")
            );
            assert!(chosen.len() >= 8, "{}: only {} mistakes were made", seed.name, chosen.len());
        }
    }
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}
