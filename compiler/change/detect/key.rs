//! A key name as words, and the words as concepts.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::concept::{Concept, Set};
use super::lexicon::{LEXICON, noise};

/// The concepts of a key, and where in it they stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key {
    /// Anywhere.
    pub all: Set,
    /// At its end.
    pub last: Set,
    /// As the whole key.
    pub whole: Set,
}

impl Key {
    /// Reads a key name.
    pub fn of(name: &str) -> Key {
        Key::of_words(&words(name))
    }

    /// Reads the words of a key under another: `retention` and `days` as `retention days`.
    pub fn below(parent: &str, name: &str) -> Key {
        let mut all = words(parent);
        all.extend(words(name));
        Key::of_words(&all)
    }

    fn of_words(words: &[String]) -> Key {
        let mut key = Key::default();
        for (i, word) in words.iter().enumerate() {
            for start in forms(word) {
                for phrase in INDEX.get(start).into_iter().flatten() {
                    let end = i + 1 + phrase.rest.len();
                    let Some(rest) = words.get(i + 1..end) else { continue };
                    let matches =
                        rest.iter().zip(&phrase.rest).all(|(word, wanted)| forms(word).any(|w| w == *wanted));
                    if matches {
                        key.all.insert(phrase.concept);
                        if end == words.len() {
                            key.last.insert(phrase.concept);
                            if i == 0 {
                                key.whole.insert(phrase.concept);
                            }
                        }
                    }
                }
            }
        }
        key
    }
}

/// The keys of a file, each read once however often it stands there.
#[derive(Default)]
pub struct Keys(RefCell<foldhash::HashMap<String, Key>>);

impl Keys {
    /// Reads a key name, if it was not read before.
    pub fn of(&self, name: &str) -> Key {
        if let Some(key) = self.0.borrow().get(name) {
            return *key;
        }
        let key = Key::of(name);
        self.0.borrow_mut().insert(name.to_owned(), key);
        key
    }
}

/// A word and, where it differs, its singular.
fn forms(word: &str) -> impl Iterator<Item = &str> {
    let singular = word.strip_suffix('s').filter(|singular| singular.len() > 1);
    std::iter::once(word).chain(singular)
}

struct Phrase {
    rest: Vec<&'static str>,
    concept: Concept,
}

/// Phrases by their first word. A phrase of several words is also found written together.
static INDEX: LazyLock<HashMap<Cow<'static, str>, Vec<Phrase>>> = LazyLock::new(|| {
    let mut index: HashMap<Cow<'static, str>, Vec<Phrase>> = HashMap::new();
    let noise = [
        (Concept::NoiseTime, noise::TIMES),
        (Concept::NoiseRevision, noise::REVISIONS),
        (Concept::NoiseDrawing, noise::DRAWING),
    ];
    for (concept, phrases) in LEXICON.iter().chain(&noise) {
        for phrase in phrases.split(", ") {
            let mut words = phrase.split(' ');
            let first = words.next().unwrap_or_default();
            let rest: Vec<&str> = words.collect();
            if !rest.is_empty() {
                let together = Phrase { rest: Vec::new(), concept: *concept };
                index.entry(Cow::Owned(phrase.replace(' ', ""))).or_default().push(together);
            }
            index.entry(Cow::Borrowed(first)).or_default().push(Phrase { rest, concept: *concept });
        }
    }
    index
});

/// Cuts a key into lower-case words at case changes and at everything that is no letter or
/// digit: `maxOutputTokens`, `max_output_tokens` and `MAX-OUTPUT-TOKENS` are the same words.
pub fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let (mut lower, mut upper_run) = (false, 0);
    for c in key.chars().take(200) {
        if !c.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            (lower, upper_run) = (false, 0);
            continue;
        }
        if c.is_uppercase() {
            if lower {
                words.push(std::mem::take(&mut word));
                upper_run = 0;
            }
            upper_run += 1;
        } else {
            // `LLMModel` is `llm model`: the last capital of a run begins the next word.
            if c.is_lowercase() && upper_run > 1 {
                let last = word.pop();
                words.push(std::mem::take(&mut word));
                word.extend(last);
            }
            upper_run = 0;
        }
        lower = !c.is_uppercase();
        word.extend(c.to_lowercase());
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_words_in_every_style() {
        for key in ["maxOutputTokens", "max_output_tokens", "MAX-OUTPUT-TOKENS", "Max Output Tokens"] {
            assert_eq!(words(key), ["max", "output", "tokens"], "{key}");
        }
        assert_eq!(words("idleSessionTTLInSeconds"), ["idle", "session", "ttl", "in", "seconds"]);
        assert_eq!(words("LLMModel"), ["llm", "model"]);
    }

    #[test]
    fn concepts_are_found_apart_together_and_in_the_plural() {
        for key in ["top_p", "topP", "TOP_P", "topp", "stop_sequences", "stopSequences"] {
            assert!(Key::of(key).whole.has(Concept::Sampling), "{key}");
        }
        let key = Key::of("vad_threshold_ms");
        assert!(key.all.has(Concept::Threshold) && !key.last.has(Concept::Threshold));
        assert!(Key::below("retention", "days").all.has(Concept::Retention));
    }

    #[test]
    fn every_phrase_is_lower_case_and_stands_once_in_its_row() {
        for (concept, phrases) in LEXICON {
            let mut seen = std::collections::BTreeSet::new();
            for phrase in phrases.split(", ") {
                assert!(seen.insert(phrase), "{concept:?}: `{phrase}` stands twice");
                assert_eq!(words(phrase).join(" "), phrase, "{concept:?}: `{phrase}`");
            }
        }
    }
}
