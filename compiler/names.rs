//! Every name a diagnostic or an undecided verdict can carry, in one table.
//!
//! A name says what is wrong and reads well after "because": `unknown-role`, `duplicate-key`.
//! Each has a page: `docs/lints/<name>.md` for findings in a policy, `docs/reasons/<name>.md`
//! for reasons why a statement, a verdict or a record does not count. `countersign explain
//! NAME` shows it. The suite proves that names are unique and that every page exists.

use crate::diagnostic::Level;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// The stable kebab-case name.
    pub name: &'static str,
    /// How much a finding of this name weighs.
    pub level: Level,
    /// Which stage raises it.
    pub stage: Stage,
    /// One line on what it means.
    pub summary: &'static str,
}

/// The stage that raises a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the text of a policy.
    Syntax,
    /// Binding names, checking kinds and units.
    Model,
    /// Lowering to the kernel.
    Policy,
    /// Advice about a correct policy.
    Lint,
    /// Reading a governed value: why it is unknown.
    Facts,
    /// Reading git: why nothing can be decided.
    Git,
    /// Reading a statement: why it does not count.
    Approval,
    /// Reading or comparing a record.
    Record,
    /// A limit that a verdict or record carries.
    Limit,
}

impl Stage {
    /// Returns the folder of `docs/` that holds the page of a name.
    pub fn page_folder(self) -> &'static str {
        match self {
            Stage::Syntax | Stage::Model | Stage::Policy | Stage::Lint => "lints",
            _ => "reasons",
        }
    }
}

macro_rules! names {
    ($($ident:ident = $name:literal, $level:ident, $stage:ident, $summary:literal;)*) => {
        $(#[doc = $summary] pub static $ident: Name =
            Name { name: $name, level: Level::$level, stage: Stage::$stage, summary: $summary };)*
        /// Every name, in the order of this table.
        pub static ALL: &[&Name] = &[$(&$ident),*];
    };
}

/// Finds a row by its name.
pub fn find(name: &str) -> Option<&'static Name> {
    ALL.iter().copied().find(|row| row.name == name)
}

names! {
    // Syntax

    // Model

    // Policy

    // Lint

    // Facts: why a governed value is unknown

    // Git: why nothing can be decided

    // Approval: why a statement does not count

    // Record

    // Limits
    NOT_THE_GATE = "not-the-gate", Note, Limit, "A local or staged run advises; only the gate on the target decides.";
}
