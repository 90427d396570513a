//! The words with which texts claim conformity with a law, and those that only speak of one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The names of the laws that conformity is claimed with, with what may stand before them.
const LAW: &str = r"(?:the\s+|der\s+|dem\s+|die\s+|den\s+)?(?:art(?:icles?|ikel|\.)?\s+[\d().,\s]+\s(?:of|der)\s+(?:the\s+)?)?(?:(?:eu|european)(?:'s|’s)?[\s-]+)?(?:ai[\s-]+act|artificial\s+intelligence\s+act|ki-verordnung|ki-vo|gdpr|ds-?gvo|general\s+data\s+protection\s+regulation|regulation\s+\(eu\)\s+(?:no\.?\s+)?(?:2024/1689|2016/679))";

/// What may stand between a verb and the name of a law.
const MIDDLE: &str = r"(?:(?:all|every|each|any|both|fully|of|in|under|from|set|out|laid|down|the|alle|den|die|requirements?|obligations?|dut(?:y|ies)|rules?|provisions?|demands?|conditions?|anforderungen|pflichten)\s+){0,6}";

/// What claims it, `LAW` standing for the name of a law and `MIDDLE` for what may stand before it.
const CLAIMS: &[&str] = &[
    r"\bLAW[\s-]+(?:fully[\s-]+)?(?:compliant|conformant|conform|konform|certified|zertifiziert|approved|ready|proof)\b",
    r"\b(?:complies|comply|complying|compliant|compliance|conforms?|conforming|conformant|conformity|konform|certified|accredited|approved)\s+(?:fully\s+)?(?:with|under|to|by|according\s+to|mit|zu)\s+MIDDLELAW\b",
    r"\b(?:meets?|meeting|fulfil(?:l?s|ling|l)?|satisf(?:y|ies|ying)|adheres?\s+to|erfüllt|entspricht)\s+MIDDLELAW\b",
    r"\b(?:in|im)\s+(?:full\s+|vollem\s+)?(?:line|accordance|conformity|compliance|keeping|einklang)\s+(?:with|mit)\s+LAW\b",
    r"\b(?:ensur(?:es?|ing)|guarantee(?:s|ing)?|achiev(?:es?|ing)|prov(?:es?|ing)|demonstrat(?:es?|ing)|full|100\s*%)\s+(?:full\s+)?LAW[\s-]+(?:compliance|conformity)\b",
    r"\b(?:nach|gemäß)\s+LAW\s+(?:zertifiziert|zugelassen)\b",
];

/// Words that deny a claim, or leave it open, where they stand before it in its clause.
const OPEN: &[&str] = &[
    "no", "not", "never", "without", "nothing", "none", "nobody", "neither", "nor", "cannot", "whether",
    "kein", "keine", "keiner", "nicht", "nie", "niemals", "nichts", "ohne", "ob",
];

/// Words that sound like a denial and are none.
const EMPHASIS: &[&str] =
    &["not only", "no doubt", "without doubt", "without exception", "nicht nur", "ohne zweifel"];

/// Words that ask for conformity or after it: those before the noun, and those right before a verb.
const ASSESS: &[&str] = &[
    "assess",
    "assesses",
    "assessed",
    "assessing",
    "check",
    "checks",
    "checked",
    "checking",
    "monitor",
    "monitors",
    "responsible",
    "question",
    "questions",
    "toward",
    "towards",
];
const DUTY: &[&str] = &["must", "shall", "should", "may", "might", "could", "would", "if", "muss", "soll"];

/// How many words before a claim are looked at.
const NEAR: usize = 8;

/// How many bytes around a claim are looked at.
const AROUND: usize = 160;

/// Tells whether a text mentions what could be a law that conformity is claimed with.
pub fn mentions_law(text: &str) -> bool {
    static MENTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new("(?i)act|verordnung|ki-vo|gdpr|ds-?gvo|data\\s+protection|2024/1689|2016/679").ok()
    });
    MENTION.as_ref().is_none_or(|mention| mention.is_match(text))
}

/// Lists where a text claims conformity with a law. A text that denies it, asks for it, asks after
/// it or only mentions the law claims nothing.
pub fn claims(text: &str) -> Vec<Range<usize>> {
    static CLAIM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!("(?i){}", CLAIMS.join("|").replace("MIDDLE", MIDDLE).replace("LAW", LAW))).ok()
    });
    if !mentions_law(text) {
        return Vec::new();
    }
    let found = CLAIM.as_ref().into_iter().flat_map(|claim| claim.find_iter(text));
    let claimed = found.filter(|place| {
        let start = place.as_str().to_lowercase();
        let is_noun = start.starts_with("conformity") || start.starts_with("compliance");
        !is_open(before(text, place.start()), is_noun) && !is_taken_back(after(text, place.end()), is_noun)
    });
    claimed.map(|place| place.range()).collect()
}

/// Tells whether the words before a claim deny it, leave it open or make a duty of it.
fn is_open(before: &str, is_noun: bool) -> bool {
    let lower = before.to_lowercase().replace('’', "'");
    let lower = EMPHASIS.iter().fold(lower, |text, words| text.replace(words, ""));
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .rev()
        .take(NEAR)
        .collect();
    let denies = |word: &&str| OPEN.contains(word) || word.ends_with("n't");
    let asks = |word: &&str| ASSESS.contains(word);
    // "has to comply with", "to be compliant with": somebody still has to do it.
    let is_purpose = matches!(words.as_slice(), ["to", ..] | ["be" | "become" | "fully" | "stay", "to", ..]);
    is_purpose
        || words.iter().any(denies)
        || is_noun && words.iter().any(asks)
        || words.iter().take(3).any(|word| DUTY.contains(word))
}

/// Tells whether what follows a claim asks for it or, after a noun, denies it.
fn is_taken_back(after: &str, is_noun: bool) -> bool {
    static DENIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^\s*(?:(?:is|are|was|were|can|does|ist|wird)\s*(?:not|n't|n’t|never|nicht|for)\b|cannot\b)",
        )
        .ok()
    });
    let sentence = after.split(['.', '!', '\n']).next().unwrap_or_default();
    sentence.contains('?') || is_noun && DENIAL.as_ref().is_some_and(|denial| denial.is_match(after))
}

/// Returns what stands before a place in its clause.
fn before(text: &str, end: usize) -> &str {
    static BREAK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"[.!?;]\s|\n\s*\n|\n\s*[-*#]|,?\s(?:but|aber)\s|,\s(?:and|und)\s|\sand\s(?:is|are|it|we|they)\s",
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
