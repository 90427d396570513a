//! What texts claim or announce: words for an automated assistant, for a recording, for conformity.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Must;
use crate::source::Location;
use crate::syntax::Tree;

/// Words for a machine that speaks, in a few languages, lower case.
const MACHINE: &[&str] = &[
    "automat",
    "artificial",
    "virtual",
    "assistant",
    "robot",
    "chatbot",
    "bot",
    "machine",
    "computer",
    "a.i.",
    "ai",
    "automatis",
    "künstlich",
    "digital",
    "asistente",
    "assistente",
    "künstliche",
    "uathoibríoch",
    "maschine",
    "intelligence",
    "automatique",
    "automatico",
    "automático",
    "geautomatiseerd",
];

/// Words for a recording, in a few languages, lower case.
const RECORDING: &[&str] = &[
    "record",
    "aufgezeichnet",
    "aufnahme",
    "enregistr",
    "grabad",
    "grabar",
    "registrat",
    "opgenomen",
    "taifead",
    "gravad",
];

/// Tells whether a prompt has to say that an agent is automated.
pub fn discloses(must: &Must) -> bool {
    !must.not && has_word(&must.text, MACHINE)
}

/// Tells whether a prompt has to say that a call is recorded.
pub fn announces_recording(must: &Must) -> bool {
    !must.not && has_word(&must.text, RECORDING)
}

/// Looks for words that start like one of a list; short ones must be whole.
fn has_word(text: &str, list: &[&str]) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric() && c != '.').any(|word| {
        list.iter()
            .any(|known| if known.chars().count() <= 4 { word == *known } else { word.starts_with(known) })
    })
}

/// Hands every text of a file, its `///` lines included, to a function.
pub fn texts(tree: &Tree, found: &mut impl FnMut(Location, &str)) {
    for clause in tree.all_clauses().filter(|clause| clause.is_documented()) {
        found(clause.word_at(), &clause.doc());
    }
    for value in tree.all_values() {
        if let Some(words) = value.text().filter(|_| !value.is_raw()) {
            found(value.at(), words);
        }
    }
}

/// Tells whether a text mentions what could be a law that conformity is claimed with.
pub fn mentions_law(text: &str) -> bool {
    static MENTION: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new("(?i)act|verordnung|gdpr|dsgvo|2024/1689").ok());
    MENTION.as_ref().is_none_or(|mention| mention.is_match(text))
}

/// Returns the words with which a text claims conformity with a law; a text that says that
/// something gives none claims nothing.
pub fn conformity(text: &str) -> Option<String> {
    const LAW: &str =
        r"((eu )?ai[ -]act|artificial intelligence act|ki-verordnung|gdpr|dsgvo|regulation \(eu\) 2024/1689)";
    if !mentions_law(text) {
        return None;
    }
    let lower = text.to_lowercase();
    let claims = [
        format!(r"\b{LAW}[ -]*(compliant|conformant|conform|certified|approved|konform|ready)\b"),
        format!(
            r"\b(complies|comply|compliant|conforms?|conformity|in compliance|certified|compliance) (with|under|to|by) (the )?{LAW}"
        ),
        format!(
            r"\b(meets|fulfils|fulfills|satisfies) (all )?(the )?(requirements|obligations) of (the )?{LAW}"
        ),
    ];
    let denied = ["no ", "not ", "never ", "without "];
    claims.iter().filter_map(|claim| Regex::new(claim).ok()).find_map(|claim| {
        let place = claim.find(&lower)?;
        let before = &lower[..place.start()];
        let near = before.char_indices().rev().nth(24).map_or(before, |(at, _)| &before[at..]);
        (!denied.iter().any(|word| near.contains(word))).then(|| place.as_str().to_owned())
    })
}
