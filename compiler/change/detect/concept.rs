//! The concepts that the words of a key stand for, and sets of them.

macro_rules! concepts {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What a phrase of a key stands for; the phrases are in [`super::lexicon`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Concept { $($(#[$doc])* $name),* }
    };
}

concepts![
    Hearing,
    Speaking,
    Voice,
    VoiceTrait,
    Turn,
    TalkLength,
    Model,
    Embedding,
    Maker,
    Provider,
    Deployment,
    Fallback,
    Realtime,
    Sampling,
    SamplingAlone,
    Thinking,
    Temperature,
    Token,
    Size,
    Threshold,
    Score,
    Bound,
    Strength,
    Safety,
    Handover,
    Attempt,
    Asking,
    Prompt,
    Instruction,
    Greeting,
    System,
    Template,
    Persona,
    Briefing,
    Description,
    Rule,
    Say,
    Messages,
    Role,
    Tool,
    Extension,
    ToolCarrier,
    Action,
    Allow,
    Allowable,
    Oversight,
    Kept,
    Retention,
    Lifetime,
    Remove,
    After,
    Time,
    Store,
    StoreAlone,
    Region,
    Location,
    Secret,
    Address,
    Generic,
    Named,
    Technical,
    Label,
    About,
    Foreign,
    Databank,
    Machinery,
    /// A time at which something was saved.
    NoiseTime,
    /// A revision that a server counts.
    NoiseRevision,
    /// What is drawn.
    NoiseDrawing,
];

/// A set of concepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(u128);

impl Set {
    /// Adds a concept.
    pub fn insert(&mut self, concept: Concept) {
        self.0 |= 1 << concept as u8;
    }

    /// Tells whether a concept is in it.
    pub fn has(self, concept: Concept) -> bool {
        self.0 & (1 << concept as u8) != 0
    }

    /// Tells whether any of these is in it.
    pub fn any(self, concepts: &[Concept]) -> bool {
        concepts.iter().any(|concept| self.has(*concept))
    }

    /// Both sets together.
    pub fn or(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }
}
