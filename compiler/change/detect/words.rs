//! What key names mean: a key is cut into words, and words, values and neighbours give the kind.
//!
//! Nothing here knows a product or repository; only what people call things.

use crate::facts::model_id;
use crate::format::Data;
use crate::kind::Kind;

/// The words of a key, lower case: `maxOutputTokens`, `max_output_tokens` and `MAX-OUTPUT-TOKENS`
/// are all `max output tokens`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Cuts a key into words at case changes and at everything that is no letter or digit.
    pub fn of(key: &str) -> Words {
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
        Words(words)
    }

    /// Tells whether any word is one of these, in singular or plural.
    pub fn any(&self, wanted: &[&str]) -> bool {
        self.0.iter().any(|word| wanted.contains(&word.as_str()) || wanted.contains(&singular(word)))
    }

    /// Tells whether these words stand next to each other, written apart or together.
    pub fn run(&self, wanted: &[&str]) -> bool {
        let joined = wanted.concat();
        self.0.contains(&joined)
            || self.0.windows(wanted.len()).any(|window| window.iter().zip(wanted).all(|(a, b)| a == b))
    }

    /// Tells whether the last word is one of these, in singular or plural.
    pub fn ends(&self, wanted: &[&str]) -> bool {
        self.0.last().is_some_and(|word| wanted.contains(&word.as_str()) || wanted.contains(&singular(word)))
    }

    /// Tells whether the key is nothing but these words, in order.
    pub fn is(&self, wanted: &[&str]) -> bool {
        self.run(wanted) && (self.0.len() == wanted.len() || self.0.len() == 1)
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The part of a configuration that a value stands in, as far as it bears on its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Section {
    /// Nothing in particular.
    #[default]
    Plain,
    /// What an agent may use or do.
    Tools,
    /// Speech recognition.
    Hearing,
    /// Speech synthesis.
    Speaking,
    /// Messages for a model.
    Messages,
    /// Settings of a language model.
    Model,
    /// Texts for a model.
    Prompts,
    /// Declared inputs, samples and other data about the file.
    About,
}

impl Section {
    /// Returns the section of what stands under a key.
    pub fn below(self, key: &Words) -> Section {
        let entered =
            if key.any(&["asr", "stt", "transcriber", "transcription", "vad", "wakeword", "hotword"])
                || key.run(&["speech", "to", "text"])
                || key.run(&["wake", "word"])
                || key.run(&["speech", "recognition"])
            {
                Section::Hearing
            } else if key.any(&["tts", "voice"]) || key.run(&["text", "to", "speech"]) {
                Section::Speaking
            } else if is_tool_word(key) {
                Section::Tools
            } else if key.is(&["messages"]) || key.run(&["role", "messages"]) {
                Section::Messages
            } else if key.ends(&["prompt", "instruction"]) {
                Section::Prompts
            } else if key.any(&["llm", "model"]) || key.run(&["language", "model"]) {
                Section::Model
            } else if key.any(&[
                "sample",
                "example",
                "input",
                "output",
                "parameter",
                "schema",
                "metadata",
                "alias",
            ]) {
                Section::About
            } else {
                return self;
            };
        match (self, entered) {
            // Tools stay tools whatever their parts are called; so do the two ends of speech.
            (Section::Tools, _) => Section::Tools,
            (Section::Hearing | Section::Speaking, Section::Model | Section::About) => self,
            // The parameters of a model are its own.
            (Section::Model, Section::About) => self,
            (_, entered) => entered,
        }
    }
}

fn is_tool_word(key: &Words) -> bool {
    let words = [
        "tool",
        "toolset",
        "tooling",
        "function",
        "mcp",
        "permission",
        "subagent",
        "handoff",
        "sandbox",
        "plugin",
        "toolkit",
    ];
    (key.any(&words) && !key.any(&["mode", "calling", "type", "count", "max", "tokens", "timeout", "limit"]))
        || key.run(&["sub", "agents"])
        || key.run(&["mcp", "servers"])
}

/// What stands around a value.
pub struct Around<'a> {
    /// The section.
    pub section: Section,
    /// The words of the key that the value stands under.
    pub parent: &'a Words,
    /// The keys beside it.
    pub beside: &'a [Words],
    /// Whether the file is itself the instructions of an agent or command.
    pub agent_file: bool,
    /// Whether the file is a prompt with a head that describes it.
    pub prompt_file: bool,
}

