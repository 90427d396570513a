//! Which names a policy declares, and the search for one that a clause uses.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::kind::Kind;
use crate::label::Label;
use crate::names;
use crate::source::Location;
use crate::syntax::Value;

use super::Given;
use super::Id;
use super::governance::catalogue::Known as Catalogued;

/// The most names that are looked through, in all, for ones that were meant. Many unknown names among
/// many known ones are no misspellings, and comparing all with all would take for ever.
const MOST_COMPARED: usize = 200_000;

/// A sort of thing that has a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Space {
    Organization,
    Person,
    Bot,
    Role,
    Supplier,
    System,
    Format,
    Rule,
    Exception,
    Invariant,
    Evidence,
    Models,
    Catalogue,
    Crosswalk,
    Part,
    Jurisdiction,
    Category,
    Event,
    Gate,
    Fact,
    Retention,
    LegalHold,
    Activity,
    Baseline,
    Exercise,
    Review,
    Document,
    Certificate,
    Decision,
    Artifact,
}

impl Space {
    /// Returns the word of messages.
    pub fn word(self) -> &'static str {
        match self {
            Space::Organization => "organization",
            Space::Person => "person",
            Space::Bot => "bot",
            Space::Role => "role",
            Space::Supplier => "supplier",
            Space::System => "system",
            Space::Format => "format",
            Space::Rule => "rule",
            Space::Exception => "exception",
            Space::Invariant => "invariant",
            Space::Evidence => "evidence",
            Space::Models => "models",
            Space::Catalogue => "catalogue",
            Space::Crosswalk => "crosswalk",
            Space::Part => "part of a chain",
            Space::Jurisdiction => "jurisdiction",
            Space::Category => "category of data",
            Space::Event => "event",
            Space::Gate => "gate",
            Space::Fact => "fact",
            Space::Retention => "retention",
            Space::LegalHold => "hold",
            Space::Activity => "activity",
            Space::Baseline => "baseline",
            Space::Exercise => "exercise",
            Space::Review => "review",
            Space::Document => "document",
            Space::Certificate => "certificate",
            Space::Decision => "decision",
            Space::Artifact => "artifact",
        }
    }

    /// Returns the other sort that shares its names, because outputs show both without their sort.
    fn rival(self) -> Option<Space> {
        match self {
            Space::Person => Some(Space::Bot),
            Space::Bot => Some(Space::Person),
            Space::Rule => Some(Space::Invariant),
            Space::Invariant => Some(Space::Rule),
            _ => None,
        }
    }

    /// Returns the names that the language keeps for itself, with what they mean.
    fn reserved(self) -> Option<(&'static str, &'static str)> {
        match self {
            Space::System => Some(("policy", "the policy itself as a governed system")),
            Space::Role => Some(("owner", "the owner of the system that changed")),
            Space::Rule | Space::Invariant => Some(("otherwise", "the rule for what no rule matches")),
            _ => None,
        }
    }
}

/// What is known of a system's artifacts once it has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Artifacts {
    /// By name: kind, place, whether it has protected parts, unit.
    pub known: BTreeMap<String, Known>,
    /// Something in the system could not be read, so there may be more than is known.
    pub open: bool,
    /// `low`, `medium`, `high` or `""`.
    pub risk: String,
}

/// What is known of an artifact.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub kind: Kind,
    pub at: Location,
    pub protected: bool,
    pub unit: String,
}

