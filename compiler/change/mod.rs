//! What: what changed, by meaning: kind, operation, direction, magnitude; and the change digest.
//! From: [`crate::facts`] of both sides.
//! No longer knows: file formats; spans stay as lines and columns.
//! Used by: approval, verdict, record, render.

mod detect;
mod direction;
mod excerpt;
mod from_facts;
mod prose;
mod schedules;
mod settings;
#[cfg(test)]
mod vectors;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::canonical::{self, TextDigest};
pub use crate::facts::Origin;
use crate::facts::{Facts, Row};
use crate::kind::{Direction, Kind, Op};
use crate::model_id::Library;
pub use crate::model_id::{Binding, ModelId};
use crate::policy::{Locator, Slot};
use crate::source::LineColumn;
use crate::time::Date;

pub use detect::detect;
pub use direction::effective;
pub use excerpt::SourceLine;
pub use from_facts::compare;
pub use prose::{Piece, compare as compare_texts, inline};
pub use schedules::{Enforced, Takers, Touched, is_at_least, schedules};
pub use settings::Settings;

/// Everything that changed between two sides.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The changes, sorted by system, path, pointer, kind, artifact.
    pub list: Vec<Change>,
    /// What could not be read on either side, in touched systems.
    pub unknown: Vec<Unknown>,
    /// The document that approvals are about.
    pub document: ChangeDocument,
    /// The fact tables behind the document: (reading, before, after), for touched systems.
    pub facts: Vec<(Reading, Facts, Facts)>,
    /// The retention schedules that an edit of the policy touches.
    pub schedules: Vec<Touched>,
    /// What the exports of platforms say that the change brings.
    pub deployed: Vec<Deployed>,
    /// The settings at the head that carry out schedules, in touched systems and of touched schedules.
    pub enforced: Vec<Enforced>,
}

/// A value as a platform runs it, by its export, beside the one of the head.
#[derive(Clone, Debug)]
pub struct Deployed {
    /// The governed location.
    pub slot: Slot,
    /// The place in the export.
    pub export: Locator,
    /// What the export says.
    pub running: Option<Row>,
    /// What the head says.
    pub approved: Option<Row>,
}

/// Which policy's locators a fact table was read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// The policy in force.
    Old,
    /// The new policy, only when the policy itself changes.
    New,
}

/// The change as hashed: facts digests of every touched system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDocument {
    /// `countersign/change/1`.
    pub schema: String,
    /// `[system, reading, before, after]`, sorted.
    pub systems: Vec<(String, Reading, String, String)>,
}

impl Default for ChangeDocument {
    fn default() -> ChangeDocument {
        ChangeDocument { schema: "countersign/change/1".into(), systems: Vec::new() }
    }
}

impl ChangeDocument {
    /// Digests the document.
    pub fn digest(&self) -> String {
        canonical::digest(self)
    }
}

/// One change of one governed value, as shown in `diff/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The system; `""` without a policy.
    pub system: String,
    /// The artifact; `""` for the rest of a file.
    pub artifact: String,
    /// Which one, where the artifact's location has several matches: `reception` of the agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// What sort of value.
    pub kind: Kind,
    /// What happened.
    pub op: Op,
    /// Towards or away from the safe side.
    pub direction: Direction,
    /// Whether a protected part of a prompt is touched.
    pub protected: bool,
    /// The file after (before, when removed).
    pub path: String,
    /// The file before, where it differs: a move.
    pub before_path: Option<String>,
    /// The place in the file after (before, when removed).
    pub pointer: String,
    /// The value before in canonical text; `null` = absent. A prompt is an object.
    pub before: Option<Shown>,
    /// The value after; `null` = absent.
    pub after: Option<Shown>,
    /// After minus before, for decimals.
    pub delta: Option<String>,
    /// The place in the file before.
    pub before_pointer: Option<String>,
    /// Where the value before stands.
    pub before_span: Option<LineColumn>,
    /// Where the value after stands.
    pub after_span: Option<LineColumn>,
    /// Where the value before stands, if its place only names that; in no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_origin: Option<Origin>,
    /// Where the value after stands, if its place only names that; in no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_origin: Option<Origin>,
    /// The line of the file that holds the value before; for people only.
    #[serde(skip)]
    pub before_source: Option<SourceLine>,
    /// The line of the file that holds the value after; for people only.
    #[serde(skip)]
    pub after_source: Option<SourceLine>,
    /// The parts of a model id on both sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelChange>,
    /// What a prompt change touches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextChange>,
    /// How sure the kind is, where it was inferred and not declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

/// How a kind was inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Only the look of the value, or a word that has other uses, says so.
    Guess,
    /// The place of the value says so, or two words of its key together.
    Likely,
    /// The key says so.
    Sure,
}

/// A value as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Shown {
    /// Canonical text.
    Text(String),
    /// A prompt or knowledge file.
    Prompt {
        /// SHA-256 of the normalised text.
        sha256: TextDigest,
        /// Its lines.
        lines: u64,
    },
}

/// The parts of a model id before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelChange {
    /// Before; `null` = absent or unknown.
    pub before: Option<ModelId>,
    /// After; `null` = absent or unknown.
    pub after: Option<ModelId>,
    /// When the id after stops being served, if that is told; for people, in no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Ends>,
}

