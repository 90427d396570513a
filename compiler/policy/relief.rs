//! What relieves a change of duties: exceptions granted for a time, and emergencies.
//!
//! A verdict reads these beside the rules: a duty that is not met is overridden by a live
//! exception whose own duty is met, or bypassed by a declared emergency that restores what was
//! approved before. Neither touches invariants, bounds of artifacts, or what is unknown.

use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::few::{Few, few};
use crate::label::Label;
use crate::model;
use crate::time::{Date, Instant, Period};

use super::from_model::{needs, unique};
use super::{Guard, Need};

/// What stands in for some rules, for some changes, until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The exception's id.
    pub id: String,
    /// The title as written, or `""`.
    pub title: String,
    /// Ids of the rules that it stands in for, sorted.
    pub rules: Vec<Label>,
    /// It is for a change that any of these matches.
    pub guards: Vec<Guard>,
    /// Approvals that such a change must have instead.
    pub approvals: Few<Need>,
    /// Ids of evidence that it must have instead.
    pub evidence: Vec<Label>,
    /// Why the rules cannot be kept.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who must have signed it.
    pub granted_by: String,
    /// The last day.
    pub until: Date,
}

/// How a value that was approved before is restored at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// Ids of the roles that may declare one, sorted.
    pub declared_by: Vec<String>,
    /// How far back the value must have been in force; a fixed length.
    pub restore_within: Period,
    /// Ids of the roles that review it, sorted.
    pub review_by: Vec<String>,
    /// How soon it is reviewed; a fixed length.
    pub review_within: Period,
    /// How many may be declared …
    pub at_most: u32,
    /// … within this time; a fixed length.
    pub counted_within: Period,
}

impl Exception {
    /// Digests what a grant is signed for: with a word of it changed, no grant counts.
    pub fn digest(&self) -> String {
        canonical::digest(&("countersign/exception/1", self))
    }

    /// Tells whether its time has not ended at an instant.
    pub fn is_open(&self, at: Instant) -> bool {
        at < self.until.end()
    }

    /// Tells whether it is for changes of a system.
    pub fn is_for(&self, system: &str) -> bool {
        let named = |guard: &Guard| guard.systems.iter().flatten().any(|id| id == system);
        self.guards.iter().any(named)
    }

    pub(super) fn of(exception: &model::Exception) -> Exception {
        let guard = |covered: &model::Covered| Guard {
            kind: covered.kind,
            op: None,
            protected: false,
            part: String::new(),
            by_more_than: None,
            drift: None,
            systems: Some(few![covered.system.name.clone()]),
            artifact: covered.artifact.clone(),
        };
        Exception {
            id: exception.id.name.to_string(),
            title: exception.title.clone(),
            rules: unique(exception.rules.iter().map(|rule| rule.name.clone())),
            guards: exception.covers.iter().map(guard).collect(),
            approvals: needs(&exception.approvals),
            evidence: unique(exception.evidence.iter().map(|id| id.name.clone())),
            reason: exception.reason.clone(),
            requested_by: exception.requested_by.name.to_string(),
            granted_by: exception.granted_by.name.to_string(),
            until: exception.until,
        }
    }
}

impl Emergency {
    /// Returns the first instant from which an earlier declaration counts.
    pub fn counted_from(&self, at: Instant) -> Instant {
        before(at, self.counted_within)
    }

    /// Returns the instant from which on a value must have been in force.
    pub fn restores_from(&self, at: Instant) -> Instant {
        before(at, self.restore_within)
    }

    /// Returns the instant by which a declaration must have been reviewed.
    pub fn review_due(&self, declared: Instant) -> Instant {
        declared.plus(self.review_within)
    }

    pub(super) fn of(emergency: &model::Emergency) -> Emergency {
        let names = |ids: &[model::Id]| unique(ids.iter().map(|id| id.name.to_string()));
        Emergency {
            declared_by: names(&emergency.declared_by),
            restore_within: emergency.restore_within,
            review_by: names(&emergency.review_by),
            review_within: emergency.review_within,
            at_most: emergency.at_most,
            counted_within: emergency.counted_within,
        }
    }
}

/// A time without a fixed length does not compile; it would reach back to nothing.
fn before(at: Instant, within: Period) -> Instant {
    Instant(at.0.saturating_sub(within.seconds().unwrap_or(0)))
}
