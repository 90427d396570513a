//! Model ids taken apart: who makes it, the family, the snapshot, and whether that is pinned.
//!
//! Facts as of November 2026, from the vendors' documentation. An id is pinned only where the
//! vendor says, or its documented form shows, that it names one snapshot. What no rule knows is
//! pinned by a full date at its end and by nothing else: a model that moves silently is the
//! mistake that costs, a snapshot taken for a moving one only asks for a date.

use serde::{Deserialize, Serialize};

/// A model id taken apart. A part that the id does not say is `""`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelId {
    /// Who makes it: `openai`, or the id's leading segment where no scheme knows it.
    pub provider: String,
    /// The family: `gpt-4o`.
    pub family: String,
    /// The snapshot or version: `2024-08-06`.
    pub version: String,
    /// Whether the id names one immutable snapshot.
    pub pinned: bool,
}

/// The maker of a model by how its name starts (lower case).
const MAKERS: &[(&str, &[&str])] = &[
    (
        "openai",
        &[
            "gpt-",
            "chatgpt-",
            "o1",
            "o3",
            "o4",
            "davinci-",
            "babbage-",
            "text-embedding-",
            "whisper",
            "tts-1",
            "codex-",
            "dall-e-",
            "computer-use-",
            "omni-moderation",
        ],
    ),
    ("anthropic", &["claude-", "opus", "sonnet", "haiku"]),
    ("google", &["gemini-", "gemma", "imagen-", "text-bison", "chat-bison", "chirp", "veo-", "learnlm"]),
    (
        "mistral",
        &[
            "mistral-",
            "mixtral-",
            "ministral-",
            "codestral",
            "devstral",
            "magistral-",
            "pixtral-",
            "voxtral-",
            "open-mistral",
            "open-mixtral",
        ],
    ),
    ("meta", &["llama", "meta-llama", "codellama"]),
    ("cohere", &["command", "embed-english", "embed-multilingual", "embed-v", "rerank-", "c4ai-", "aya-"]),
    ("deepseek", &["deepseek"]),
    ("xai", &["grok"]),
    ("qwen", &["qwen", "qwq"]),
    (
        "amazon",
        &[
            "nova-pro",
            "nova-lite",
            "nova-micro",
            "nova-premier",
            "nova-sonic",
            "nova-canvas",
            "nova-reel",
            "titan-",
        ],
    ),
    ("deepgram", &["nova-", "aura-", "flux-"]),
    ("assemblyai", &["universal", "u3-", "assemblyai-"]),
    ("elevenlabs", &["eleven_", "scribe_"]),
    ("cartesia", &["sonic"]),
    ("voyage", &["voyage-"]),
    ("ai21", &["jamba-", "j2-"]),
    ("microsoft", &["phi-", "mai-"]),
];

/// Vendor segments of Amazon Bedrock ids, `VENDOR.MODEL`.
const BEDROCK_VENDORS: &[&str] = &[
    "anthropic",
    "amazon",
    "meta",
    "mistral",
    "cohere",
    "ai21",
    "deepseek",
    "openai",
    "stability",
    "qwen",
    "writer",
    "luma",
    "twelvelabs",
    "google",
    "minimax",
    "moonshot",
    "nvidia",
];

/// Geographies that Bedrock puts before the vendor; where it runs, not what runs.
const GEOGRAPHIES: &[&str] = &["us", "eu", "apac", "jp", "au", "us-gov", "global"];

/// Variants after a colon that routers add: how it is served, not what is served.
const VARIANTS: &[&str] =
    &["free", "batch", "thinking", "extended", "nitro", "floor", "exacto", "online", "beta"];

/// Whole ids that are routers or tiers and stand for no model.
const MOVING: &[&str] = &["auto", "best", "default", "stable", "fast", "free"];

