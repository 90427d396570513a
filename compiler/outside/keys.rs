//! What the key of a setting says that its value names.

/// What a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A company, whoever that is: `tts.provider`.
    Provider,
    /// A company or a program, if it is one that is known: `tts.service`, `engine`.
    Engine,
    /// The id of a model, which may begin with whom it is sent to: `model: bedrock/…`.
    Model,
    /// A place of machines or of data.
    Place,
    /// A place of people, such as that of a language: `locale.region`.
    PlaceOfPeople,
}

/// Tells what a value names by its key and the keys around it, the nearest first.
pub fn sort<'k>(mut keys: impl Iterator<Item = &'k str> + Clone) -> Option<Sort> {
    let all = keys.clone();
    let key = words(keys.next()?);
    let around: Vec<Vec<String>> = keys.take(2).map(words).collect();
    let parent = around.first().map_or(&[][..], Vec::as_slice);
    let last = key.last()?;
    let is_elsewhere = || key.iter().chain(parent).any(|word| holds(ELSEWHERE, word));
    let in_step = || {
        let other = key[..key.len() - 1].iter().chain(around.iter().flatten());
        other.clone().any(|word| holds(STEPS, word) || holds(WHOM, word))
    };
    // `llm.type` names a company; `QwenLLM.type` rather the way in which it is asked.
    let whose = |words: &[String]| match words {
        [step] if holds(STEPS, step) => true,
        words => words.last().is_some_and(|word| holds(WHOM, word)),
    };
    match last {
        _ if is_place(&key, parent) && is_own_state(all) => None,
        _ if is_place(&key, parent) && key.iter().chain(parent).any(|word| holds(OF_PEOPLE, word)) => {
            Some(Sort::PlaceOfPeople)
        }
        _ if is_place(&key, parent) => Some(Sort::Place),
        _ if is_elsewhere() => None,
        _ if holds(WHO, last) && in_step() => Some(Sort::Provider),
        _ if holds(WHOM, last) || holds(ENGINES, last) || holds(SPOKEN, last) => Some(Sort::Engine),
        _ if holds(PARTS, last) && in_step() => Some(Sort::Engine),
        _ if holds(LABELS, last) && whose(parent) => Some(Sort::Engine),
        _ if holds(MODELS, last) => Some(Sort::Model),
        _ => None,
    }
}

/// Tells whether a text can hold a key that names something. Keys are written out, unless there is a
/// backslash in them.
pub fn may_name(text: &str) -> bool {
    let text = text.to_lowercase();
    let lists = [WHOM, STEPS, SPOKEN, ENGINES, PARTS, MODELS, PLACES];
    text.contains('\\') || lists.iter().copied().flatten().any(|word| text.contains(word))
}

/// Tells whether a value is one of a list of what is not allowed, by its keys, the nearest first.
pub fn is_refused<'k>(keys: impl Iterator<Item = &'k str>) -> bool {
    keys.take(2).any(|key| words(key).iter().any(|word| holds(REFUSED, word)))
}

/// Tells whether a key is that of a place: `region`, `aws_region_name`, the `name` of a region, or the
/// `default` of a variable that is called so.
fn is_place(key: &[String], parent: &[String]) -> bool {
    let is_one = |words: &[String]| words.last().is_some_and(|word| holds(PLACES, word));
    match key {
        [label] if holds(LABELS, label) || label == "default" => is_one(parent),
        [before @ .., label] if holds(LABELS, label) => is_one(before),
        key => is_one(key),
    }
}

/// Tells whether Terraform keeps its own state there, which has nothing of callers.
fn is_own_state<'k>(keys: impl Iterator<Item = &'k str>) -> bool {
    let around: Vec<String> = keys.flat_map(words).collect();
    let has = |word: &str| around.iter().any(|one| one == word);
    has("terraform") && (has("backend") || has("state"))
}

/// Words for a company that does a step.
const WHO: &[&str] = &["provider", "providers", "vendor", "vendors"];
/// Words for a company, and for what takes over.
const WHOM: &[&str] = &[
    "provider",
    "providers",
    "vendor",
    "vendors",
    "fallback",
    "fallbacks",
    "failover",
    "failovers",
    "backup",
    "backups",
];
/// Words for the steps of the chain.
const STEPS: &[&str] = &[
    "asr",
    "embedder",
    "embedding",
    "embeddings",
    "llm",
    "llms",
    "model",
    "models",
    "phone",
    "realtime",
    "recognizer",
    "speech",
    "stt",
    "synthesizer",
    "telephony",
    "transcriber",
    "transcription",
    "tts",
    "voice",
    "voices",
];
/// Steps whose own value can be a company: `stt: deepgram`.
const SPOKEN: &[&str] =
    &["asr", "llm", "realtime", "recognizer", "stt", "synthesizer", "telephony", "transcriber", "tts"];
