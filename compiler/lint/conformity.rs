//! Where texts claim conformity with a law, and where they only speak of one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::claim_words::{LANGUAGES, Words};

/// What may stand before the name of a law.
const BEFORE_LAW: &str = r"(?:(?:the|der|dem|die|den|das|le|la|au|du|il|el|al)\s+|l['’])?(?:art(?:icles?|ikel|\.)?\s+[\d().,\s]+\s(?:of|der)\s+(?:the\s+)?)?";

/// How many words before a claim are looked at.
const NEAR: usize = 8;

/// How many bytes around a claim are looked at.
const AROUND: usize = 160;

/// How many bytes above an item of a list are looked at for what the list says.
const ABOVE: usize = 2_000;

/// Tells whether a text mentions what could be a law that conformity is claimed with.
pub fn mentions_law(text: &str) -> bool {
    static MENTION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?i){}", laws())).ok());
    MENTION.as_ref().is_none_or(|mention| mention.is_match(text))
}

/// Lists where a text claims conformity with a law. A text that denies it, asks for it, asks after
/// it, plans it or only mentions the law claims nothing, and neither does a list of what must not be said.
pub fn claims(text: &str) -> Vec<Range<usize>> {
    static CLAIM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&pattern()).ok());
    if !mentions_law(text) {
        return Vec::new();
    }
    let found = CLAIM.as_ref().into_iter().flat_map(|claim| claim.find_iter(text));
    let claimed = found.filter(|place| {
        let start = place.as_str().to_lowercase();
        let is_noun = start.starts_with("conformity") || start.starts_with("compliance");
        !is_open(before(text, place.start()), is_noun)
            && !is_taken_back(after(text, place.end()))
            && !is_listed_as_open(text, place.start())
    });
    claimed.map(|place| place.range()).collect()
}

fn laws() -> String {
    let names: Vec<&str> = LANGUAGES.iter().map(|words| words.laws).collect();
    format!("(?:{})", names.join("|"))
}

fn pattern() -> String {
    let middle: Vec<&str> = LANGUAGES.iter().map(|words| words.middle).collect();
    let middle = format!("(?:(?:{})\\s+){{0,6}}", middle.join("|"));
    let claims: Vec<&str> = LANGUAGES.iter().flat_map(|words| words.claims).copied().collect();
    let law = format!("{BEFORE_LAW}{}", laws());
    format!("(?i){}", claims.join("|").replace("MIDDLE", &middle).replace("LAW", &law))
}

/// Tells whether some language has a word in one of its lists.
fn has(list: fn(&Words) -> &'static [&'static str], word: &str) -> bool {
    LANGUAGES.iter().any(|words| list(words).contains(&word))
}

/// Tells whether a word denies what follows it, or leaves it open.
fn denies(word: &str) -> bool {
    has(|words| words.open, word) || word.ends_with("n't")
}

/// Lists the words of a text in lower case, without those that only sound like a denial.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let emphasis = LANGUAGES.iter().flat_map(|words| words.emphasis);
    let lower = emphasis.fold(lower, |text, words| text.replace(words, ""));
    // An apostrophe parts the words of French and Italian and joins those of English.
    let parted = lower.replace("n'est", "n est").replace("n'a", "n a");
    let split = parted.split(|c: char| !c.is_alphanumeric() && c != '\'');
    split.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Tells whether the words before a claim deny it, leave it open or make a duty of it.
fn is_open(before: &str, is_noun: bool) -> bool {
    let words = words(before);
    let near: Vec<&str> = words.iter().rev().take(NEAR).map(String::as_str).collect();
    // "has to comply with", "to be compliant with": somebody still has to do it.
    let is_purpose = matches!(near.as_slice(), ["to", ..] | ["be" | "become" | "fully" | "stay", "to", ..]);
    is_purpose
        || near.iter().any(|word| denies(word))
        || is_noun && near.iter().any(|word| has(|words| words.asked, word))
        || near.iter().take(3).any(|word| has(|words| words.duty, word))
}

/// Tells whether what follows a claim asks for it or denies it.
fn is_taken_back(after: &str) -> bool {
    static DENIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?ix)^["'”’»\s]*(?:
                (?:is|are|was|were|can|does|ist|wird)\s*
                (?:not|n't|n’t|never|nicht|for|prohibited|forbidden|wrong|misleading|falsch|verboten|untersagt
                |assessed|checked|reviewed|monitored|tested|planned|required|geprüft|überprüft)\b
                |cannot\b|(?:n['’]est|ne\s+sont)\s+pas\b|no\s+(?:es|está|son)\b|non\s+(?:è|sono)\b)"#,
        )
        .ok()
    });
    let sentence = after.split(['.', '!', '\n']).next().unwrap_or_default();
    sentence.contains('?') || DENIAL.as_ref().is_some_and(|denial| denial.is_match(after))
}

/// Tells whether a claim stands in a list that says of its items that they are not so: below "Never say:"
/// or "## Prohibitions".
fn is_listed_as_open(text: &str, at: usize) -> bool {
    let start = (at.saturating_sub(ABOVE)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    let mut lines = text[start..at].rsplit('\n');
    let own = lines.next().unwrap_or_default();
    if !is_item(own) {
        return false;
    }
    let lead = lines.find(|line| !line.trim().is_empty() && !is_item(line) && !line.starts_with([' ', '\t']));
    let Some(lead) = lead.map(str::trim).filter(|lead| lead.ends_with(':') || lead.starts_with('#')) else {
        return false;
    };
    words(lead).iter().any(|word| denies(word) || word.starts_with("prohibit") || word.starts_with("verbot"))
}

/// Tells whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '+', '•']) || rest.len() < line.len() && rest.starts_with(['.', ')'])
}

/// Returns what stands before a place in its clause.
fn before(text: &str, end: usize) -> &str {
    static BREAK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"[.!?;]\s|\n\s*\n|\n\s*[-*#]|,?\s(?:but|aber|mais|pero|ma)\s|,\s(?:and|und|et|y|e)\s|\sand\s(?:is|are|it|we|they)\s",
        )
        .ok()
    });
    let start = (end.saturating_sub(AROUND)..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
    let near = &text[start..end];
    let broken = BREAK.as_ref().and_then(|part| part.find_iter(near).last());
    broken.map_or(near, |part| &near[part.end()..])
}

/// Returns what stands after a place.
fn after(text: &str, start: usize) -> &str {
    let most = text.len().min(start + AROUND);
    let end = (start..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_patterns() {
        assert!(Regex::new(&pattern()).is_ok());
        assert!(Regex::new(&laws()).is_ok());
    }
}
