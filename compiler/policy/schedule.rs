//! Retention schedules as verdicts read them: what is kept, how long, and what must stay.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::law::{Kept, Length};
use crate::model::{self, governance};
use crate::names;
use crate::time::{Date, InWords, Instant, Period, PeriodUnit};

use super::within;

/// A retention schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Its id; in every system that it covers, the name of a value of kind period.
    pub id: String,
    /// What it is about, sorted.
    pub covers: Vec<Covered>,
    /// How long.
    pub keep: Keeping,
    /// How months are counted in days: `down` as the fewest they can have, `up` as the most, or `""`.
    pub rounding: String,
    /// How much longer copies in backups live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backups: Option<Period>,
    /// Matters for which some of what it covers must stay, sorted.
    pub held: Vec<Matter>,
}

/// A category of data of a system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covered {
    /// The system's id.
    pub system: String,
    /// The category.
    pub category: String,
    /// The places, sorted; none for all that the system serves.
    pub places: Vec<String>,
}

/// How long data is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Keeping {
    /// So long after an event.
    After {
        /// How long.
        period: Period,
        /// What starts the clock.
        event: String,
    },
    /// Until an event.
    Until(String),
    /// While something lasts.
    While(String),
    /// Not at all.
    Nothing,
    /// Without end.
    Forever,
}

/// A matter for which data must not be disposed of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The legal hold's id.
    pub id: String,
    /// The first day.
    pub from: Date,
    /// The last day, once it is lifted.
    pub until: Option<Date>,
}

impl Matter {
    /// Tells whether data must stay at an instant.
    pub fn is_live(&self, at: Instant) -> bool {
        within(Some(self.from), self.until, at)
    }
}

/// A number that law asks of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The fact's id.
    pub fact: String,
    /// The provision.
    pub cite: String,
    /// What it asks.
    pub asks: Asked,
    /// The data that it is about, and the places where it is law, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Covered>,
}

/// What law asks of the time that data is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Asked {
    /// At least so long after an event.
    Floor {
        /// How long.
        period: Period,
        /// What starts the clock.
        event: String,
    },
    /// At most so long after an event.
    Ceiling {
        /// How long.
        period: Period,
        /// What starts the clock.
        event: String,
    },
    /// That nothing is kept.
    Nothing,
}

impl Limit {
    /// Takes over a fact that asks for a number, with system, category and place of the cases that it
    /// binds; `None` for other facts.
    pub fn of(fact: &governance::Fact, cases: &BTreeSet<(&str, &str, &str)>) -> Option<Limit> {
        let asks = match &fact.limit {
            governance::Limit::Floor(period, event) => {
                Asked::Floor { period: *period, event: event.name.to_string() }
            }
            governance::Limit::Ceiling(period, event) => {
                Asked::Ceiling { period: *period, event: event.name.to_string() }
            }
            governance::Limit::Nothing => Asked::Nothing,
            _ => return None,
        };
        let of = Vec::new();
        let mut limit = Limit { fact: fact.id.name.to_string(), cite: fact.cite.clone(), asks, of };
        limit.bind(cases.iter().map(|(system, category, place)| Covered {
            system: (*system).to_owned(),
            category: (*category).to_owned(),
            places: vec![(*place).to_owned()],
        }));
        Some(limit)
    }

    /// Tells whether another one is the same, wherever the two bind.
    pub fn is_same(&self, other: &Limit) -> bool {
        (&self.fact, &self.cite, &self.asks) == (&other.fact, &other.cite, &other.asks)
    }

    /// Adds data and places that it binds.
    pub fn bind(&mut self, more: impl IntoIterator<Item = Covered>) {
        let mut all: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for Covered { system, category, places } in std::mem::take(&mut self.of).into_iter().chain(more) {
            all.entry((system, category)).or_default().extend(places);
        }
        let covered = |((system, category), places): ((String, String), BTreeSet<String>)| Covered {
            system,
            category,
            places: places.into_iter().collect(),
        };
        self.of = all.into_iter().map(covered).collect();
    }
}

/// What a setting holds that carries out a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// So many of its unit.
    Number(u64),
    /// Whatever it writes for no end.
    Forever,
}

/// Why no setting of a unit can carry out a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inexpressible {
    /// Nothing says how long: it ends with an event.
    NoPeriod,
    /// The unit counts days, the schedule months, and nothing says how months are counted.
    Rounding,
    /// It is no whole number of the unit.
    NotWhole,
}

