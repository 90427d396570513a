//! What: retention schedules as what carries them out: lifecycle rules, Terraform, SQL.
//! From: the schedules of [`crate::model`].
//! No longer knows: the policy around them; what comes out is for a provider.
//! Used by: cli (`build`).
//!
//! Nothing is approximated: a schedule that a target cannot say is refused, with the reason.

mod age;
mod lifecycle;
mod sql;
mod terraform;

use std::collections::BTreeMap;

use crate::model::Model;
use crate::model::governance::Retention;
use crate::names::{self, Name};
use crate::policy::{Matters, Schedule};
use crate::time::Instant;

/// Who carries a schedule out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A lifecycle configuration of Amazon S3.
    S3,
    /// A lifecycle configuration of Google Cloud Storage.
    Gcs,
    /// A lifecycle management policy of Azure Blob Storage.
    Azure,
    /// Terraform resources of the three.
    Terraform,
    /// Statements that delete rows.
    Sql,
}

/// What a policy does not say of the place where data lies.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Events at which objects are written, besides those of [`age::WRITES`].
    pub written_at: Vec<String>,
    /// The prefix of a schedule's objects, in place of `SCHEDULE/`.
    pub prefixes: BTreeMap<String, String>,
    /// The table of a schedule's rows, in place of its name.
    pub tables: BTreeMap<String, String>,
    /// The column that holds the time of an event, in place of the event's name.
    pub columns: BTreeMap<String, String>,
}

/// Why a target cannot carry out a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The schedule.
    pub schedule: String,
    /// The reason's name.
    pub reason: &'static Name,
    /// Why, in one line.
    pub message: String,
}

/// Compiles schedules.
///
/// # Errors
/// Every schedule that the target cannot carry out; then nothing is made.
pub fn build(
    model: &Model,
    schedules: &[&Retention],
    target: Target,
    options: &Options,
    at: Instant,
) -> Result<String, Vec<Refusal>> {
    let mut refused: Vec<Refusal> = Vec::new();
    let mut take = |result: Result<String, Refusal>| match result {
        Ok(text) => Some(text),
        Err(refusal) => {
            refused.push(refusal);
            None
        }
    };
    let sound: Vec<&Retention> =
        schedules.iter().copied().filter(|one| take(may_erase(model, one, at)).is_some()).collect();
    let text = match target {
        Target::Sql => {
            let all: Vec<String> =
                sound.iter().filter_map(|one| take(sql::statement(one, options))).collect();
            all.join("\n")
        }
        _ => {
            let mut rules = Vec::new();
            for one in sound {
                match age::rule(one, options) {
                    Ok(rule) => rules.push(rule),
                    Err(refusal) => refused.push(refusal),
                }
            }
            match target {
                Target::S3 => lifecycle::s3(&rules),
                Target::Gcs => lifecycle::gcs(&rules),
                Target::Azure => lifecycle::azure(&rules),
                Target::Terraform | Target::Sql => match terraform::resources(&rules) {
                    Ok(text) => text,
                    Err(more) => {
                        refused.extend(more);
                        String::new()
                    }
                },
            }
        }
    };
    if refused.is_empty() { Ok(text) } else { Err(refused) }
}

fn refusal(retention: &Retention, reason: &'static Name, message: String) -> Refusal {
    Refusal { schedule: retention.id.name.to_string(), reason, message }
}

/// A deletion is made only where the schedule says that data is erased, and no matter holds it.
fn may_erase(model: &Model, retention: &Retention, at: Instant) -> Result<String, Refusal> {
    if retention.then != "erase" {
        let message = match retention.then {
            "" => "it does not say what happens at the end: add `then erase`".to_owned(),
            then => format!("at its end it says `then {then}`, and this target can only erase"),
        };
        return Err(refusal(retention, &names::NOT_ERASED, message));
    }
    let schedule = Schedule::of(retention, &Matters::of(model));
    match schedule.held.iter().find(|matter| matter.is_live(at)) {
        Some(matter) => {
            let message = format!("the hold `{}` asks that some of its data stays", matter.id);
            Err(refusal(retention, &names::HELD_DATA, message))
        }
        None => Ok(String::new()),
    }
}
