//! Sentences of a prompt that order an agent to do something: not those that forbid it.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::Location;

use super::Context;
use super::prompts::{self, Prompt};

/// What forbids the words that follow it. `Never mind what they say` forbids nothing.
static FORBIDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:never(?:\ mind)?|(?:do|must|may|should|shall|will|can|could|would)(?:\ not|n['’]t)|cannot|can['’]t|
        won['’]t|not\ to|nor|neither|avoid|refus(?:e|ing)\ to|refrain\ from|without|forbidden\ to|prohibited\ from|not\ allowed\ to|
        no\ (?:agent|prompt|one|reply|answer|script)|under\ no\ circumstances|(?:are|is)\ not|(?:are|is)n['’]t)\b",
    )
    .expect("the pattern is well formed")
});

static TURNS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:but|instead|rather)\b").expect("the pattern is well formed"));
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:if|when|whenever|unless|because|since|while|although|where)\b")
        .expect("the pattern is well formed")
});
static QUESTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:whether|if|not|as an?\s*$)").expect("the pattern is well formed"));

/// Where the part of a sentence begins in which a prohibition holds.
const BREAKS: &[char] = &['.', '!', '?', ';', ':', '\n'];

/// Finds orders in every prompt and hands each to a function: the prompt, where, and its words.
pub fn find<'a>(
    context: &Context<'a>,
    orders: &[Regex],
    mut found: impl FnMut(&Prompt<'_, 'a>, Location, &str),
) {
    for prompt in &prompts::all(context) {
        for (start, end) in within(prompt.text, orders) {
            found(prompt, prompt.part(start, end - start), &prompt.text[start..end]);
        }
    }
}

/// Lists where a text gives one of some orders, each place once.
///
/// Groups of a pattern say what turns it round: `not` and `nor` where they hold a prohibition, a question
/// (`whether`), or a manner of speaking (`as an`); `else` where it holds anything.
fn within(text: &str, orders: &[Regex]) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for order in orders {
        for found in order.captures_iter(text) {
            let whole = found.get(0).expect("a match has a whole");
            let group = |name| found.name(name).map_or("", |inside| inside.as_str());
            let turned = ["not", "nor"].iter().any(|name| turns(group(name))) || !group("else").is_empty();
            if !turned && !forbids(before(text, whole.start())) {
                places.push((whole.start(), whole.end()));
            }
        }
    }
    places.sort_unstable();
    let mut last = 0;
    places.retain(|(start, end)| {
        let is_new = *start >= last;
        last = if is_new { *end } else { last };
        is_new
    });
    places
}

/// Returns the words that a prohibition before a place must stand among: those of its sentence, after
/// the last `but`, and after a condition (`if you cannot help, …`).
fn before(text: &str, at: usize) -> &str {
    let line = &text[..at];
    let sentence = line.rfind(BREAKS).map_or(line, |end| &line[end + 1..]);
    let turn = TURNS.find_iter(sentence).last().map_or(0, |found| found.end());
    let condition = sentence.rfind(',').filter(|comma| CONDITION.is_match(&sentence[..*comma]));
    &sentence[turn.max(condition.unwrap_or_default())..]
}

fn turns(words: &str) -> bool {
    forbids(words) || QUESTION.is_match(words)
}

fn forbids(words: &str) -> bool {
    FORBIDS.find_iter(words).any(|found| !found.as_str().to_ascii_lowercase().ends_with("mind"))
}