impl Around<'_> {
    fn beside(&self, wanted: &[&str]) -> bool {
        self.beside.iter().any(|words| words.any(wanted))
    }
}

/// Infers the kind of one value from its key, its text and what stands around it.
pub fn kind(key: &Words, value: &Data, around: &Around<'_>) -> Kind {
    if is_secret_or_place(key, value) {
        return Kind::Other;
    }
    if is_region(key, value) {
        return Kind::Regions;
    }
    if is_threshold(key, value) {
        return Kind::Threshold;
    }
    if let Some(kind) = retention(key, value) {
        return kind;
    }
    if is_parameter(key, value, around) && !matches!(around.section, Section::Tools | Section::Hearing) {
        return Kind::Parameter;
    }
    match around.section {
        Section::Tools if key.ends(&["prompt"]) && text_of(value).is_some_and(is_prose) => Kind::Prompt,
        Section::Tools => Kind::Tools,
        _ if is_tool(key, value) => Kind::Tools,
        Section::Hearing if is_prompt(key, value, around) => Kind::Prompt,
        Section::Speaking if is_model(key, value, around) => Kind::Model,
        Section::Speaking => Kind::Voice,
        Section::Hearing => Kind::Model,
        _ if is_voice(key, value) => Kind::Voice,
        Section::About if !key.any(&["model", "prompt"]) => Kind::Other,
        _ if is_prompt(key, value, around) => Kind::Prompt,
        _ if is_model(key, value, around) => Kind::Model,
        _ => Kind::Other,
    }
}

/// The text of a string, under whatever spelling.
pub fn text_of(value: &Data) -> Option<&str> {
    match value {
        Data::String(text) | Data::Ambiguous(text) => Some(text),
        _ => None,
    }
}

fn is_number(value: &Data) -> bool {
    match value {
        Data::Number(_) => true,
        Data::String(text) => text.parse::<f64>().is_ok(),
        _ => false,
    }
}

/// Text that a person wrote as sentences, and not an id, path or word.
fn is_prose(text: &str) -> bool {
    text.contains('\n') || (text.chars().count() > 40 && text.split_whitespace().count() > 5)
}

/// Credentials and addresses: they matter, but they are none of the governed kinds.
fn is_secret_or_place(key: &Words, value: &Data) -> bool {
    let secret = key.any(&["secret", "password", "credential", "authorization", "appid"])
        || (key.ends(&["key"])
            && key.any(&["api", "access", "subscription", "private", "secret", "speech", "openai"]))
        || (key.ends(&["token"])
            && !key.any(&["max", "min", "stop", "thinking", "context", "input", "output"]));
    let place = key.ends(&["url", "uri", "endpoint", "host", "hostname", "port", "domain", "webhook"])
        || key.run(&["api", "version"])
        || key.run(&["api", "base"]);
    let allow_list = key.any(&["allow", "allowed", "deny", "denied", "blocked"]);
    (secret || place) && !allow_list && !matches!(value, Data::Seq(_) | Data::Map(_))
}

fn is_region(key: &Words, value: &Data) -> bool {
    let Some(text) = text_of(value) else { return false };
    if key.ends(&["region"]) {
        return !text.contains(char::is_whitespace);
    }
    let named = key.ends(&["location", "residency", "datacenter"]) || key.run(&["data", "location"]);
    named && is_place_of_cloud(text)
}

/// `us-central1`, `westeurope`, `eu`, `global`.
fn is_place_of_cloud(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let compass = [
        "us",
        "eu",
        "europe",
        "asia",
        "australia",
        "northamerica",
        "southamerica",
        "me",
        "africa",
        "ap",
        "ca",
    ];
    let first = lower.split('-').next().unwrap_or_default();
    let azure = ["east", "west", "north", "south", "central"].iter().any(|word| lower.contains(word));
    let short = lower.len() <= 32 && lower.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    short && (compass.contains(&first) || azure || lower == "global")
}

