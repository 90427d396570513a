//! What lints about keeping look at: every schedule held against every limit, and the words of it.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::law::{self, Bound, Case, Compared, Kept, Law, Length, Schedules, Sure};
use crate::model::System;
use crate::model::governance::{Fact, Keep, Limit, Retention};
use crate::policy;
use crate::time::{InWords, Period, PeriodUnit};

use super::{Context, Lint, edit};

/// A schedule held against a limit that binds some of its cases, or may.
#[derive(Debug)]
pub struct Held<'a> {
    /// The schedule.
    pub retention: &'a Retention,
    /// The limit.
    pub bound: Bound<'a>,
    /// The cases, as places in the list of all.
    pub cases: Vec<usize>,
    /// What came of it.
    pub compared: Compared,
    /// The limit cannot be kept beside another one, which is said once and elsewhere.
    pub collides: bool,
}

impl Held<'_> {
    /// Tells whether the limit binds for sure, was looked up well, does not give way, and is about the
    /// data itself, so that what breaks it is a mistake.
    pub fn is_hard(&self) -> bool {
        self.bound.is_settled() && !self.bound.fact.soft && self.bound.through.is_none() && !self.collides
    }

    /// Tells whether it is a floor.
    pub fn is_floor(&self) -> bool {
        matches!(self.bound.fact.limit, Limit::Floor(..))
    }

    /// Returns the time and the event of a floor or a ceiling, with the event's name.
    pub fn number(&self) -> Option<(InWords, &str)> {
        number(self.bound.fact)
    }

    /// Tells whether the schedule counts days where the limit counts months, and only misses it by
    /// that: 180 days are not six months.
    pub fn counts_days_for_months(&self) -> Option<Period> {
        let (InWords(limit), _) = self.number()?;
        let Keep::After(own, _) = &self.retention.keep else { return None };
        let near = limit.unit == PeriodUnit::Months && own.unit == PeriodUnit::Days && {
            let (n, months) = (own.n, limit.n);
            let (thirty, years) = (months.saturating_mul(30), months.saturating_mul(365) / 12);
            n == thirty || n == years || n == years + 1
        };
        (near && self.compared == Compared::Breaks).then_some(limit)
    }
}

/// Returns the time and the event of a fact with a number.
pub fn number(fact: &Fact) -> Option<(InWords, &str)> {
    match &fact.limit {
        Limit::Floor(period, event) | Limit::Ceiling(period, event) => Some((InWords(*period), &event.name)),
        _ => None,
    }
}

impl<'a> Context<'a> {
    /// Returns the cases of the policy with their schedules and the limits that bind them at the
    /// instant. Where nothing says what is kept no law is read.
    pub fn schedules(&self) -> &Schedules<'a> {
        self.schedules.get_or_init(|| {
            let speaks = !self.model.governance.retentions.is_empty();
            let facts = if speaks { policy::facts() } else { &[] };
            Schedules::new(self.model, Law::new(self.model, policy::words(), facts, self.at.day()))
        })
    }

    /// Returns every schedule held against every limit that binds it or may: schedule by schedule as
    /// they cover the cases, by the name of the fact.
    pub fn held(&self) -> &[Held<'a>] {
        self.held.get_or_init(|| held(self.schedules()))
    }

    /// Says which cases those are: `recording` of `claims` in gb, ie.
    pub fn said_cases(&self, cases: &[usize]) -> String {
        said(cases.iter().filter_map(|index| self.schedules().cases.get(*index)))
    }

    /// Returns the question that a gate asks.
    pub fn question(&self, gate: &str) -> Option<&'a str> {
        let own = &self.model.governance.words.gates;
        let all = policy::words().gates.iter().chain(own);
        all.into_iter().find(|named| named.id.name == gate).map(|named| named.title.as_str())
    }

    /// Offers the time of the fact for that of the schedule; where months are rounded, a person decides.
    pub fn with_keep_of(&self, mut finding: Diagnostic, held: &Held<'a>) -> Diagnostic {
        if let Some((period, event)) = held.number().filter(|_| held.retention.rounding.is_empty()) {
            let keep = format!("keep {period} after {event}");
            finding.fix.push(edit::replace(held.retention.keep_at, keep));
        }
        finding
    }

    /// Makes a finding at how long a schedule keeps: both numbers, whose law it is, the case, and the
    /// fact.
    pub fn at_keep(&self, lint: &'static Lint, held: &Held<'a>, text: String) -> Diagnostic {
        let cases = held.cases.iter().filter_map(|index| self.schedules().cases.get(*index));
        let places = self.said_places(held.bound.fact, cases.map(|case| case.place));
        lint.at(held.retention.keep_at, format!("{text} ({places}): {}", self.said_cases(&held.cases)))
            .label(cited(held.bound.fact))
    }

    /// Says whose law a fact is, of the places that some cases are about or hold: Illinois.
    pub fn said_places<'p>(&self, fact: &Fact, cases: impl Iterator<Item = &'p str> + Clone) -> String {
        let places = &self.schedules().law.places;
        let concerned = fact.places.iter().map(|place| place.name.as_str());
        let concerned = concerned.filter(|place| cases.clone().any(|case| places.meet(place, case)));
        some(concerned.map(|place| places.title(place)))
    }
}