/// The matters of a policy, by the data that must stay for them: system and category.
#[derive(Debug)]
pub struct Matters<'m>(HashMap<(&'m str, &'m str), Vec<&'m governance::LegalHold>>);

impl<'m> Matters<'m> {
    /// Gathers the matters of a policy.
    pub fn of(model: &'m model::Model) -> Matters<'m> {
        let mut all: HashMap<(&str, &str), Vec<&governance::LegalHold>> = HashMap::new();
        for hold in &model.governance.holds {
            for (category, system) in &hold.covers {
                all.entry((&system.name, &category.name)).or_default().push(hold);
            }
        }
        Matters(all)
    }
}

impl Schedule {
    /// Takes over a schedule with the matters that hold some of its data.
    pub fn of(retention: &governance::Retention, matters: &Matters<'_>) -> Schedule {
        let covered = |c: &governance::Coverage| {
            let mut places: Vec<String> = c.places.iter().map(|place| place.name.to_string()).collect();
            places.sort();
            Covered { system: c.system.name.to_string(), category: c.category.name.to_string(), places }
        };
        let mut covers: Vec<Covered> = retention.covers.iter().map(covered).collect();
        covers.sort();
        let matter = |hold: &&governance::LegalHold| Matter {
            id: hold.id.name.to_string(),
            from: hold.from,
            until: hold.until,
        };
        let mut held: Vec<Matter> = Vec::new();
        for c in &covers {
            let of = matters.0.get(&(c.system.as_str(), c.category.as_str()));
            held.extend(of.into_iter().flatten().map(matter));
        }
        held.sort();
        held.dedup();
        Schedule {
            id: retention.id.name.to_string(),
            covers,
            keep: Keeping::of(&retention.keep),
            rounding: retention.rounding.to_owned(),
            backups: retention.backups,
            held,
        }
    }

    /// Lists the systems that it covers, each once.
    pub fn systems(&self) -> Vec<&str> {
        let mut systems: Vec<&str> = self.covers.iter().map(|c| c.system.as_str()).collect();
        systems.dedup();
        systems
    }

    /// Tells whether it covers something of a system.
    pub fn is_about(&self, system: &str) -> bool {
        self.covers.iter().any(|c| c.system == system)
    }

    /// Returns what a setting in some unit must hold to carry out a schedule.
    ///
    /// # Errors
    /// Where no setting can.
    pub fn period_in(retention: &governance::Retention, unit: &str) -> Result<Setting, Inexpressible> {
        setting(&Keeping::of(&retention.keep), retention.rounding, unit)
    }

    /// Returns how long a schedule keeps data.
    pub fn keeping(retention: &governance::Retention) -> Keeping {
        Keeping::of(&retention.keep)
    }

    /// Returns how long it keeps data, with its months counted as it says.
    pub fn kept(&self) -> Kept<'_> {
        match &self.keep {
            Keeping::After { period, event } => {
                Kept::For(Length::from(*period).rounded(&self.rounding), event)
            }
            Keeping::Until(event) | Keeping::While(event) => Kept::To(event),
            Keeping::Nothing => Kept::Nothing,
            Keeping::Forever => Kept::Forever,
        }
    }
}

/// The most years that a schedule counts: far beyond what any law or archive asks for, and what storages take.
const LONGEST: u64 = 1_000;

fn is_beyond_all(period: Period) -> bool {
    let longest = Length { months: LONGEST * 12, seconds: 0 };
    longest.is_at_least(Length::from(period)) == crate::law::Sure::Never
}

/// Lists the schedules that are longer than anybody counts, and the settings that no number could bring in line with their schedule.
pub(super) fn check(model: &model::Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for retention in &model.governance.retentions {
        let keep = Keeping::of(&retention.keep);
        let kept = match &keep {
            Keeping::After { period, .. } if is_beyond_all(*period) => Some(("keep", *period)),
            _ => retention.backups.filter(|more| is_beyond_all(*more)).map(|more| ("backups within", more)),
        };
        if let Some((word, period)) = kept {
            let text = format!(
                "`{word} {}` is longer than {LONGEST} years, which nobody keeps a clock for",
                InWords(period)
            );
            let help = "write the time that is meant, or `keep forever because \"…\"`";
            out.push(Diagnostic::new(&names::WRONG_VALUE, retention.keep_at, text).help(help));
            continue;
        }
        for one in &retention.enforced {
            let Err(problem) = setting(&keep, retention.rounding, &one.unit) else { continue };
            let (name, text, help) = match problem {
                Inexpressible::NoPeriod => (
                    &names::WRONG_VALUE,
                    format!("`keep {keep}` has no number that a setting could be held against"),
                    "remove `enforced at`, or write how long it is kept after the event",
                ),
                Inexpressible::Rounding => (
                    &names::MISSING_CLAUSE,
                    format!("the setting counts {}, and `keep {keep}` counts months", one.unit),
                    "add `rounding down` for the fewest days that these months can have, or `rounding up` for the most",
                ),
                Inexpressible::NotWhole => (
                    &names::WRONG_VALUE,
                    format!("`keep {keep}` is no whole number of {}", one.unit),
                    "write both in one unit",
                ),
            };
            let finding = Diagnostic::new(name, one.spot.at, text);
            out.push(finding.because(retention.keep_at, "what is kept").help(help));
        }
    }
    out
}

