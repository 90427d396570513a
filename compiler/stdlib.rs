//! What: the library that ships with the compiler, written in the language itself.
//! From: `stdlib/**/*.countersign`, embedded.
//! No longer knows: files.
//! Used by: [`crate::policy`], which reads a module like any source when `use` names it, and the
//! schemes of model ids when the first id is read.

/// A module of the library.
#[derive(Debug, PartialEq, Eq)]
pub struct Module {
    /// What `use` names: `std.voice`.
    pub name: &'static str,
    /// The path under the repository of the compiler, for messages about the module itself.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
}

impl Module {
    /// Cuts the text into its items of one kind, each with its name.
    ///
    /// The library has the shape that `fmt` prints, so that lines tell where an item begins and
    /// ends, and what nobody asks for need not be parsed.
    pub fn items(&self, word: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let text = self.text;
        let starts = text.match_indices(word).map(|(at, _)| at);
        let starts = starts.filter(move |at| *at == 0 || text.as_bytes()[at - 1] == b'\n');
        starts.filter_map(move |at| {
            let name = text[at + word.len()..].strip_prefix(' ')?.split([' ', '\n']).next()?;
            let line = text[at..].lines().next()?;
            let long = || text[at..].find("\n}").map(|end| &text[at..at + end + 2]);
            Some((name, if line.ends_with('{') { long()? } else { line }))
        })
    }
}

/// How the names of the modules of file formats begin.
pub const FORMATS: &str = "std.formats.";

macro_rules! modules {
    ($($name:literal = $path:literal),* $(,)?) => {
        /// Every module, by name.
        pub static MODULES: &[Module] = &[$(Module {
            name: $name,
            path: concat!("stdlib/", $path, ".countersign"),
            text: include_str!(concat!("../stdlib/", $path, ".countersign")),
        }),*];
    };
}

modules! {
    "std.crosswalk" = "catalogues/crosswalk",
    "std.eu_ai_act" = "catalogues/eu_ai_act",
    "std.formats.aider" = "formats/aider",
    "std.formats.appsettings" = "formats/appsettings",
    "std.formats.autogen" = "formats/autogen",
    "std.formats.azure_voice" = "formats/azure_voice",
    "std.formats.cagent" = "formats/cagent",
    "std.formats.chatdev" = "formats/chatdev",
    "std.formats.claude" = "formats/claude",
    "std.formats.codex" = "formats/codex",
    "std.formats.continue_dev" = "formats/continue_dev",
    "std.formats.copilot" = "formats/copilot",
    "std.formats.crewai" = "formats/crewai",
    "std.formats.dialogflow_cx" = "formats/dialogflow_cx",
    "std.formats.dialogflow_es" = "formats/dialogflow_es",
    "std.formats.dify" = "formats/dify",
    "std.formats.dotprompt" = "formats/dotprompt",
    "std.formats.elevenlabs" = "formats/elevenlabs",
    "std.formats.esphome" = "formats/esphome",
    "std.formats.home_assistant" = "formats/home_assistant",
    "std.formats.kagent" = "formats/kagent",
    "std.formats.langchain" = "formats/langchain",
    "std.formats.lex" = "formats/lex",
    "std.formats.librechat" = "formats/librechat",
    "std.formats.litellm" = "formats/litellm",
    "std.formats.livekit" = "formats/livekit",
    "std.formats.metagpt" = "formats/metagpt",
    "std.formats.mycroft" = "formats/mycroft",
    "std.formats.nemo_guardrails" = "formats/nemo_guardrails",
    "std.formats.nemo_toolkit" = "formats/nemo_toolkit",
    "std.formats.open_interpreter" = "formats/open_interpreter",
    "std.formats.pipecat" = "formats/pipecat",
    "std.formats.private_gpt" = "formats/private_gpt",
    "std.formats.promptfoo" = "formats/promptfoo",
    "std.formats.prompty" = "formats/prompty",
    "std.formats.rasa" = "formats/rasa",
    "std.formats.retell" = "formats/retell",
    "std.formats.semantic_kernel" = "formats/semantic_kernel",
    "std.formats.storage" = "formats/storage",
    "std.formats.swe_agent" = "formats/swe_agent",
    "std.formats.ten" = "formats/ten",
    "std.formats.terraform" = "formats/terraform",
    "std.formats.vapi" = "formats/vapi",
    "std.formats.xiaozhi" = "formats/xiaozhi",
    "std.gdpr" = "catalogues/gdpr",
    "std.iso27001" = "catalogues/iso27001",
    "std.iso42001" = "catalogues/iso42001",
    "std.nist_ai_rmf" = "catalogues/nist_ai_rmf",
    "std.soc2" = "catalogues/soc2",
    "std.uk_dpa" = "catalogues/uk_dpa",
    "std.uk_gdpr" = "catalogues/uk_gdpr",
    "std.voice" = "catalogues/voice",
}

macro_rules! packs {
    ($($name:literal),* $(,)?) => {
        /// Every policy pack: rules to begin with, which `use pack.NAME` takes in.
        pub static PACKS: &[Module] = &[$(Module {
            name: concat!("pack.", $name),
            path: concat!("policies/", $name, "/pack.countersign"),
            text: include_str!(concat!("../policies/", $name, "/pack.countersign")),
        }),*];
    };
}

packs! { "collections", "healthcare", "insurer", "voice_agent" }

macro_rules! unnamed {
    ($(#[$doc:meta])* $name:ident = $($path:literal),* $(,)?) => {
        $(#[$doc])*
        pub static $name: &[Module] = &[$(Module {
            name: "",
            path: concat!("stdlib/", $path, ".countersign"),
            text: include_str!(concat!("../stdlib/", $path, ".countersign")),
        }),*];
    };
}

unnamed! {
    /// How model ids are written, in the order in which the modules are asked.
    MODELS = "models/clouds", "models/routers", "models/makers", "models/voice", "models/hosts"
}

unnamed! {
    /// Platforms of which only names and hosts are known. They read no ids, so that a name more or
    /// less is no other library for a record.
    PLATFORMS = "models/platforms"
}

unnamed! {
    /// Places, categories of data, events and questions of law, which every policy may name.
    WORDS = "law/words"
}

unnamed! {
    /// What laws and standards ask.
    FACTS = "law/european_union", "law/ai_act", "law/united_kingdom", "law/national_europe",
        "law/united_states", "law/us_states", "law/payments", "law/standards", "law/other_places"
}

unnamed! {
    /// Which words make a rule of a prompt weaker.
    WORDINGS = "wording/english"
}

/// Finds a module or a pack by the name that `use` gives.
pub fn find(name: &str) -> Option<&'static Module> {
    MODULES.iter().chain(PACKS).find(|module| module.name == name)
}
