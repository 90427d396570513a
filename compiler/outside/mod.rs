//! What: what a file of a system names that is outside of its described chain.
//! From: the text of the file, the chains that a policy describes.
//! No longer knows: git, approvals, where in its life the file is.
//! Used by: lint, which looks at what stands; gate, which looks at what a change brings.

mod find;
mod keys;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use crate::law::Places;
use crate::model::{Model, Supplier, System};
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
    /// A setting that calls a platform by one of its names.
    Named {
        /// As written.
        said: String,
        /// The pointer.
        pointer: String,
    },
    /// The platform that the id of a model begins with.
    Route {
        /// As written.
        said: String,
        /// The pointer of the id.
        pointer: String,
    },
    /// A setting for a company, and no platform is called so.
    Other {
        /// As written.
        said: String,
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
    /// A value that tells of a region, of several, or of the whole world.
    Place {
        /// As written.
        said: String,
        /// The pointer.
        pointer: String,
        /// The area of law; of more, it is in one of them.
        areas: Vec<&'static str>,
    },
}

impl What {
    /// Returns where the id of a model stands, which an item may govern. It is judged by that item.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            What::Model { pointer, .. } | What::Route { pointer, .. } => Some(pointer),
            _ => None,
        }
    }
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
            What::Named { said, pointer } | What::Route { said, pointer } => {
                let platform = self.unsupplied(described, Platform::called(&self.platforms, said))?;
                let does = format!("names the provider `{said}` at {pointer}");
                Some(provider_outside(does, platform.shown(), system, NAME_IT))
            }
            What::Other { said, pointer } => {
                let (named, chain) = (self.suppliers_named(said), self.suppliers(described));
                let supplier = named.first().filter(|_| !named.iter().any(|one| chain.contains(one)))?;
                let does = format!("names the provider `{said}` at {pointer}");
                Some(provider_outside(does, supplier, system, NAME_IT))
            }
            What::Host { text, platform } => {
                let named = self.platforms.iter().filter(|one| one.name == *platform);
                let platform = self.unsupplied(described, named.collect())?;
                let does = format!("leads to {text}, a host of `{}`", platform.shown());
                Some(provider_outside(does, platform.shown(), system, NAME_IT))
            }
            What::Address { text, area } => {
                let does = format!("leads to {text}, which is in `{area}`");
                self.place_outside(described, does, &[area])
            }
            What::Place { said, pointer, areas } => {
                let which = match areas.as_slice() {
                    ["worldwide"] => "`worldwide`".to_owned(),
                    areas => format!("in {}", quoted(areas, " or ")),
                };
                let does = format!("says `{said}` at {pointer}, which is {which}");
                self.place_outside(described, does, areas)
            }
        }
    }

    /// Tells whether a supplier of the system stands for the maker of a model, or for what its id
    /// begins with.
    pub fn has_model(&self, system: &'a System, id: &str, provider: &str) -> bool {
        let leading = id.split(['/', ':', '.', '@', '-']).next().unwrap_or_default();
        let made_by: Vec<&Platform> = self.platforms.iter().filter(|one| one.is_named(provider)).collect();
        self.suppliers(system).into_iter().any(|one| {
            is_word_of(provider, one)
                || one == leading
                || made_by.iter().any(|maker| maker.is_supplied_by(one))
        })
    }

    /// Tells whether a setting names a company that is neither known nor a supplier of the policy.
    pub fn is_unheard_of(&self, system: &str, what: &What) -> bool {
        let What::Other { said, .. } = what else { return false };
        self.system(system).is_some() && self.suppliers_named(said).is_empty()
    }

    /// Lists the suppliers of the policy that a setting names: one of the two is the other, or some
    /// words of it.
    fn suppliers_named(&self, said: &str) -> Vec<&'a str> {
        let named = |supplier: &&'a Supplier| {
            let names = [supplier.id.name.as_str(), supplier.title.as_str()];
            names.into_iter().any(|name| is_word_of(name, said) || is_word_of(said, name))
        };
        self.model.suppliers.iter().filter(named).map(|supplier| supplier.id.name.as_str()).collect()
    }

    fn place_outside(&self, system: &System, does: String, areas: &[&str]) -> Option<Outsider> {
        let reached = || system.stages.iter().flat_map(|stage| stage.reached());
        if reached().any(|place| areas.contains(&self.places.area(&place.name))) {
            return None;
        }
        let named: Vec<&str> =
            reached().map(|place| place.name.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
        let system = &system.id.name;
        let why = match named.as_slice() {
            [] => format!("no step of `{system}` says where it is"),
            named => format!("the steps of `{system}` are in {} only", quoted(named, " and ")),
        };
        Some(Outsider {
            reason: &names::ADDRESS_OUTSIDE_CHAIN,
            does,
            why,
            help: "take a region that the chain names, or name that place in the chain".into(),
        })
    }

    /// Returns the first of some platforms if no supplier of the system stands for any of them.
    fn unsupplied<'p>(&self, system: &'a System, platforms: Vec<&'p Platform>) -> Option<&'p Platform> {
        let suppliers = self.suppliers(system);
        let stands = |platform: &&Platform| suppliers.iter().any(|one| platform.is_supplied_by(one));
        if platforms.iter().any(stands) { None } else { platforms.first().copied() }
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

/// Lists names: `a`, `b` and `c`.
fn quoted(names: &[&str], last: &str) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match all.as_slice() {
        [before @ .., one] if !before.is_empty() => format!("{}{last}{one}", before.join(", ")),
        all => all.concat(),
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
