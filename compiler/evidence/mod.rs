//! What: what the reports that a duty asks for say.
//! From: bytes of reports × [`crate::policy::Evidence`].
//! No longer knows: report formats.
//! Used by: verdict, record.

mod document;
mod judge;
mod junit;
mod promptfoo;

use serde::{Deserialize, Serialize};

pub use judge::{MAX_REPORT_BYTES, MAX_REPORTS, judge};

use crate::time::Instant;

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

/// The key by which a report names the digest of the change it is about: a `property` of JUnit,
/// a tag of a promptfoo configuration, a field of a document's front matter.
pub const CHANGE_KEY: &str = "countersign.change";

/// What one report says, before any bound is held against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Report {
    cases: u64,
    passed: u64,
    failed: u64,
    skipped: u64,
    /// When it ran: the oldest time it names.
    ran: Option<Instant>,
    /// Digests of the changes it names, in order, each once.
    changes: Vec<String>,
}

impl Report {
    /// Counts one case.
    fn count(&mut self, case: Case) {
        self.cases += 1;
        *match case {
            Case::Passed => &mut self.passed,
            Case::Failed => &mut self.failed,
            Case::Skipped => &mut self.skipped,
        } += 1;
    }

    /// Notes a time; the oldest counts.
    fn time(&mut self, at: Instant) {
        self.ran = Some(self.ran.map_or(at, |seen| seen.min(at)));
    }

    /// Notes a digest that the report names.
    fn names(&mut self, digest: &str) {
        if !self.changes.iter().any(|seen| seen == digest) {
            self.changes.push(digest.to_owned());
        }
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Passed,
    Failed,
    Skipped,
}

/// Reads the times that reports write: RFC 3339, with a fraction of a second or without, in UTC
/// or at an offset; without either, as UTC.
fn time(text: &str) -> Option<Instant> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let (hms, rest) = (clock.get(..8)?, clock.get(8..)?);
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let digits = fraction.len() - fraction.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits == 0 {
                return None;
            }
            fraction.get(digits..)?
        }
        None => rest,
    };
    let at = Instant::parse(&format!("{date}T{hms}Z"))?;
    let (sign, offset) = match zone {
        "" | "Z" | "z" => return Some(at),
        _ => (if zone.starts_with('-') { 1 } else { -1 }, zone.strip_prefix(['+', '-'])?),
    };
    let (hours, minutes) = offset.split_once(':').or_else(|| offset.split_at_checked(2))?;
    let two = |text: &str, limit: i64| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| digits && *n < limit)
    };
    Some(at.plus_seconds(sign * (two(hours, 24)? * 3600 + two(minutes, 60)? * 60)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_reports_are_read_at_their_offset() {
        let utc = |text| Instant::parse(text).unwrap();
        let cases = [
            ("2026-07-01T09:30:00Z", utc("2026-07-01T09:30:00Z")),
            ("2026-07-01T09:30:00", utc("2026-07-01T09:30:00Z")),
            ("2026-07-01 09:30:00.123456", utc("2026-07-01T09:30:00Z")),
            ("2026-07-01T09:30:00.1+02:00", utc("2026-07-01T07:30:00Z")),
            ("2026-07-01T09:30:00-0530", utc("2026-07-01T15:00:00Z")),
        ];
        for (text, expected) in cases {
            assert_eq!(time(text), Some(expected), "{text}");
        }
        for bad in [
            "",
            "2026-07-01",
            "2026-07-01T09:30",
            "2026-07-01T09:30:00.Z",
            "2026-07-01T09:30:00+2:00",
            "2026-07-01T09:30:00 UTC",
            "1751362200",
            "2026-07-01T09:30:00+24:00",
            "২০২৬-০৭-০১T09:30:00Z",
        ] {
            assert_eq!(time(bad), None, "{bad}");
        }
    }
}