fn is_threshold(key: &Words, value: &Data) -> bool {
    let safety_level = text_of(value).is_some_and(|text| text.starts_with("BLOCK_"));
    let strong = key.any(&["threshold", "sensitivity", "cutoff"]);
    let score = key.any(&["confidence", "score", "similarity"])
        && (key.any(&["min", "max", "minimum", "maximum", "level", "limit"]) || key.ends(&["confidence"]));
    ((strong || score) && is_number(value)) || safety_level
}

fn retention(key: &Words, value: &Data) -> Option<Kind> {
    let data = [
        "session",
        "conversation",
        "transcript",
        "recording",
        "audio",
        "utterance",
        "interaction",
        "log",
        "voice",
        "history",
        "chat",
    ];
    let lifetime = key.any(&["retention", "retain"])
        || (key.any(&["ttl", "expiry", "expire", "lifetime"]) && key.any(&data))
        || (key.any(&["keep", "delete"]) && key.any(&["day", "hour", "week", "month"]));
    if lifetime && is_number(value) {
        return Some(Kind::Period);
    }
    let stores = key.any(&[
        "save",
        "store",
        "record",
        "recording",
        "persist",
        "logging",
        "redact",
        "retention",
        "retain",
        "delete",
    ]) && (key.any(&data)
        || key.any(&["redact", "retention", "retain"])
        || key.run(&["enable", "logging"]));
    (stores && matches!(value, Data::Bool(_))).then_some(Kind::Switch)
}

fn is_parameter(key: &Words, value: &Data, around: &Around<'_>) -> bool {
    if matches!(value, Data::Map(_)) {
        return false;
    }
    let sampling = key.ends(&["temperature", "temp", "topp", "topk", "seed", "verbosity"])
        || key.run(&["top", "p"])
        || key.run(&["top", "k"])
        || key.run(&["min", "p"])
        || key.run(&["typical", "p"])
        || key.any(&["penalty"])
        || key.run(&["logit", "bias"])
        || key.run(&["best", "of"])
        || key.run(&["num", "beams"])
        || key.run(&["response", "format"]) && text_of(value).is_some();
    let sizes = key.any(&["token", "char"])
        && key.any(&["max", "min", "limit", "budget", "thinking", "context", "reserve"])
        || key.run(&["context", "window"])
        || key.run(&["context", "length"])
        || key.run(&["num", "ctx"])
        || key.run(&["num", "predict"])
        || (key.is(&["context"]) && matches!(value, Data::Number(_)));
    let thinking = key.any(&["reasoning", "thinking"])
        && key.any(&["effort", "budget", "token", "level", "mode", "display", "type"])
        || (key.any(&["effort"]) && text_of(value).is_some())
        || key.is(&["thinking"])
        || (key.is(&["type"]) && around.parent.any(&["thinking", "reasoning"]));
    let stop = key.is(&["stop"]) || key.run(&["stop", "sequences"]) || key.run(&["stop", "words"]);
    let count = key.is(&["n"]) && around.beside(&["temperature", "penalty"]);
    let numeric = is_number(value) || matches!(value, Data::Null | Data::Bool(_) | Data::Ambiguous(_));
    (sampling && (numeric || !text_of(value).is_some_and(is_prose)))
        || (sizes && numeric)
        || thinking
        || stop
        || count
}

fn is_tool(key: &Words, value: &Data) -> bool {
    let allow = key.any(&["allow", "allowed", "disallowed", "deny", "denied", "blocked", "forbidden"])
        && (key.any(&["tool", "command", "domain", "host", "path", "url", "toolset", "function", "action"])
            || matches!(value, Data::Seq(_)));
    let mode = (key.any(&["permission", "approval", "sandbox"]) && key.any(&["mode", "policy", "level"]))
        || key.run(&["tool", "choice"])
        || key.run(&["tool", "names"]);
    let listed = is_tool_word(key) && !matches!(value, Data::Number(_));
    let actions = key.is(&["actions"]) || key.is(&["forms"]);
    allow || mode || listed || (actions && matches!(value, Data::Seq(_) | Data::String(_)))
}