/// Every declared name.
#[derive(Debug, Default)]
pub(super) struct Scope {
    declared: BTreeMap<Space, HashMap<Label, Location>>,
    /// How many names have been looked through for one that was meant.
    compared: Cell<usize>,
    /// Names that the library gives to every policy.
    given: BTreeMap<Space, HashSet<&'static str>>,
    /// Names of items whose kind could not be told: their use is no second mistake.
    doubtful: BTreeSet<String>,
    /// Item kinds that a misspelt item was probably meant to be.
    pub meant: BTreeSet<&'static str>,
    /// Suppliers and parts of which it was reported that the one does not provide the other.
    pub not_provided: BTreeSet<(String, String)>,
    /// Systems that were read.
    pub systems: BTreeMap<String, Artifacts>,
    /// What each supplier provides, and where it says so; not of one that could not be read whole.
    pub provides: BTreeMap<String, (BTreeSet<String>, Location)>,
    /// The ids of each catalogue.
    pub catalogues: BTreeMap<String, Catalogued>,
    /// Catalogues that may have more ids than could be read.
    pub open_catalogues: BTreeSet<String>,
}

impl Scope {
    /// Declares a name, or says why it cannot be one.
    pub fn declare(&mut self, space: Space, id: &Id) -> Result<(), Diagnostic> {
        let word = space.word();
        if let Err(finding) = well_formed(space, id) {
            self.doubt(&id.name);
            self.doubt(&id.name.to_ascii_lowercase());
            return Err(finding);
        }
        if space == Space::Organization {
            // There is one, whatever its name.
            return Ok(());
        }
        if self.given.get(&space).is_some_and(|names| names.contains(id.name.as_str())) {
            let text = format!("the library already has a {word} named `{}`", id.name);
            let finding = Diagnostic::new(&names::RESERVED_NAME, id.at, text);
            return Err(finding.help("use the one of the library, or choose another name"));
        }
        let spaces = [Some(space), space.rival()];
        let first =
            spaces.into_iter().flatten().find_map(|s| Some((s, *self.declared.get(&s)?.get(&id.name)?)));
        if let Some((other, at)) = first {
            let text = format!("a second {word} is named `{}`", id.name);
            let place = format!("the first `{}`, a {}, is here", id.name, other.word());
            let advice = "give one of them another name, or join the two";
            return Err(Diagnostic::new(&names::DUPLICATE_NAME, id.at, text).because(at, place).help(advice));
        }
        self.declared.entry(space).or_default().insert(id.name.clone(), id.at);
        Ok(())
    }

    /// Remembers a name whose item could not be told.
    pub fn doubt(&mut self, name: &str) {
        self.doubtful.insert(name.to_owned());
    }

    /// Takes in the names that the library gives to every policy.
    pub fn give(&mut self, names: &[Given]) {
        for given in names {
            let space = match given.word {
                "jurisdiction" => Space::Jurisdiction,
                "category" => Space::Category,
                "event" => Space::Event,
                "gate" => Space::Gate,
                "fact" => Space::Fact,
                _ => continue,
            };
            self.given.entry(space).or_default().insert(given.name);
        }
    }

    /// Tells whether a name is declared, by the policy or by the library.
    fn has(&self, space: Space, name: &str) -> bool {
        let given = || self.given.get(&space).is_some_and(|names| names.contains(name));
        self.find(space, name).is_some() || given()
    }

    /// Returns where a name is declared.
    pub fn find(&self, space: Space, name: &str) -> Option<Location> {
        self.declared.get(&space)?.get(name).copied()
    }

    /// Lists the declared names of a sort, in no order.
    pub fn names(&self, space: Space) -> impl Iterator<Item = &str> {
        let given = self.given.get(&space).into_iter().flatten().copied();
        self.declared.get(&space).into_iter().flatten().map(|(name, _)| name.as_str()).chain(given)
    }

    /// Tells whether the use of a name may be right for reasons that cannot be seen.
    pub fn is_doubtful(&self, name: &str) -> bool {
        self.doubtful.contains(name)
    }

    /// Finds the item that a word names.
    ///
    /// # Errors
    /// Returns the finding; `None` when it would only repeat an earlier one.
    pub fn resolve(&self, space: Space, value: Value<'_>) -> Result<Id, Option<Diagnostic>> {
        let (name, at) = (value.source(), value.at());
        let declared = self.declared.get(&space).and_then(|names| names.get_key_value(name));
        if let Some((name, _)) = declared {
            return Ok(Id { name: name.clone(), at });
        }
        let id = Id { name: name.into(), at };
        if self.has(space, name) {
            return Ok(id);
        }
        if self.is_doubtful(name) {
            return Err(None);
        }
        Err(Some(self.unknown(space, &id)))
    }

