//! A lint as data: its row, its topic, what it may change, and the function that looks.

use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::names::{self, Name};
use crate::source::Location;

use super::{ALL, Context};

/// What a lint found.
pub type Findings = Vec<Diagnostic>;

/// A check of a policy that compiles.
#[derive(Debug)]
pub struct Lint {
    /// Its name, level, summary and page.
    pub name: Name,
    /// What it is about.
    pub topic: Topic,
    /// Whether `allow` may silence it.
    pub waivable: bool,
    /// Whether its findings carry edits.
    pub fix: Fix,
    /// What it cannot do without.
    pub needs: Needs,
    /// Tells for an error which change of a governed value can bring it, with the policy as it is.
    pub woken_by: Option<fn(&Change) -> bool>,
    /// Looks at the policy and adds what it finds.
    pub check: fn(&Context<'_>, &mut Findings),
}

/// What a lint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Who answers for what.
    Accountability,
    /// What a change must have before it lands.
    ChangeControl,
    /// Numbers with a safer side.
    Thresholds,
    /// Instruction texts.
    Prompts,
    /// Models and the companies they come from.
    ModelsAndSuppliers,
    /// Reports that changes rest on.
    Evidence,
    /// What is kept how long, and what law asks of that.
    Retention,
    /// What is governed and what is not.
    Scope,
    /// The steps of the chain, and where they work on data.
    Residency,
    /// Decisions, assessments, rehearsals and reviews: what is done again and again.
    Conduct,
    /// What callers are told.
    Disclosure,
    /// Certificates, their scope, and which controls apply.
    Certification,
    /// Findings that an item accepts.
    Suppressions,
    /// How a policy reads.
    Style,
}

impl Topic {
    /// Every topic, in the order of the index.
    pub const ALL: &[Topic] = &[
        Topic::Accountability,
        Topic::ChangeControl,
        Topic::Thresholds,
        Topic::Prompts,
        Topic::ModelsAndSuppliers,
        Topic::Evidence,
        Topic::Retention,
        Topic::Scope,
        Topic::Residency,
        Topic::Conduct,
        Topic::Disclosure,
        Topic::Certification,
        Topic::Suppressions,
        Topic::Style,
    ];

    /// Returns its name as people read it.
    pub fn title(self) -> &'static str {
        match self {
            Topic::Accountability => "Accountability",
            Topic::ChangeControl => "Change control",
            Topic::Thresholds => "Thresholds",
            Topic::Prompts => "Prompts",
            Topic::ModelsAndSuppliers => "Models and suppliers",
            Topic::Evidence => "Evidence",
            Topic::Retention => "Retention",
            Topic::Scope => "Scope",
            Topic::Residency => "Residency",
            Topic::Conduct => "Conduct",
            Topic::Disclosure => "Disclosure",
            Topic::Certification => "Certification",
            Topic::Suppressions => "Suppressions",
            Topic::Style => "Style",
        }
    }
}

/// Whether the findings of a lint carry edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A person has to decide.
    None,
    /// Edits that no one will regret; `lint --fix` makes them.
    Safe,
    /// Edits that are probably meant; `lint --fix --unsafe` makes them.
    Unsafe,
}

/// What a lint cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The policy and the instant.
    Policy,
    /// The repository that holds the policy.
    Repository,
}

impl Lint {
    /// Makes a lint that can be waived, changes nothing and needs the policy alone.
    pub const fn new(name: Name, topic: Topic, check: fn(&Context<'_>, &mut Findings)) -> Lint {
        // What an `allow` says is settled by the `allow`, not by another one.
        let waivable = !matches!(topic, Topic::Suppressions);
        Lint { name, topic, waivable, fix: Fix::None, needs: Needs::Policy, woken_by: None, check }
    }

    /// Forbids `allow`.
    #[must_use]
    pub const fn never_waived(mut self) -> Lint {
        self.waivable = false;
        self
    }

    /// Says that findings carry edits.
    #[must_use]
    pub const fn fixed(mut self, fix: Fix) -> Lint {
        self.fix = fix;
        self
    }

    /// Says that it needs the repository around the policy.
    #[must_use]
    pub const fn needs_repository(mut self) -> Lint {
        self.needs = Needs::Repository;
        self
    }

    /// Says which change of a governed value can bring a finding, with the policy as it is.
    #[must_use]
    pub const fn woken_by(mut self, change: fn(&Change) -> bool) -> Lint {
        self.woken_by = Some(change);
        self
    }

    /// Makes a finding at a place.
    pub fn at(&'static self, at: Location, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.name, at, message)
    }
}

/// Finds a lint by its name.
pub fn find(name: &str) -> Option<&'static Lint> {
    ALL.iter().copied().find(|lint| lint.name.name == name)
}

/// Lists every name: those of the compiler and those of the lints.
pub fn every_name() -> impl Iterator<Item = &'static Name> {
    names::ALL.iter().copied().chain(ALL.iter().map(|lint| &lint.name))
}

/// Finds the row of any name, of the compiler or of a lint.
pub fn find_name(name: &str) -> Option<&'static Name> {
    every_name().find(|row| row.name == name)
}
