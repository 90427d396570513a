//! A schedule as an age of objects, in whole days.

use crate::model::governance::{Keep, Retention};
use crate::names;
use crate::policy::{Inexpressible, Schedule, Setting};

use super::{Options, Refusal, refusal};

/// Events at which an object is written: its age is the time since.
pub(super) const WRITES: &[&str] = &["created", "recorded", "logged", "collected"];

/// A rule on the age of objects.
pub(super) struct Rule<'a> {
    /// The schedule.
    pub retention: &'a Retention,
    /// The age in days from which an object goes, at least 1.
    pub days: u64,
    /// The prefix of the objects; `""` for all of them.
    pub prefix: String,
}

/// Returns the age in days from which the objects of a schedule go.
pub(super) fn days(retention: &Retention, options: &Options) -> Result<u64, Refusal> {
    let refuse = |reason, message: String| Err(refusal(retention, reason, message));
    if let Keep::After(_, event) = &retention.keep {
        let event = &event.name;
        if !WRITES.contains(&event.as_str()) && !options.written_at.iter().any(|one| one == event) {
            return refuse(
                &names::CLOCK_NOT_OBJECT_AGE,
                format!(
                    "its clock starts with `{event}`, and a storage knows only when an object was written: where \
                     objects are written at that event, say so with --written-at {event}"
                ),
            );
        }
    }
    match Schedule::period_in(retention, "days") {
        Ok(Setting::Number(0)) => {
            refuse(&names::NO_PERIOD, "nothing is kept: there is no object for a rule to be about".into())
        }
        Ok(Setting::Number(days)) => Ok(days),
        Ok(Setting::Forever) => {
            refuse(&names::NO_PERIOD, "it is kept forever: no rule is what carries that out".into())
        }
        Err(Inexpressible::NoPeriod) => {
            refuse(&names::NO_PERIOD, "it ends with an event, which no storage sees".into())
        }
        Err(Inexpressible::Rounding) => refuse(
            &names::NOT_WHOLE_DAYS,
            "it counts months, and a storage counts days: add `rounding down` or `rounding up`".into(),
        ),
        Err(Inexpressible::NotWhole) => {
            refuse(&names::NOT_WHOLE_DAYS, "it is no whole number of days".into())
        }
    }
}