/// Takes an id apart. Total: every text has parts, if only a provider.
pub fn parse(id: &str) -> ModelId {
    if let Some(tuned) = id.strip_prefix("ft:") {
        return fine_tune(id, tuned);
    }
    let moving = id.starts_with('~');
    let bare = id.strip_prefix('~').unwrap_or(id);
    if let Some(arn) = bare.strip_prefix("arn:") {
        return match arn.split_once("foundation-model/").or(arn.split_once(":inference-profile/")) {
            Some((_, model)) => parse(model),
            None => opaque("bedrock", bare),
        };
    }
    let bare = strip_brackets(bare.split('#').next().unwrap_or(bare));
    let (path, name) = bare.rsplit_once('/').map_or(("", bare), |(path, name)| (path, name));
    let first = path.split('/').next().unwrap_or_default();
    if first == "azure" || path.ends_with("/deployments") {
        return opaque("azure", name);
    }
    let hint = path.rsplit('/').find(|part| !matches!(*part, "models" | "library")).unwrap_or_default();
    let (name, hint) = strip_vendor(name, hint);
    let snapshot = Snapshot::find(name, hint);
    ModelId {
        provider: snapshot.provider,
        family: snapshot.family.to_owned(),
        version: snapshot.version,
        pinned: snapshot.pinned && !moving,
    }
}

/// An OpenAI fine-tune `ft:BASE:ORG:SUFFIX:ID` names one trained model.
fn fine_tune(id: &str, tuned: &str) -> ModelId {
    let (base, rest) = tuned.split_once(':').unwrap_or((tuned, ""));
    let base = parse(base);
    let run = rest.splitn(3, ':').nth(2).unwrap_or_default();
    let version = [base.version.as_str(), run].into_iter().filter(|part| !part.is_empty());
    let version: Vec<&str> = version.collect();
    let family = if base.family.is_empty() { id.to_owned() } else { base.family.clone() };
    ModelId { provider: "openai".into(), family, version: version.join(" ft:"), pinned: !run.is_empty() }
}

fn opaque(provider: &str, label: &str) -> ModelId {
    ModelId { provider: provider.into(), family: label.into(), version: String::new(), pinned: false }
}

/// Drops an option in brackets at the end, `sonnet[1m]`.
fn strip_brackets(id: &str) -> &str {
    id.strip_suffix(']').and_then(|id| id.rsplit_once('[')).map_or(id, |(id, _)| id)
}

/// Drops a Bedrock geography and vendor, or a `vendor:` before the name.
fn strip_vendor<'a>(name: &'a str, hint: &'a str) -> (&'a str, &'a str) {
    let after_geography = match name.split_once('.') {
        Some((geography, rest)) if GEOGRAPHIES.contains(&geography) => rest,
        _ => name,
    };
    match after_geography.split_once('.') {
        Some((vendor, model)) if BEDROCK_VENDORS.contains(&vendor) => return (model, vendor),
        _ => {}
    }
    match name.split_once(':') {
        Some((vendor, model)) if MAKERS.iter().any(|(maker, _)| *maker == vendor) && !model.is_empty() => {
            (model, vendor)
        }
        _ => (name, hint),
    }
}

struct Snapshot<'a> {
    provider: String,
    family: &'a str,
    version: String,
    pinned: bool,
}

impl<'a> Snapshot<'a> {
    fn find(name: &'a str, hint: &str) -> Snapshot<'a> {
        let provider = provider(name, hint);
        let (name, revision) = match name.split_once('@') {
            Some((name, revision)) if !name.is_empty() => (name, Some(revision)),
            _ => (name, None),
        };
        if let Some(revision) = revision {
            let hex = |n: usize| revision.len() == n && revision.bytes().all(|b| b.is_ascii_hexdigit());
            let pinned = is_compact_date(revision) || hex(40) || (digits(revision) && revision.len() == 3);
            return Snapshot { provider, family: name, version: revision.into(), pinned };
        }
        let (name, tag) = split_tag(name);
        if let Some(tag) = tag {
            return Snapshot { provider, family: name, version: tag.into(), pinned: false };
        }
        let (family, version, pinned) = version(name, &provider);
        Snapshot { provider, family, version, pinned }
    }
}

/// Splits a tag `llama3:8b`; a Bedrock version `-v1:0` is none, a router's variant is dropped.
fn split_tag(name: &str) -> (&str, Option<&str>) {
    match name.split_once(':') {
        Some((model, tag)) if VARIANTS.contains(&tag) => (model, None),
        Some((model, tag)) if bedrock_version(model, tag).is_none() => (model, Some(tag)),
        _ => (name, None),
    }
}

/// Tells whether the name starts as the models of a maker in the table do.
pub fn is_known_maker(id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id);
    maker(strip_vendor(name, "").0).is_some()
}

