//! What: the library that ships with the compiler, written in the language itself.
//! From: `stdlib/**/*.countersign`, embedded.
//! No longer knows: files.
//! Used by: [`crate::policy`], which reads a module like any source when `use` names it.

/// A module of the library.
#[derive(Debug)]
pub struct Module {
    /// What `use` names: `std.voice`.
    pub name: &'static str,
    /// The path under the repository of the compiler, for messages about the module itself.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
}

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
    "std.formats.claude" = "formats/claude",
    "std.formats.elevenlabs" = "formats/elevenlabs",
    "std.formats.litellm" = "formats/litellm",
    "std.iso42001" = "catalogues/iso42001",
    "std.soc2" = "catalogues/soc2",
    "std.voice" = "catalogues/voice",
}

impl Module {
    /// Lists the globs of its formats without reading it as a language: one `found at "GLOB"` a
    /// line, as the formatter prints them, so that start-up compiles nothing.
    pub fn found_at(&self) -> impl Iterator<Item = &'static str> + use<> {
        let glob = |line: &'static str| line.trim_start().strip_prefix("found at \"")?.split_once('"');
        self.text.lines().filter_map(glob).map(|(glob, _)| glob)
    }
}

/// Finds a module by the name that `use` gives.
pub fn find(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}
