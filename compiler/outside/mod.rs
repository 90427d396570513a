//! What: what a file of a system names that is outside of its described chain.
//! From: the text of the file, the chains that a policy describes.
//! No longer knows: git, approvals, where in its life the file is.
//! Used by: lint, which looks at what stands; gate, which looks at what a change brings.

mod find;

use std::collections::{BTreeMap, BTreeSet};

use crate::law::Places;
use crate::model::{Model, System};
use crate::model_id::{Platform, is_word_of};
use crate::names::{self, Name};
use crate::policy;
use crate::source::Span;

pub use find::{Brought, find};

/// Something in a file that tells who hears callers, or where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// What it tells.
    pub what: What,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What a place in a file tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The id of a model, who makes it, and its pointer.
    Model {
        /// The id.
        id: String,
        /// Who makes it.
        provider: String,
        /// The pointer.
        pointer: String,
    },
    /// A setting that calls a platform by its name.
    Named {
        /// As written.
        said: String,
        /// The platform's name.
        platform: String,
        /// The pointer.
        pointer: String,
    },
    /// An address at a host of a platform.
    Host {
        /// The address.
        text: String,
        /// The platform's name.
        platform: String,
    },
    /// An address that tells where it leads.
    Address {
        /// The address.
        text: String,
        /// The area of law.
        area: &'static str,
    },
    /// A region or location that says `global`.
    Global {
        /// The pointer.
        pointer: String,
    },
}

/// What is wrong with something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outsider {
    /// The reason at the gate.
    pub reason: &'static Name,
    /// What the file does: `names the model …`.
    pub does: String,
    /// Why that is outside of the chain.
    pub why: String,
    /// What would mend it.
    pub help: String,
}

/// The chains that a policy describes.
pub struct Chains<'a> {
    model: &'a Model,
    places: Places<'a>,
    systems: BTreeMap<&'a str, &'a System>,
    platforms: Vec<Platform>,
}

impl<'a> Chains<'a> {
    /// Gathers the systems whose steps are described.
    pub fn new(model: &'a Model) -> Chains<'a> {
        let described = model.systems.iter().filter(|system| !system.stages.is_empty());
        Chains {
            model,
            places: Places::new([policy::words(), &model.governance.words]),
            systems: described.map(|system| (system.id.name.as_str(), system)).collect(),
            platforms: policy::platforms(model),
        }
    }

    /// Returns the platforms whose hosts and names are looked for.
    pub fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    /// Returns a system whose chain is described.
    pub fn system(&self, id: &str) -> Option<&'a System> {
        self.systems.get(id).copied()
    }

    /// Tells what is wrong with something that stands in a file of a system; `None` where the chain
    /// has it, or no chain is described.
    pub fn judge(&self, system: &str, what: &What) -> Option<Outsider> {
        let described = self.system(system)?;
        match what {
            What::Model { id, provider, pointer } => {
                if self.has_model(described, id, provider) {
                    return None;
                }
                let does = format!("names the model `{id}` at {pointer}, no item governs it");
                let help = "take it out, or govern it and name its supplier in the chain";
                Some(provider_outside(does, provider, system, help))
            }
            What::Named { said, platform, pointer } => {
                let platform = self.unknown(described, platform)?;
                let does = format!("names the provider `{said}` at {pointer}");
                Some(provider_outside(does, platform.shown(), system, NAME_IT))
            }
            What::Host { text, platform } => {
                let platform = self.unknown(described, platform)?;
                let does = format!("leads to {text}, a host of `{}`", platform.shown());
                Some(provider_outside(does, platform.shown(), system, NAME_IT))
            }
            What::Address { text, area } => {
                let does = format!("leads to {text}, which is in `{area}`");
                self.address_outside(described, does, area)
            }
            What::Global { pointer } => {
                let does = format!("says `global` at {pointer}, which is `worldwide`");
                self.address_outside(described, does, "worldwide")
            }
        }
    }

    /// Tells whether a supplier of the system stands for the maker of a model, or for what its id
    /// begins with.
    pub fn has_model(&self, system: &'a System, id: &str, provider: &str) -> bool {
        let leading = id.split(['/', ':', '.', '@', '-']).next().unwrap_or_default();
        self.suppliers(system).into_iter().any(|one| is_word_of(provider, one) || one == leading)
    }

    fn address_outside(&self, system: &System, does: String, area: &str) -> Option<Outsider> {
        let mut reached = system.stages.iter().flat_map(|stage| stage.reached());
        if reached.any(|place| self.places.area(&place.name) == area) {
            return None;
        }
        Some(Outsider {
            reason: &names::ADDRESS_OUTSIDE_CHAIN,
            does,
            why: format!("no step of `{}` is", system.id.name),
            help: "take the address of a region that the chain names, or name that place in the chain".into(),
        })
    }

    /// Returns a platform that no supplier of the system stands for.
    fn unknown(&self, system: &'a System, platform: &str) -> Option<&Platform> {
        let platform = self.platforms.iter().find(|one| one.name == platform)?;
        let mut suppliers = self.suppliers(system).into_iter();
        (!suppliers.any(|supplier| platform.is_supplied_by(supplier))).then_some(platform)
    }

    /// Lists the suppliers of a system and whom they pass data on to.
    fn suppliers(&self, system: &'a System) -> BTreeSet<&'a str> {
        let mut known = system.all_suppliers();
        let those = self.model.suppliers.iter().filter(|supplier| known.contains(supplier.id.name.as_str()));
        let passed = those.flat_map(|supplier| &supplier.subprocessors).map(|id| id.name.as_str());
        let passed: Vec<&str> = passed.collect();
        known.extend(passed);
        known
    }
}

const NAME_IT: &str = "take it out, or name it as a supplier in the chain";

fn provider_outside(does: String, provider: &str, system: &str, help: &str) -> Outsider {
    Outsider {
        reason: &names::PROVIDER_OUTSIDE_CHAIN,
        does,
        why: format!("`{provider}` is no supplier of `{system}`"),
        help: help.to_owned(),
    }
}