/// Finds `-vN` before a `:M`.
fn bedrock_version<'a>(model: &'a str, tag: &str) -> Option<&'a str> {
    let (_, n) = model.rsplit_once("-v").filter(|(_, n)| digits(n))?;
    let number = tag.split(':').next().unwrap_or_default();
    digits(number).then_some(n)
}

fn maker(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    // After a start that ends in a digit, another digit or letter makes it another name.
    let whole = |start: &str, rest: &str| {
        !start.ends_with(|c: char| c.is_ascii_digit()) || !rest.starts_with(|c: char| c.is_alphanumeric())
    };
    let starts = |start: &&str| lower.strip_prefix(*start).is_some_and(|rest| whole(start, rest));
    MAKERS.iter().find(|(_, names)| names.iter().any(&starts)).map(|(maker, _)| *maker)
}

fn provider(name: &str, hint: &str) -> String {
    if let Some(maker) = maker(name) {
        return maker.to_owned();
    }
    if !hint.is_empty() {
        return hint.to_ascii_lowercase();
    }
    let lower = name.to_ascii_lowercase();
    lower.split(['-', '.', ':', '@', '_', ' ']).next().unwrap_or_default().to_owned()
}

/// Splits the snapshot off the end of a name; says whether it is pinned.
fn version<'a>(name: &'a str, provider: &str) -> (&'a str, String, bool) {
    if MOVING.contains(&name) {
        return (name, String::new(), false);
    }
    for suffix in ["-latest", "_latest"] {
        if let Some(family) = name.strip_suffix(suffix) {
            return (family, "latest".into(), false);
        }
    }
    if let Some((family, version)) = bedrock(name) {
        let split = dated(family, provider).filter(|(_, _, pinned)| *pinned);
        return match split {
            Some((inner, date, _)) => (inner, format!("{date}-{version}"), true),
            None => (family, version.to_owned(), true),
        };
    }
    if let Some(found) = dated(name, provider) {
        return found;
    }
    match provider {
        "anthropic" => (name, String::new(), is_pinned_claude(name)),
        "google" => google(name),
        _ => match name.rsplit_once('-') {
            Some((family, word @ ("preview" | "exp"))) => (family, word.into(), false),
            _ => (name, String::new(), false),
        },
    }
}

/// Splits `-v1:0` or `-v1` off a Bedrock model name.
fn bedrock(name: &str) -> Option<(&str, &str)> {
    let (family, _) = name.rsplit_once("-v")?;
    let version = name.get(family.len() + 1..)?;
    let mut numbers = version.get(1..)?.splitn(2, ':');
    let major = numbers.next().filter(|n| digits(n))?;
    let minor = numbers.next()?;
    (major.len() <= 2 && digits(minor.split(':').next().unwrap_or_default())).then_some((family, version))
}