fn is_voice(key: &Words, value: &Data) -> bool {
    let named = key.any(&["voice", "speaker"])
        && !key.any(&["file", "folder", "path", "enabled", "channel", "max", "input"]);
    named && (text_of(value).is_some() || matches!(value, Data::Number(_)))
}

fn is_prompt(key: &Words, value: &Data, around: &Around<'_>) -> bool {
    let Some(text) = text_of(value) else {
        // A list of rules or examples reads as one text.
        return matches!(value, Data::Seq(_)) && (is_instruction(key) || is_persona(key, around));
    };
    let technical = key.any(&[
        "name", "id", "version", "path", "file", "type", "mode", "cache", "caching", "count", "language",
        "lang",
    ]);
    if is_instruction(key) && !technical {
        return true;
    }
    let prose = is_prose(text);
    let about_agent = around.agent_file
        || (!around.prompt_file
            && around.section == Section::Plain
            && around.beside(&["prompt", "instruction", "completion", "execution", "model", "llm", "tool"]));
    (key.is(&["description"]) && about_agent)
        || (key.any(&["system"]) && prose)
        || (key.ends(&["template"]) && prose)
        || (is_persona(key, around) && !text.is_empty())
        || (around.section == Section::Messages && key.is(&["content"]))
        || (around.section == Section::Messages && key.is(&["text"]))
        || (around.section == Section::Prompts
            && !technical
            && (prose || key.any(&["system", "user", "assistant", "text", "content"])))
}

fn is_instruction(key: &Words) -> bool {
    key.any(&["prompt", "instruction", "preamble", "backstory", "persona", "personality", "guideline"])
        && !key.any(&["token", "length", "max", "enabled", "enable", "ignore", "hash"])
        || key.run(&["system", "message"])
        || key.run(&["first", "message"])
        || key.run(&["begin", "message"])
        || key.any(&["greeting", "welcome"])
        || key.run(&["expected", "output"])
}

/// The parts of a character or crew member, which are written as lists of short texts.
fn is_persona(key: &Words, around: &Around<'_>) -> bool {
    let parts = ["bio", "lore", "goal", "role", "topic", "backstory", "adjective", "style"];
    key.any(&parts) && around.beside.iter().filter(|words| words.any(&parts)).count() >= 2
}

fn is_model(key: &Words, value: &Data, around: &Around<'_>) -> bool {
    let Some(text) = text_of(value) else { return false };
    if is_prose(text) || key.any(&["path", "file", "dir", "folder", "url", "cache", "description", "format"])
    {
        return false;
    }
    let modelled = around.section == Section::Model || around.beside(&["model", "llm"]);
    let named =
        key.any(&["model", "llm"]) && !key.ends(&["alias", "mode", "family", "group", "title", "label"]);
    let deployed =
        key.any(&["deployment", "engine"]) && (modelled || key.any(&["openai", "azure", "llm", "gpt"]));
    let provided =
        key.any(&["provider"]) && (modelled || key.any(&["llm", "model", "litellm"]) || is_maker(text));
    let spelled = around.section == Section::Model
        && key.any(&["id", "name", "default", "fallback", "version"])
        && !text.is_empty();
    let listed = around.parent.any(&["model", "fallback"]) && looks_like_model(text);
    // The last resort: an id that nothing but a model has.
    let shaped = looks_like_model(text)
        && !key.any(&["name", "title", "label", "alias", "id", "description", "example"]);
    named || deployed || provided || (spelled && looks_like_model(text)) || listed || shaped
}

fn is_maker(text: &str) -> bool {
    let makers = [
        "openai",
        "azure_openai",
        "anthropic",
        "google",
        "gemini",
        "vertex_ai",
        "bedrock",
        "mistral",
        "cohere",
        "groq",
        "ollama",
        "deepseek",
        "openrouter",
        "xai",
    ];
    makers.contains(&text.to_ascii_lowercase().as_str())
}

/// Tells whether a text is an id of a maker that the id schemes know, with a generation in it.
fn looks_like_model(text: &str) -> bool {
    text.len() <= 120
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|b| b.is_ascii_digit())
        && model_id::is_known_maker(text)
}
