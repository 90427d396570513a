//! What: retention schedules as what carries them out: lifecycle rules, Terraform, SQL.
//! From: the schedules of [`crate::model`].
//! No longer knows: the policy around them; what comes out is for a provider.
//! Used by: cli (`build`).
//!
//! Nothing is approximated: a schedule that a target cannot say is refused, with the reason.

mod age;
mod lifecycle;
mod place;
mod sql;
mod terraform;

use std::collections::BTreeMap;

use crate::model::Model;
use crate::model::governance::{Enforcement, Retention};
use crate::names::{self, Name};
use crate::policy::{Matters, Schedule};
use crate::time::Instant;

use age::Rule;
use place::Cloud;

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
    /// The prefix of a schedule's objects, in place of what its settings say or `SCHEDULE/`; `""` is all of a bucket.
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
            sql::DIALECT.to_owned() + &all.join("\n")
        }
        _ => {
            let mut ages = Vec::new();
            for one in sound {
                match age::days(one, options) {
                    Ok(days) => ages.push((one, days)),
                    Err(refusal) => refused.push(refusal),
                }
            }
            let made = match target {
                Target::S3 => in_file(Cloud::S3, &ages, options).map(|rules| lifecycle::s3(&rules)),
                Target::Gcs => in_file(Cloud::Gcs, &ages, options).map(|rules| lifecycle::gcs(&rules)),
                Target::Azure => in_file(Cloud::Azure, &ages, options).map(|rules| lifecycle::azure(&rules)),
                Target::Terraform | Target::Sql => terraform::resources(&ages, options),
            };
            made.unwrap_or_else(|more| {
                refused.extend(more);
                String::new()
            })
        }
    };
    if refused.is_empty() { Ok(text) } else { Err(refused) }
}

/// Makes the rules of one file, which are about one storage.
fn in_file<'a>(
    cloud: Cloud,
    ages: &[(&'a Retention, u64)],
    options: &Options,
) -> Result<Vec<Rule<'a>>, Vec<Refusal>> {
    let (mut rules, mut refused) = (Vec::new(), Vec::new());
    for (retention, days) in ages {
        let settings: Vec<&Enforcement> = retention.enforced.iter().collect();
        match place::rule(cloud, retention, *days, &settings, options) {
            Ok(rule) => rules.push(rule),
            Err(refusal) => refused.push(refusal),
        }
    }
    let said: Vec<_> =
        rules.iter().map(|rule| (rule.retention, terraform::buckets(cloud, rule.retention))).collect();
    let cure = "build them apart, by the names of the schedules";
    let elsewhere = place::in_one_bucket(cloud, &said, "one file", cure);
    // Of what lies in two buckets, nothing erases the data of the other.
    if elsewhere.is_empty() {
        refused.extend(place::apart(cloud, &rules.iter().collect::<Vec<_>>()));
    }
    refused.extend(elsewhere);
    if refused.is_empty() { Ok(rules) } else { Err(refused) }
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