/// Splits a date off the end, in the forms that the provider uses.
fn dated<'a>(name: &'a str, provider: &str) -> Option<(&'a str, String, bool)> {
    // The word may stand after the date.
    let (stem, word) = match name.rsplit_once('-') {
        Some((stem, word @ ("preview" | "reasoning"))) => {
            let stem = stem.strip_suffix("-non").unwrap_or(stem);
            (stem, name.get(stem.len() + 1..).unwrap_or(word))
        }
        _ => (name, ""),
    };
    let with_word = |date: &str| if word.is_empty() { date.to_owned() } else { format!("{date}-{word}") };
    let tail = |n: usize| {
        let at = stem.len().checked_sub(n)?;
        let before = stem.get(..at)?.strip_suffix(['-', '_', '@', '.'])?;
        (!before.is_empty()).then_some((before, stem.get(at..)?))
    };
    if let Some((family, date)) = tail(10).filter(|(_, date)| is_date(date)) {
        let family = family.strip_suffix("-preview").unwrap_or(family);
        return Some((family, with_word(date), true));
    }
    if let Some((family, date)) = tail(8).filter(|(_, date)| is_compact_date(date)) {
        let pinned = match provider {
            // A router's own date; the maker lists no such id.
            "openai" => false,
            // Without a date these ids are already canonical, and with one they do not exist.
            "anthropic" => !is_pinned_claude(family) || is_old_claude(family),
            _ => true,
        };
        return Some((family, with_word(date), pinned));
    }
    if let Some((family, date)) = tail(7).filter(|(_, date)| is_month_year(date)) {
        let family = family.strip_suffix("-preview").unwrap_or(family);
        return Some((family, with_word(date), true));
    }
    let month_day = |text: &str| {
        let (month, day) = text.split_at_checked(2).unwrap_or_default();
        text.len() == 4 && in_range(month, 1, 12) && in_range(day, 1, 31)
    };
    match provider {
        "openai" | "xai" => {
            let (family, date) = tail(4).filter(|(_, date)| month_day(date))?;
            Some((family, with_word(date), true))
        }
        "mistral" => {
            let (family, date) = tail(4).filter(|(_, date)| {
                let (year, month) = date.split_at_checked(2).unwrap_or_default();
                in_range(year, 23, 40) && in_range(month, 1, 12)
            })?;
            Some((family, with_word(date), true))
        }
        "google" => {
            if let Some((family, number)) = tail(3).filter(|(_, number)| digits(number)) {
                return Some((family, number.to_owned(), true));
            }
            let (family, date) = tail(5).filter(|(_, date)| {
                date.split_once('-').is_some_and(|(m, d)| in_range(m, 1, 12) && in_range(d, 1, 31))
            })?;
            let family = family.strip_suffix("-preview")?;
            Some((family, format!("preview-{date}"), true))
        }
        _ => None,
    }
}

/// From 4.6 on an id without a date is the canonical id; so are the two numbered old ones.
fn is_pinned_claude(name: &str) -> bool {
    if is_old_claude(name) {
        return true;
    }
    let Some(rest) = name.strip_prefix("claude-") else { return false };
    let Some((word, version)) = rest.split_once('-') else { return false };
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let mut parts = version.split(['-', '.']);
    let mut number = |or: Option<u32>| match parts.next() {
        Some(part) if part.len() <= 2 && digits(part) => part.parse().ok(),
        Some(_) => None,
        None => or,
    };
    match (number(None), number(Some(0))) {
        (Some(major), Some(minor)) => parts.next().is_none() && (major, minor) >= (4, 6),
        _ => false,
    }
}

fn is_old_claude(name: &str) -> bool {
    matches!(name, "claude-2.0" | "claude-2.1" | "claude-instant-1.2")
}