/// A dated fact: when an id stops being served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// The first day without it.
    pub on: Date,
    /// What then happens: `fails`, `reroutes`, `upgrades`, or `""`.
    pub then: String,
    /// What the platform names instead, or `""`.
    pub instead: String,
    /// The page that tells.
    pub source: String,
    /// Whether the page reports what the vendor says, and is not the vendor's own.
    pub reported: bool,
    /// The day it was read.
    pub verified: Date,
}

/// What a prompt change touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// Headings of touched sections, on either side, in order.
    pub sections: Vec<String>,
    /// Lines with a leading ` `, `-` or `+`, with context, bounded; `…` stands for what is left out.
    pub diff: Vec<String>,
    /// Words replaced in lines that are still the same, bounded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordChange>,
    /// What a reader may overlook, bounded. For people; no verdict reads it and no record keeps it,
    /// since the words it looks for grow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// Words of a line and what took their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordChange {
    /// The line after, from 1.
    pub line: u64,
    /// Words that stand before it.
    pub lead: String,
    /// The words that went, or `""`.
    pub before: String,
    /// The words that came, or `""`.
    pub after: String,
    /// Words that stand behind it.
    pub trail: String,
}

/// Something that a reader of a changed text may overlook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub sort: FindingSort,
    /// The line after; of a variable that is gone, the line before. From 1.
    pub line: u64,
    /// What stood there, or `""`.
    pub before: String,
    /// What stands there, or `""`.
    pub after: String,
    /// The heading above it, for weaker words; else `""`.
    pub section: String,
    /// Whether weaker words stand in a part that the policy protects.
    pub protected: bool,
}

/// What a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSort {
    /// A duty or prohibition became weaker.
    Weakened,
    /// A variable of the template is new.
    VariableAdded,
    /// A variable of the template is gone.
    VariableRemoved,
    /// A character that nobody sees, or that changes the order of what is seen.
    Unseen,
    /// A word in letters of two scripts.
    Lookalike,
    /// Base64 that says something; what it says.
    Encoded,
}

/// A value that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unknown {
    /// The file.
    pub path: String,
    /// `before` or `after`.
    pub side: String,
    /// The place in the file, or `null` for the whole.
    pub pointer: Option<String>,
    /// The reason's name.
    pub reason: String,
    /// One line for people.
    pub message: String,
    /// Where.
    pub span: Option<LineColumn>,
}

impl Change {
    /// Makes a change of which nothing is known but where it is and what happened.
    pub fn bare(system: &str, artifact: &str, kind: Kind, op: Op, direction: Direction) -> Change {
        Change {
            system: system.to_owned(),
            artifact: artifact.to_owned(),
            instance: None,
            kind,
            op,
            direction,
            protected: false,
            path: String::new(),
            before_path: None,
            pointer: String::new(),
            before: None,
            after: None,
            delta: None,
            before_pointer: None,
            before_span: None,
            after_span: None,
            before_origin: None,
            after_origin: None,
            before_source: None,
            after_source: None,
            model: None,
            text: None,
            confidence: None,
        }
    }

    /// Orders changes by their place; two changes of one set differ in their values only.
    fn order(&self, other: &Change) -> Ordering {
        fn place(change: &Change) -> impl Ord + '_ {
            (&change.system, &change.path, &change.pointer, change.kind.word(), &change.artifact)
        }
        fn values(change: &Change) -> impl Ord + '_ {
            let text = |shown: &'_ Option<Shown>| match shown {
                Some(Shown::Text(text)) => text.clone(),
                Some(Shown::Prompt { sha256, .. }) => sha256.as_str().to_owned(),
                None => String::new(),
            };
            (text(&change.before), text(&change.after))
        }
        place(self).cmp(&place(other)).then_with(|| values(self).cmp(&values(other)))
    }
}

impl ModelChange {
    /// Puts both sides together with what is told of the end of the one after.
    pub(crate) fn of(
        library: &Library,
        served_by: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> ModelChange {
        let told = |id| {
            let (end, source) = library.read(id, served_by).end?;
            Some(Ends {
                on: end.on,
                then: end.then.clone(),
                instead: end.instead.clone(),
                source: source.page.clone(),
                reported: source.reported,
                verified: source.verified,
            })
        };
        let parts = |id: Option<&str>| id.map(|id| library.model(id, served_by));
        ModelChange { before: parts(before), after: parts(after), ends: after.and_then(told) }
    }
}

impl Changes {
    /// Adds a change that comes from no fact table of a system, such as that of the policy, in
    /// its place in the order.
    pub fn push(&mut self, change: Change) {
        let at = self.list.partition_point(|other| other.order(&change).is_le());
        self.list.insert(at, change);
    }

    /// Digests the change document.
    pub fn digest(&self) -> String {
        self.document.digest()
    }

    /// Returns the ids of touched systems.
    pub fn systems(&self) -> BTreeSet<String> {
        self.document.systems.iter().map(|row| row.0.clone()).collect()
    }

    /// Tells whether nothing governed changed.
    pub fn is_empty(&self) -> bool {
        self.document.systems.is_empty()
    }

    /// Lists what could not be read on the side that would be in force.
    pub fn unknown_after(&self) -> impl Iterator<Item = &Unknown> {
        self.unknown.iter().filter(|u| u.side == "after")
    }
}