fn held<'a>(schedules: &Schedules<'a>) -> Vec<Held<'a>> {
    let mut known: BTreeMap<(usize, &str, bool), usize> = BTreeMap::new();
    let mut numbers: BTreeMap<*const Retention, usize> = BTreeMap::new();
    let mut all: Vec<Held<'a>> = Vec::new();
    for (index, case) in schedules.cases.iter().enumerate() {
        let Some(covering) = case.schedule() else { continue };
        let next = numbers.len();
        let schedule = *numbers.entry(std::ptr::from_ref(covering.retention)).or_insert(next);
        for bound in &case.limits {
            let key = (schedule, bound.fact.id.name.as_str(), bound.open.is_empty());
            let at = *known.entry(key).or_insert_with(|| {
                all.push(Held {
                    retention: covering.retention,
                    bound: bound.clone(),
                    cases: Vec::new(),
                    compared: compared(covering.retention, bound.fact),
                    collides: collides(case, bound),
                });
                all.len() - 1
            });
            all[at].cases.push(index);
        }
    }
    all
}

/// Holds a schedule against what a fact asks.
pub fn compared(retention: &Retention, fact: &Fact) -> Compared {
    let kept = Kept::of(retention);
    match &fact.limit {
        Limit::Floor(period, event) => law::floor(kept, *period, &event.name),
        Limit::Ceiling(period, event) => law::ceiling(kept, *period, &event.name),
        Limit::Nothing if kept != Kept::Nothing => Compared::Breaks,
        _ => Compared::Fits,
    }
}

fn collides(case: &Case<'_>, bound: &Bound<'_>) -> bool {
    case.limits.iter().any(|other| clash(bound, other) || clash(other, bound))
}

/// Tells whether a floor and a ceiling cannot both be kept: one clock, and the floor is longer.
pub fn clash(floor: &Bound<'_>, ceiling: &Bound<'_>) -> bool {
    let firm = |bound: &Bound<'_>| bound.is_settled() && !bound.fact.soft && bound.through.is_none();
    firm(floor) && firm(ceiling) && contradicts(floor.fact, ceiling.fact)
}

/// Tells whether what two facts ask cannot be done at once.
pub fn contradicts(floor: &Fact, ceiling: &Fact) -> bool {
    let Limit::Floor(least, start) = &floor.limit else { return false };
    match &ceiling.limit {
        Limit::Nothing => true,
        Limit::Ceiling(most, clock) => {
            clock.name == start.name && Length::from(*most).is_at_least((*least).into()) != Sure::Always
        }
        _ => false,
    }
}

/// Says how long a schedule keeps, in words.
pub fn kept(retention: &Retention) -> String {
    match &retention.keep {
        Keep::After(period, event) => match retention.rounding {
            "" => format!("{} after `{}`", InWords(*period), event.name),
            rounding => {
                let days = Length::from(*period).rounded(rounding).seconds / 86_400;
                let less = if rounding == "down" { "fewest" } else { "most" };
                format!("{} after `{}`, at the {less} {days} days", InWords(*period), event.name)
            }
        },
        Keep::Until(event) => format!("until `{}`", event.name),
        Keep::While(event) => format!("while `{}`", event.name),
        Keep::Nothing => "nothing".to_owned(),
        Keep::Forever(_) => "forever".to_owned(),
    }
}

/// Says where a fact comes from, since when, and how sure it is.
pub fn cited(fact: &Fact) -> String {
    let since = fact.effective.map(|day| format!(", since {day}")).unwrap_or_default();
    format!("`{}`: {}{since}, confidence {}", fact.id.name, fact.cite, fact.confidence)
}

/// How many places or systems a message names before it counts the rest.
const NAMED: usize = 4;

/// Says which cases those are.
pub fn said<'c>(cases: impl Iterator<Item = &'c Case<'c>>) -> String {
    let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for case in cases {
        let system = case.system.id.name.as_str();
        let at = *known.entry((case.category, system)).or_insert_with(|| {
            groups.push((case.category, system, Vec::new()));
            groups.len() - 1
        });
        groups[at].2.push(case.place);
    }
    let all = groups.iter().map(|(category, system, places)| {
        format!("`{category}` of `{system}` in {}", some(places.iter().copied()))
    });
    some(all)
}

/// Says which facts turn on something that a policy does not say, each with whose law it is.
pub fn turning(context: &Context<'_>, facts: &[&Fact], system: &System) -> String {
    let served = system.serves.iter().map(String::as_str);
    let named = facts
        .iter()
        .map(|fact| format!("`{}` ({})", fact.id.name, context.said_places(fact, served.clone())));
    let turn = if facts.len() == 1 { "turns" } else { "turn" };
    format!("on which {} {turn}", some(named))
}

/// Lists the first few and counts the rest.
pub fn some<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<T> = all.into_iter().collect();
    let named: Vec<&str> = all.iter().take(NAMED).map(AsRef::as_ref).collect();
    match all.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
