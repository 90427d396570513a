//! What: what the reports that a duty asks for say.
//! From: bytes of reports × [`crate::policy::Evidence`].
//! No longer knows: report formats.
//! Used by: verdict, record.

use serde::{Deserialize, Serialize};

/// One evidence item, judged for one change at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The evidence's id.
    pub evidence: String,
    /// `passes`, `fails`, `missing` or `unknown`.
    pub result: Outcome,
    /// One line for people: the figures, or what is wrong.
    pub message: String,
    /// Path and hex SHA-256 of every report read.
    pub reports: Vec<(String, String)>,
    /// Cases run.
    pub cases: u64,
    /// Cases passed.
    pub passed: u64,
    /// Cases failed or in error.
    pub failed: u64,
    /// Cases skipped; they count as cases, not as passed.
    pub skipped: u64,
}

/// What an evidence item says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Every bound is met.
    Passes,
    /// A bound is not met.
    Fails,
    /// No report is there.
    Missing,
    /// A report is there and cannot be read.
    Unknown,
}