/// Returns what a setting in some unit must hold to carry out a time to keep.
///
/// # Errors
/// Where no setting can.
pub(super) fn setting(keep: &Keeping, rounding: &str, unit: &str) -> Result<Setting, Inexpressible> {
    let one = Period::new(1, unit).ok_or(Inexpressible::NotWhole)?;
    let period = match keep {
        Keeping::After { period, .. } => period,
        Keeping::Nothing => return Ok(Setting::Number(0)),
        Keeping::Forever => return Ok(Setting::Forever),
        Keeping::Until(_) | Keeping::While(_) => return Err(Inexpressible::NoPeriod),
    };
    let whole = |n: u64, one: u64| match n.checked_rem(one) {
        Some(0) => Ok(Setting::Number(n / one)),
        _ => Err(Inexpressible::NotWhole),
    };
    if period.unit == one.unit {
        return whole(period.n, one.n);
    }
    let unit_seconds = one.seconds().and_then(|n| u64::try_from(n).ok()).ok_or(Inexpressible::NotWhole)?;
    if period.unit == PeriodUnit::Months && rounding.is_empty() {
        return Err(Inexpressible::Rounding);
    }
    match Length::from(*period).rounded(rounding).seconds {
        // Longer than can be counted.
        u64::MAX => Err(Inexpressible::NotWhole),
        seconds => whole(seconds, unit_seconds),
    }
}

impl Keeping {
    fn of(keep: &governance::Keep) -> Keeping {
        match keep {
            governance::Keep::After(period, event) => {
                Keeping::After { period: *period, event: event.name.to_string() }
            }
            governance::Keep::Until(event) => Keeping::Until(event.name.to_string()),
            governance::Keep::While(event) => Keeping::While(event.name.to_string()),
            governance::Keep::Nothing => Keeping::Nothing,
            governance::Keep::Forever(_) => Keeping::Forever,
        }
    }
}

impl fmt::Display for Keeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Keeping::After { period, event } => write!(f, "{} after {event}", InWords(*period)),
            Keeping::Until(event) => write!(f, "until {event}"),
            Keeping::While(event) => write!(f, "while {event}"),
            Keeping::Nothing => f.write_str("nothing"),
            Keeping::Forever => f.write_str("forever"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_exact_or_not_at_all() {
        use Inexpressible::{NoPeriod, NotWhole, Rounding};
        let after =
            |n, unit| Keeping::After { period: Period::new(n, unit).unwrap(), event: "call_end".into() };
        for (keep, rounding, unit, expected) in [
            (after(90, "days"), "", "days", Ok(Setting::Number(90))),
            (after(90, "days"), "", "hours", Ok(Setting::Number(2160))),
            (after(90, "days"), "", "weeks", Err(NotWhole)),
            (after(90, "days"), "", "months", Err(NotWhole)),
            (after(36, "hours"), "", "days", Err(NotWhole)),
            (after(6, "years"), "", "months", Ok(Setting::Number(72))),
            (after(6, "months"), "", "days", Err(Rounding)),
            (after(6, "months"), "down", "days", Ok(Setting::Number(181))),
            (after(6, "months"), "up", "days", Ok(Setting::Number(184))),
            (after(6, "years"), "down", "days", Ok(Setting::Number(2190))),
            (after(6, "years"), "up", "days", Ok(Setting::Number(2192))),
            (Keeping::Nothing, "", "days", Ok(Setting::Number(0))),
            (Keeping::Forever, "", "days", Ok(Setting::Forever)),
            (Keeping::Until("claim_closed".into()), "", "days", Err(NoPeriod)),
            (after(u64::MAX, "days"), "", "seconds", Err(NotWhole)),
        ] {
            assert_eq!(setting(&keep, rounding, unit), expected, "{keep} {rounding} in {unit}");
        }
    }
}
