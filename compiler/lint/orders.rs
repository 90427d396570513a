//! Sentences of a prompt that order an agent to do something: not those that forbid it.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::Location;

use super::Context;
use super::prompts::{self, Prompt};

/// What forbids the words that follow it, or says that others than the agent say them; `undo` makes an order of it again, as in `never forget to`.
static FORBIDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:
        (?:never|(?:do|must|may|should|shall|will|can|could|would)(?:\ not|n['’]t)|cannot|not\ to)
            (?<undo>\ (?:mind|forget|fail|hesitate))?
        |nor|neither|avoid|refus(?:e|ing)\ to|refrain\ from|without(?<sure>\ (?:exception|fail|hesitation|delay))?
        |forbidden|prohibit(?:ed|ions?)|not\ allowed|not\ need\ to|wrong\ to|unlawful\ to|illegal\ to|lie\ to
        |no\ (?:agent|prompt|one|reply|answer|script)|under\ no\ circumstances|at\ no\ time|don['’]?ts
        |(?:are|is)\ not|(?:are|is)n['’]t|rather\ than|instead\ of
        |(?:callers?|customers?|users?|patients?|they|somebody|someone)(?:\ (?:may|might|can|could|will|often|sometimes))?
            (?:\ (?:say|claim|answer|insist)s?)?$
        |(?:asks?|asked|tells?|told|wants?|begs?|orders?)\ (?:you|it|the\ agent|the\ assistant)\ to$)(?:\b|$)",
    )
    .expect("the pattern is well formed")
});

static TURNS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bbut\b").expect("the pattern is well formed"));
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:if|when|whenever|unless|because|since|while|although|where)\b")
        .expect("the pattern is well formed")
});
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:whether|if|not|need to|have to|as an?\s*$)").expect("the pattern is well formed")
});
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-*+•]|\d+[.)])\s").expect("the pattern is well formed"));

/// Where a sentence ends. What stands before a colon holds for what comes after it.
const BREAKS: &[char] = &['.', '!', '?', '\n'];

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
            if !turned && !forbids(before(text, whole.start())) && !forbids(lead(text, whole.start())) {
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

/// Returns what introduces the list in whose item a place stands: `Never:` or a heading; else nothing.
fn lead(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    // A match may begin with the marker of its item, or with the line before.
    let line = text[start..].lines().next().unwrap_or_default();
    let line = if line.trim().is_empty() {
        text[at..].trim_start().lines().next().unwrap_or_default()
    } else {
        line
    };
    if !ITEM.is_match(line) {
        return "";
    }
    let above = text[..start].lines().rev().find(|line| !line.trim().is_empty() && !ITEM.is_match(line));
    above.filter(|line| line.trim_end().ends_with(':') || line.starts_with('#')).unwrap_or_default()
}

fn turns(words: &str) -> bool {
    forbids(words) || QUESTION.is_match(words)
}

fn forbids(words: &str) -> bool {
    let words = words.trim_end();
    FORBIDS.captures_iter(words).any(|found| found.name("undo").or(found.name("sure")).is_none())
}