/// From 2.5 on an id without a number is the stable id itself; before, it moved to the newest.
fn google(name: &str) -> (&str, String, bool) {
    if let Some((family, word @ ("preview" | "exp" | "experimental"))) = name.rsplit_once('-') {
        return (family, word.to_owned(), false);
    }
    let generation = name.strip_prefix("gemini-").map(|rest| rest.strip_prefix("live-").unwrap_or(rest));
    let number = generation.and_then(|rest| rest.split('-').next()).unwrap_or_default();
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    let stable = match (major.parse::<u32>(), minor.parse::<u32>()) {
        (Ok(major), Ok(minor)) => (major, minor) >= (2, 5) && generation != Some(number),
        _ => false,
    };
    (name, String::new(), stable)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn in_range(text: &str, from: u32, to: u32) -> bool {
    digits(text) && text.parse::<u32>().is_ok_and(|n| (from..=to).contains(&n))
}

/// `2026-02-11`, with any separator of `-`, `.` or `_`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split(['-', '.', '_']);
    let year = parts.next().is_some_and(|y| y.len() == 4 && in_range(y, 2018, 2099));
    let month = parts.next().is_some_and(|m| m.len() == 2 && in_range(m, 1, 12));
    let day = parts.next().is_some_and(|d| d.len() == 2 && in_range(d, 1, 31));
    year && month && day && parts.next().is_none()
}

/// `20260211`.
fn is_compact_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    text.len() == 8
        && in_range(part(0..4), 2018, 2099)
        && in_range(part(4..6), 1, 12)
        && in_range(part(6..8), 1, 31)
}

