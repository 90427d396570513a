//! The kinds of governed values and what can happen to them: the vocabulary of `on KIND OP`.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$item])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in the order of the language reference.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Returns the word that policies and outputs use.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            /// Finds the value of a word.
            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.word()) }
        }
    };
}

words! {
    /// What sort of thing a governed value is.
    Kind {
        /// Assembled instruction text, in sections.
        Prompt = "prompt",
        /// The id of a model.
        Model = "model",
        /// A decimal with a declared safe direction.
        Threshold = "threshold",
        /// A scalar setting such as a temperature.
        Parameter = "parameter",
        /// A set of tool names.
        Tools = "tools",
        /// The id of a synthetic voice.
        Voice = "voice",
        /// An on/off value with a safe side.
        Switch = "switch",
        /// A duration, for example how long recordings stay.
        Period = "period",
        /// A set of regions.
        Regions = "regions",
        /// Files by content.
        Knowledge = "knowledge",
        /// The policy itself.
        Policy = "policy",
        /// The rest of a governed file.
        Other = "other",
    }
}

words! {
    /// What happened to a governed value.
    Op {
        /// The value was not there before.
        Added = "added",
        /// The value is no longer there.
        Removed = "removed",
        /// A prompt changed, wherever; the op of a change that touches a protected part.
        Edited = "edited",
        /// A prompt changed, but no protected part of it.
        Reworded = "reworded",
        /// One id replaced another.
        Swapped = "swapped",
        /// A threshold went up.
        Raised = "raised",
        /// A threshold went down.
        Lowered = "lowered",
        /// A set gained an item.
        Widened = "widened",
        /// A set lost an item.
        Narrowed = "narrowed",
        /// A switch moved away from its safe side, or a value to the less safe side.
        Loosened = "loosened",
        /// A switch moved to its safe side, or a value to the safer side.
        Tightened = "tightened",
        /// A period grew.
        Lengthened = "lengthened",
        /// A period shrank.
        Shortened = "shortened",
        /// A policy may now pass what it blocked.
        Weakened = "weakened",
        /// A policy blocks at least what it blocked.
        Strengthened = "strengthened",
        /// Any other difference of meaning.
        Changed = "changed",
    }
}

words! {
    /// Whether a change moves towards or away from the declared safe side.
    Direction {
        /// Away from the safe side.
        Loosens = "loosens",
        /// Towards the safe side.
        Tightens = "tightens",
        /// Neither side is safer.
        Neutral = "neutral",
        /// It cannot be told; counts as loosening.
        Unknown = "unknown",
    }
}

impl Kind {
    /// Returns the operations that `on KIND …` may name, besides `added`, `removed` and `changed`.
    pub fn ops(self) -> &'static [Op] {
        match self {
            Kind::Prompt => &[Op::Edited, Op::Reworded],
            Kind::Model | Kind::Voice => &[Op::Swapped],
            Kind::Threshold => &[Op::Raised, Op::Lowered, Op::Loosened, Op::Tightened],
            Kind::Parameter | Kind::Knowledge | Kind::Other => &[],
            Kind::Tools | Kind::Regions => &[Op::Widened, Op::Narrowed],
            Kind::Switch => &[Op::Loosened, Op::Tightened],
            Kind::Period => &[Op::Lengthened, Op::Shortened, Op::Loosened, Op::Tightened],
            Kind::Policy => &[Op::Weakened, Op::Strengthened],
        }
    }
}
