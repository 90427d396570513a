//! The sorts of values that shapes speak of, as the reference explains them.

use std::sync::LazyLock;

use crate::kind::{Kind, Op};

use super::governance::Capacity;

/// A sort of value.
#[derive(Debug)]
pub(super) struct Slot {
    pub name: &'static str,
    pub accepts: Accepts,
    /// What a person is told is expected here.
    pub told: &'static str,
}

/// Which written values are of a sort.
#[derive(Debug)]
pub(super) enum Accepts {
    Word,
    OneOf(fn() -> &'static [&'static str]),
    Text,
    Number,
    Amount,
    Percent,
    Date,
    Duration,
    Range,
    Reference,
    Path,
    Id,
    Any,
    Rest,
}

const fn slot(name: &'static str, accepts: Accepts, told: &'static str) -> Slot {
    Slot { name, accepts, told }
}

/// Every sort of value, as the reference explains them.
pub(super) static SLOTS: &[Slot] = &[
    slot("NAME", Accepts::Word, "a name such as `claims_line`"),
    slot("PERSON", Accepts::Word, "the name of a person"),
    slot("BOT", Accepts::Word, "the name of a bot"),
    slot("ACTOR", Accepts::Word, "the name of a person or a bot"),
    slot("ROLE", Accepts::Word, "the name of a role"),
    slot("SUPPLIER", Accepts::Word, "the name of a supplier"),
    slot("SYSTEM", Accepts::Word, "the name of a system"),
    slot("RULE", Accepts::Word, "the name of a rule"),
    slot("EXCEPTION", Accepts::Word, "the name of an exception"),
    slot("EVIDENCE", Accepts::Word, "the name of an evidence item"),
    slot("FORMAT", Accepts::Word, "the name of a format"),
    slot("PART", Accepts::Word, "a part of the chain such as `llm`"),
    slot("CODE", Accepts::Word, "the code of a place such as `gb`"),
    slot("CATEGORY", Accepts::Word, "a category of data such as `recording`"),
    slot("EVENT", Accepts::Word, "an event such as `call_end`"),
    slot("GATE", Accepts::Word, "a question of law such as `debt_collector`"),
    slot(
        "CAPACITY",
        Accepts::OneOf(|| Capacity::WORDS),
        "a role in law: `controller`, `processor`, `provider`, `deployer`, `importer` or `distributor`",
    ),
    slot("ELEMENT", Accepts::OneOf(|| ELEMENTS), "what is told, such as `ai` or `recording`"),
    slot("LANGUAGE", Accepts::OneOf(|| LANGUAGES), "the code of a language such as `en`"),
    slot("SCENARIO", Accepts::OneOf(|| SCENARIOS), "an incident such as `prompt_rollback`"),
    slot("AGREEMENT", Accepts::OneOf(|| AGREEMENTS), "a sort of contract such as `dpa`"),
    slot("CATALOGUE", Accepts::Word, "the name of a catalogue such as `iso42001`"),
    slot("WORD", Accepts::Word, "a word"),
    slot("KIND", Accepts::OneOf(kinds), "a kind such as `model`, or `any`"),
    slot("OP", Accepts::OneOf(ops), "an operation such as `changed`"),
    slot("LEVEL", Accepts::OneOf(|| &["low", "medium", "high"]), "`low`, `medium` or `high`"),
    slot("UNIT", Accepts::OneOf(units), "a unit of time such as `days`"),
    slot("TEXT", Accepts::Text, "a text in quotes"),
    slot("REGEX", Accepts::Text, "a regular expression in quotes such as '(?i)human'"),
    slot("GLOB", Accepts::Text, "a path in quotes such as \"agents/*.json\""),
    slot("LOCATION", Accepts::Text, "a location in quotes such as \"agent.json#/model\""),
    slot("COUNT", Accepts::Number, "a whole number"),
    slot("NUMBER", Accepts::Number, "a number"),
    slot("AMOUNT", Accepts::Amount, "a number such as `0.05`, or a percent such as `5%`"),
    slot("PERCENT", Accepts::Percent, "a percent such as `98%`"),
    slot("DATE", Accepts::Date, "a date such as `2026-12-31`"),
    slot("DURATION", Accepts::Duration, "a time such as `90 days`"),
    slot("RANGE", Accepts::Range, "a range such as `0.65..0.95`"),
    slot("CONTROL", Accepts::Reference, "a control such as `iso42001:A.6.2.4`"),
    slot("MODULE", Accepts::Path, "a module such as `std.voice`"),
    slot(
        "ID",
        Accepts::Id,
        "an id such as `A.6.2.4`; one that begins with a digit in quotes, such as \"6.1.3\"",
    ),
    slot("VALUE", Accepts::Any, "a value"),
    slot("PREDICATE", Accepts::Rest, "a condition such as `pinned` or `at least 0.6`"),
];

/// What the other side of a call can be told.
const ELEMENTS: &[&str] = &[
    "ai",
    "biometric",
    "consent",
    "debt_collection",
    "emotion",
    "human_route",
    "identity",
    "opt_out",
    "phone_number",
    "principal",
    "purpose",
    "recording",
    "synthetic_audio",
];

/// Incidents that are rehearsed.
const SCENARIOS: &[&str] = &[
    "cost_spike",
    "data_leak",
    "evaluation_drift",
    "model_route_failure",
    "other",
    "plausible_wrong_answer",
    "prompt_rollback",
    "silent_model_update",
    "stale_knowledge",
    "stop_the_agent",
    "supplier_outage",
    "tool_runaway",
];

/// Sorts of contracts: data processing, business associates, transfer clauses, services, levels of
/// service, secrecy.
const AGREEMENTS: &[&str] = &["baa", "dpa", "msa", "nda", "other", "scc", "sla"];

/// The two-letter codes of ISO 639.
const LANGUAGES: &[&str] = &[
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bi", "bm",
    "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz",
    "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl",
    "gn", "gu", "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii",
    "ik", "io", "is", "it", "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr",
    "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi",
    "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv",
    "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw",
    "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv",
    "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk",
    "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
];

fn kinds() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| Kind::ALL.iter().map(|kind| kind.word()).chain(["any"]).collect());
    &WORDS
}

fn ops() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| Op::ALL.iter().map(|op| op.word()).collect());
    &WORDS
}

pub(super) fn units() -> &'static [&'static str] {
    &["seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years"]
}