/// `03-2025`.
fn is_month_year(text: &str) -> bool {
    text.split_once('-').is_some_and(|(m, y)| m.len() == 2 && in_range(m, 1, 12) && in_range(y, 2018, 2099))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(id: &str) -> (String, String, String, bool) {
        let ModelId { provider, family, version, pinned } = parse(id);
        (provider, family, version, pinned)
    }

    #[test]
    fn ids_of_the_large_providers() {
        let cases = [
            ("gpt-4o-2024-08-06", "openai", "gpt-4o", "2024-08-06", true),
            ("gpt-4o", "openai", "gpt-4o", "", false),
            ("gpt-5.1-chat-latest", "openai", "gpt-5.1-chat", "latest", false),
            ("gpt-4-0613", "openai", "gpt-4", "0613", true),
            ("gpt-4-1106-preview", "openai", "gpt-4", "1106-preview", true),
            ("gpt-4o-realtime-preview-2024-12-17", "openai", "gpt-4o-realtime", "2024-12-17", true),
            ("o3-pro-2025-06-10", "openai", "o3-pro", "2025-06-10", true),
            ("gpt-6.1-sol", "openai", "gpt-6.1-sol", "", false),
            ("openai/gpt-5.6-luna-20260709", "openai", "gpt-5.6-luna", "20260709", false),
            (
                "ft:gpt-4o-mini-2024-07-18:acme::AmcYzhuG",
                "openai",
                "gpt-4o-mini",
                "2024-07-18 ft:AmcYzhuG",
                true,
            ),
            ("azure/gpt-4o", "azure", "gpt-4o", "", false),
            ("claude-3-5-sonnet-20241022", "anthropic", "claude-3-5-sonnet", "20241022", true),
            ("claude-3-5-sonnet-latest", "anthropic", "claude-3-5-sonnet", "latest", false),
            ("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5", "", false),
            ("claude-sonnet-4-6", "anthropic", "claude-sonnet-4-6", "", true),
            ("claude-opus-5", "anthropic", "claude-opus-5", "", true),
            ("claude-sonnet-4-6-20260217", "anthropic", "claude-sonnet-4-6", "20260217", false),
            ("claude-2.1", "anthropic", "claude-2.1", "", true),
            ("sonnet[1m]", "anthropic", "sonnet", "", false),
            ("claude-4.5-sonnet", "anthropic", "claude-4.5-sonnet", "", false),
            ("anthropic/claude-opus-4.8", "anthropic", "claude-opus-4.8", "", true),
            ("~anthropic/claude-opus-latest", "anthropic", "claude-opus", "latest", false),
            ("claude-3-5-sonnet-v2@20241022", "anthropic", "claude-3-5-sonnet-v2", "20241022", true),
            ("claude-sonnet-4-6@default", "anthropic", "claude-sonnet-4-6", "default", false),
            ("gemini-1.5-pro-002", "google", "gemini-1.5-pro", "002", true),
            ("gemini-1.5-pro", "google", "gemini-1.5-pro", "", false),
            ("gemini-2.5-pro", "google", "gemini-2.5-pro", "", true),
            ("gemini-2.0-flash-exp", "google", "gemini-2.0-flash", "exp", false),
            ("gemini-2.5-flash-preview-09-2025", "google", "gemini-2.5-flash", "09-2025", true),
            ("gemini-2.5-pro-preview-05-06", "google", "gemini-2.5-pro", "preview-05-06", true),
            ("gemini-3.1-pro-preview", "google", "gemini-3.1-pro", "preview", false),
            ("models/gemini-flash-latest", "google", "gemini-flash", "latest", false),
            (
                "projects/p/locations/l/publishers/google/models/gemini-1.0-pro-002",
                "google",
                "gemini-1.0-pro",
                "002",
                true,
            ),
            ("mistral-large-2512", "mistral", "mistral-large", "2512", true),
            ("command-r-08-2024", "cohere", "command-r", "08-2024", true),
            ("deepseek-chat", "deepseek", "deepseek-chat", "", false),
            ("grok-4-0709", "xai", "grok-4", "0709", true),
            ("grok-4.20-0309-non-reasoning", "xai", "grok-4.20", "0309-non-reasoning", true),
            ("sonic-3-2026-01-12", "cartesia", "sonic-3", "2026-01-12", true),
        ];
        for (id, provider, family, version, pinned) in cases {
            assert_eq!(parts(id), (provider.into(), family.into(), version.into(), pinned), "{id}");
        }
    }

    #[test]
    fn routers_hosts_and_unknown_vendors() {
        let cases = [
            (
                "anthropic.claude-3-5-sonnet-20241022-v2:0",
                "anthropic",
                "claude-3-5-sonnet",
                "20241022-v2:0",
                true,
            ),
            (
                "bedrock/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "anthropic",
                "claude-sonnet-4-5",
                "20250929-v1:0",
                true,
            ),
            ("amazon.nova-pro-v1:0", "amazon", "nova-pro", "v1:0", true),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                "anthropic",
                "claude-3-haiku",
                "20240307-v1:0",
                true,
            ),
            (
                "arn:aws:bedrock:us-east-2:1:application-inference-profile/opus-prod",
                "bedrock",
                "arn:aws:bedrock:us-east-2:1:application-inference-profile/opus-prod",
                "",
                false,
            ),
            ("openai/gpt-5.2:nitro", "openai", "gpt-5.2", "", false),
            ("openrouter/auto", "openrouter", "auto", "", false),
            ("z-ai/glm-5.2:free", "z-ai", "glm-5.2", "", false),
            ("llama3.1:latest", "meta", "llama3.1", "latest", false),
            ("meta-llama/Llama-3.3-70B-Instruct", "meta", "Llama-3.3-70B-Instruct", "", false),
            (
                "HuggingFaceM4/idefics2@a1bc6a2b0f74cde25844144f602dde2808a564d9",
                "huggingfacem4",
                "idefics2",
                "a1bc6a2b0f74cde25844144f602dde2808a564d9",
                true,
            ),
            ("org/model@main", "org", "model", "main", false),
            ("xai:grok-4", "xai", "grok-4", "", false),
            ("nova-3", "deepgram", "nova-3", "", false),
            ("aurora-2026-02-11", "aurora", "aurora", "2026-02-11", true),
            ("aurora-20260211", "aurora", "aurora", "20260211", true),
            ("aurora", "aurora", "aurora", "", false),
            ("aurora-voice-0211", "aurora", "aurora-voice-0211", "", false),
            ("aurora-2026-13-40", "aurora", "aurora-2026-13-40", "", false),
            ("", "", "", "", false),
            ("${MODEL}", "${model}", "${MODEL}", "", false),
        ];
        for (id, provider, family, version, pinned) in cases {
            assert_eq!(parts(id), (provider.into(), family.into(), version.into(), pinned), "{id}");
        }
    }
}