    fn unknown(&self, space: Space, id: &Id) -> Diagnostic {
        let word = space.word();
        let text = format!("no {word} is named `{}`", id.name);
        let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
        let elsewhere =
            [Space::Person, Space::Bot, Space::Role, Space::Supplier, Space::System, Space::Evidence];
        let other = elsewhere.into_iter().find_map(|s| Some((s, self.find(s, &id.name)?)));
        if let Some((other, at)) = other {
            let place = format!("`{}` is a {}, not a {word}", id.name, other.word());
            return finding.because(at, place).help(format!("name a {word} here"));
        }
        let otherwise = format!("declare the {word} `{}`", id.name);
        let known = self.names(space).count();
        self.compared.set(self.compared.get() + known);
        if self.compared.get() > MOST_COMPARED {
            return finding.help(format!("{otherwise}; {known} names of {} are known", a(word)));
        }
        suggest(finding, id, self.names(space), &otherwise, word)
    }
}

/// What people call something that has another name here, such as a country whose domain is not its
/// code in ISO 3166-1.
const ALSO: &[(&str, &str, &str)] = &[
    ("jurisdiction", "uk", "gb"),
    ("jurisdiction", "el", "gr"),
    ("jurisdiction", "usa", "us"),
    ("jurisdiction", "england", "gb_eng"),
    ("jurisdiction", "scotland", "gb_sct"),
    ("jurisdiction", "wales", "gb_wls"),
];

/// Puts the article before a word.
fn a(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// Adds the nearest name, or what else to do, to a finding about a name.
pub(super) fn suggest<'a>(
    finding: Diagnostic,
    id: &Id,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
    word: &str,
) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    let also = ALSO.iter().find(|(space, called, _)| *space == word && *called == id.name.to_lowercase());
    if let Some((_, _, name)) = also.filter(|(_, _, name)| known.contains(name)) {
        return finding.help(format!("`{name}` is its name here")).edit(id.at, *name);
    }
    if let Some(near) = did_you_mean(&id.name, known.iter().copied()) {
        return finding.help(format!("did you mean `{near}`?")).edit(id.at, near);
    }
    match known.len() {
        0 => finding.help(otherwise.to_owned()),
        1..=8 => {
            let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("{otherwise}, or use one of {}", list.join(", ")))
        }
        n => finding.help(format!("{otherwise}; {n} names of {} are known", a(word))),
    }
}

/// Checks the form of a name that an item declares.
pub(super) fn well_formed(space: Space, id: &Id) -> Result<(), Diagnostic> {
    let word = space.word();
    if let Some(problem) = badly_formed(&id.name) {
        let text = format!("`{}` cannot be the name of a {word}: {problem}", id.name);
        let advice = "use up to 64 lower-case letters, digits and `_`, starting with a letter";
        return Err(Diagnostic::new(&names::WRONG_NAME, id.at, text).help(advice));
    }
    if let Some((_, meaning)) = space.reserved().filter(|(name, _)| *name == id.name) {
        let text = format!("`{}` cannot be the name of a {word}: it means {meaning}", id.name);
        return Err(Diagnostic::new(&names::RESERVED_NAME, id.at, text).help("choose another name"));
    }
    Ok(())
}

fn badly_formed(name: &str) -> Option<&'static str> {
    let mut bytes = name.bytes();
    if name.len() > 64 {
        Some("it is longer than 64 characters")
    } else if !bytes.next().is_some_and(|b| b.is_ascii_lowercase()) {
        Some("it does not start with a lower-case letter")
    } else if !bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        Some("it has letters other than lower-case ones")
    } else {
        None
    }
}
