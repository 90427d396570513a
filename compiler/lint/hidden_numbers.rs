//! Numbers in the prose of prompts that speak of a declared threshold.

use std::collections::BTreeMap;

use regex::Regex;

use crate::decimal::Decimal;
use crate::facts::Value;
use crate::kind::Kind;
use crate::model::Artifact;
use crate::source::Location;

use super::{Context, prompts};

/// A number in a sentence about a threshold.
pub struct HiddenNumber<'a> {
    /// Where it stands.
    pub at: Location,
    /// As written: `80%`.
    pub words: String,
    /// What it says, on the scale of the threshold.
    pub said: Decimal,
    /// The threshold.
    pub threshold: &'a Artifact,
    /// What the threshold is in the repository.
    pub value: Decimal,
}

/// Words that names and keys of many thresholds have in common, which name none.
const COMMON: &[&str] = &[
    "minimum",
    "maximum",
    "threshold",
    "value",
    "level",
    "limit",
    "score",
    "after",
    "before",
    "below",
    "above",
];

/// Hands every such number to a function, in the order of the prompts.
pub fn each<'a>(context: &Context<'a>, mut found: impl FnMut(&HiddenNumber<'a>)) {
    let thresholds = thresholds(context);
    if thresholds.is_empty() {
        return;
    }
    let Ok(number) = Regex::new(r"\b[0-9]+(\.[0-9]+)?( ?%| percent)?") else { return };
    for prompt in prompts::all(context) {
        let mut start = 0;
        for sentence in prompt.text.split_inclusive(['\n', '!', '?', ';']).flat_map(sentences) {
            let lower = sentence.to_lowercase();
            let about =
                thresholds.iter().filter(|t| t.words.iter().any(|word| lower.contains(word.as_str())));
            for threshold in about {
                for place in number.find_iter(sentence) {
                    let Some(said) = on_scale(place.as_str(), threshold.value) else { continue };
                    found(&HiddenNumber {
                        at: prompt.part(start + place.start(), place.len()),
                        words: place.as_str().trim().to_owned(),
                        said,
                        threshold: threshold.artifact,
                        value: threshold.value,
                    });
                }
            }
            start += sentence.len();
        }
    }
}

struct Threshold<'a> {
    artifact: &'a Artifact,
    value: Decimal,
    /// What a sentence about it says, in lower case.
    words: Vec<String>,
}

fn thresholds<'a>(context: &Context<'a>) -> Vec<Threshold<'a>> {
    let mut all: BTreeMap<Location, Threshold<'a>> = BTreeMap::new();
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Threshold) {
        for row in context.rows(system, artifact) {
            let Value::Decimal { v, .. } = &row.value else { continue };
            let Some(value) = Decimal::parse(v) else { continue };
            let key = row.pointer.rsplit('/').next().unwrap_or_default();
            let words: Vec<String> = words(&artifact.id.name).chain(words(key)).collect();
            all.entry(artifact.id.at).or_insert(Threshold { artifact, value, words });
        }
    }
    all.into_values().collect()
}

/// Splits a name into its words of five letters or more that are not in every such name.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut parts = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphabetic() {
            parts.push(String::new());
            continue;
        }
        if c.is_uppercase() && parts.last().is_some_and(|part| part.ends_with(char::is_lowercase)) {
            parts.push(String::new());
        }
        parts.last_mut().into_iter().for_each(|part| part.push(c));
    }
    let lower = parts.into_iter().map(|part| part.to_lowercase());
    lower.filter(|word| word.chars().count() >= 5 && !COMMON.contains(&word.as_str()))
}

/// Splits at full stops that end a sentence, not at those inside a number.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(". ")
}

/// Reads a number of prose on the scale of a threshold: `80%` is 0.8 where the threshold is below
/// one. `None` for numbers of another scale, such as years or seconds.
fn on_scale(words: &str, value: Decimal) -> Option<Decimal> {
    let one = Decimal::from_integer(1);
    let percent = words.ends_with('%') || words.ends_with("percent");
    let digits: String = words.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = Decimal::parse(digits.trim_end_matches('.'))?;
    match (value <= one, percent) {
        (true, true) => number.checked_mul(Decimal::parse("0.01")?),
        (true, false) => Some(number).filter(|n| *n < one && *n > Decimal::ZERO),
        (false, true) => Some(number),
        (false, false) => None,
    }
}
