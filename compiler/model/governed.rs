//! What is governed: systems, the formats of their files, and the values in them.

use std::collections::BTreeSet;

use crate::decimal::Decimal;
use crate::kind::Kind;
use crate::model_id::Scheme;
use crate::source::Location;
use crate::time::Period;

use super::governance::{Assessment, Capacity, Decision, Stage};
use super::{Id, Text};

/// A `system` item.
#[derive(Clone, Debug)]
pub struct System {
    /// Its name.
    pub id: Id,
    /// The name as shown.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The role that owns it.
    pub owner: Option<Id>,
    /// `low`, `medium`, `high` or `""`.
    pub risk: String,
    /// Jurisdictions.
    pub serves: Vec<String>,
    /// Categories of data.
    pub handles: Vec<String>,
    /// Suppliers and the part each provides.
    pub suppliers: Vec<(String, String)>,
    /// The steps of its chain.
    pub stages: Vec<Stage>,
    /// The steps that its chain does not have, with the reasons.
    pub without: Vec<(Id, String)>,
    /// The roles in law that the organization has for it.
    pub acts: Vec<Capacity>,
    /// Answers to the questions on which law turns.
    pub answers: Vec<(Id, bool)>,
    /// What it decides without a person.
    pub decisions: Vec<Decision>,
    /// Its impact assessment.
    pub assessment: Option<Assessment>,
    /// `files GLOB as FORMAT`; the format's artifacts are already among `artifacts`.
    pub files: Vec<(Text, Id)>,
    /// The governed values.
    pub artifacts: Vec<Artifact>,
}

impl System {
    /// Returns the files and the format that brought an artifact; `None` for one that the system writes itself.
    pub fn brought_by(&self, artifact: &Artifact) -> Option<&(Text, Id)> {
        self.files.iter().find(|(_, format)| format.at == artifact.id.at)
    }

    /// Lists its suppliers: those it names, those of its chain, and those who take over.
    pub fn all_suppliers(&self) -> BTreeSet<&str> {
        let named = self.suppliers.iter().map(|(name, _)| name.as_str());
        let stages = self.stages.iter().filter_map(|stage| stage.supplier.as_ref());
        let others = self.stages.iter().flat_map(|stage| &stage.failover).map(|failover| &failover.supplier);
        named.chain(stages.chain(others).map(|id| id.name.as_str())).collect()
    }
}

/// A `format` item.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its name.
    pub id: Id,
    /// Where such files usually are.
    pub found: Vec<Whereabouts>,
    /// The values, with an empty path in every location.
    pub artifacts: Vec<Artifact>,
    /// Fragments that never count.
    pub ignores: Vec<Text>,
    /// The lists whose items have names.
    pub identities: Vec<ListIdentity>,
}

/// A `found` clause: what tells a file of a format.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// The path glob.
    pub glob: Text,
    /// Fragments that name something in every such file.
    pub with: Vec<Text>,
}

/// An `identity` clause: how the items of a list are named.
#[derive(Clone, Debug)]
pub struct ListIdentity {
    /// The fragment of the list.
    pub list: Text,
    /// The key of each item.
    pub key: String,
    /// Whether the order of the items means something.
    pub ordered: bool,
}

/// A `models` item.
#[derive(Clone, Debug)]
pub struct Models {
    /// Its name.
    pub id: Id,
    /// What it says.
    pub scheme: Scheme,
    /// The hosts that requests to it go to, in lower case.
    pub hosts: Vec<String>,
    /// What settings call it, beside its name and its maker's.
    pub called: Vec<Id>,
    /// The company at those hosts, where it is not the maker.
    pub company: Option<String>,
    /// The items that it hands ids to.
    pub reads: Vec<Id>,
}

/// A governed value.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Its name, unique in its system.
    pub id: Id,
    /// What sort of value.
    pub kind: Kind,
    /// Where it is.
    pub at: Vec<Spot>,
    /// The safer side, or `""`.
    pub safer: &'static str,
    /// The unit, or `""`.
    pub unit: String,
    /// The number that means no end.
    pub forever: Option<Decimal>,
    /// What a deleted key means, in canonical text.
    pub default: Option<String>,
    /// The values it may have.
    pub range: Option<(Decimal, Decimal)>,
    /// The most it may loosen in one change.
    pub step: Option<Decimal>,
    /// The most it may loosen in all, and within what time.
    pub drift: Option<(Decimal, Period)>,
    /// What a prompt must or must not say or match.
    pub must: Vec<Must>,
    /// Protected parts: `section` or `text`, and which.
    pub protect: Vec<(&'static str, String)>,
    /// What a prompt must tell.
    pub discloses: Vec<Discloses>,
    /// Where an export of the platform says what runs.
    pub deployed: Option<Spot>,
    /// The language of a prompt, or `""`.
    pub language: String,
    /// Prompts of the same system whose protected parts are edited together with its own.
    pub in_step: Vec<Id>,
    /// The supplier it must come from.
    pub from: Option<Id>,
    /// The `models` item that reads its id, where the id alone does not tell.
    pub served_by: Option<Id>,
    /// Whether its id must name one version.
    pub pinned: bool,
    /// The only values or items it may have.
    pub allow: Option<Vec<String>>,
    /// Items it may not have.
    pub never: Option<Vec<String>>,
}

/// One location of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path glob; `""` in a format.
    pub path: String,
    /// The text after `#`, or `""`.
    pub fragment: String,
    /// Where it was written.
    pub at: Location,
}

/// A `must` clause of a prompt.
#[derive(Clone, Debug)]
pub struct Must {
    /// Whether it is a `must not`.
    pub not: bool,
    /// Whether the text is a regular expression.
    pub regex: bool,
    /// The phrase or expression.
    pub text: String,
}

/// A `discloses` clause of a prompt.
#[derive(Clone, Debug)]
pub struct Discloses {
    /// What is told: `ai`, `recording`, `human_route`, …
    pub element: Id,
    /// When: `first turn`, `closing`, `on request`, or `""` where nothing is said.
    pub turn: &'static str,
    /// The heading that the words stand under, or `""`.
    pub section: String,
    /// The words.
    pub words: Text,
}
