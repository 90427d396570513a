//! The roles that law gives to a firm, such as controller or deployer.

/// A role that law gives to a firm for a system.
///
/// The words are those of Regulation (EU) 2016/679 Art. 4 for data, and of Regulation (EU) 2024/1689
/// Art. 3 for AI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capacity {
    /// Decides why and how personal data is processed.
    Controller,
    /// Processes personal data for a controller.
    Processor,
    /// Develops an AI system or has it developed, and puts it into service under its own name.
    Provider,
    /// Uses an AI system under its own authority.
    Deployer,
    /// Puts on the market of the Union what bears the name of somebody outside.
    Importer,
    /// Passes an AI system on.
    Distributor,
}

/// The part of law to which a role belongs. A firm has roles in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// Protection of data.
    Data,
    /// Artificial intelligence.
    Ai,
}

impl Capacity {
    /// Every role, in the order of the reference.
    pub const ALL: [Capacity; 6] = [
        Capacity::Controller,
        Capacity::Processor,
        Capacity::Provider,
        Capacity::Deployer,
        Capacity::Importer,
        Capacity::Distributor,
    ];

    /// The words of [`Capacity::ALL`].
    pub const WORDS: &[&str] =
        &["controller", "processor", "provider", "deployer", "importer", "distributor"];

    /// Returns the role of a word.
    pub fn parse(word: &str) -> Option<Capacity> {
        Capacity::ALL.into_iter().find(|capacity| capacity.word() == word)
    }

    /// Returns its word.
    pub fn word(self) -> &'static str {
        Capacity::WORDS[self as usize]
    }

    /// Returns the part of law to which it belongs.
    pub fn axis(self) -> Axis {
        match self {
            Capacity::Controller | Capacity::Processor => Axis::Data,
            _ => Axis::Ai,
        }
    }
}

impl Axis {
    /// Lists its roles.
    pub fn capacities(self) -> impl Iterator<Item = Capacity> {
        Capacity::ALL.into_iter().filter(move |capacity| capacity.axis() == self)
    }

    /// Returns its name in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Axis::Data => "data law",
            Axis::Ai => "AI law",
        }
    }
}