/// Words for a program that often has its company's name.
const ENGINES: &[&str] = &["engine", "addon"];
/// Likewise, if the keys around tell of a step.
const PARTS: &[&str] = &["backend", "integration", "platform", "plugin", "service"];
/// What stands inside of something that is named.
const LABELS: &[&str] = &["name", "type", "id"];
const MODELS: &[&str] = &["model", "models"];
const PLACES: &[&str] = &["location", "locations", "region", "regions", "residency", "zone", "zones"];
/// Words around a place of people.
const OF_PEOPLE: &[&str] = &[
    "accent", "address", "caller", "country", "currency", "dialect", "lang", "language", "locale", "number",
    "phone", "tax",
];
/// Words for a list of what is not allowed.
const REFUSED: &[&str] =
    &["banned", "blocked", "denied", "deny", "disallowed", "excluded", "exclude", "forbidden"];
/// Words for companies that do something else than to hear callers.
const ELSEWHERE: &[&str] = &[
    "auth",
    "authentication",
    "calendar",
    "calendars",
    "ci",
    "dns",
    "geolocation",
    "git",
    "identity",
    "login",
    "map",
    "maps",
    "oauth",
    "oidc",
    "payment",
    "payments",
    "saml",
    "scm",
    "sso",
    "terraform",
    "weather",
];

fn holds(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}

/// Parts a key into its words, in small letters: `llm_provider`, `LLM_PROVIDER`, `llmProvider`.
fn words(key: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut chars = key.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let starts = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_numeric()
                || before.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase()));
        if starts || !c.is_alphanumeric() {
            all.push(String::new());
        }
        if c.is_alphanumeric() {
            all.last_mut().expect("a word has begun").extend(c.to_lowercase());
        }
        before = c;
    }
    all.retain(|word| !word.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::{Sort, may_name, sort};

    #[test]
    fn a_key_tells_by_its_last_word_and_by_what_is_around_it() {
        let cases: &[(&[&str], Option<Sort>)] = &[
            (&["provider"], Some(Sort::Engine)),
            (&["llm_provider"], Some(Sort::Provider)),
            (&["LLM_PROVIDER"], Some(Sort::Provider)),
            (&["llmProvider"], Some(Sort::Provider)),
            (&["LLMProvider"], Some(Sort::Provider)),
            (&["voice-provider"], Some(Sort::Provider)),
            (&["provider", "transcriber"], Some(Sort::Provider)),
            (&["provider", "voices", "fallbackPlan"], Some(Sort::Provider)),
            (&["tts_service"], Some(Sort::Engine)),
            (&["service"], None),
            (&["service", "tts"], Some(Sort::Engine)),
            (&["type", "stt"], Some(Sort::Engine)),
            (&["type", "tool"], None),
            (&["type", "QwenLLM", "LLM"], None),
            (&["stt"], Some(Sort::Engine)),
            (&["fallbackModels"], Some(Sort::Model)),
            (&["auth_provider"], None),
            (&["provider", "oauth"], None),
            (&["location"], Some(Sort::Place)),
            (&["aws_region_name"], Some(Sort::Place)),
            (&["default", "region", "variable"], Some(Sort::Place)),
            (&["name", "region"], Some(Sort::Place)),
            (&["default", "tts"], None),
            (&["region", "locale"], Some(Sort::PlaceOfPeople)),
            (&["region", "s3", "backend", "terraform"], None),
            (&["subprovider"], None),
            (&["SUBPROVIDER"], None),
            (&["provider_key"], None),
            (&[""], None),
            (&[], None),
        ];
        for (keys, expected) in cases {
            assert_eq!(sort(keys.iter().copied()), *expected, "{keys:?}");
            assert!(expected.is_none() || may_name(&keys.join(" = ")), "{keys:?}");
        }
        assert!(!may_name("escalate: { min_confidence: 0.71 }") && may_name(r#"{"\u0070rovider": "x"}"#));
    }
}
