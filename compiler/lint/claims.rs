//! What texts claim or announce: words for an automated assistant, for a recording.

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
