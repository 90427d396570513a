//! A schedule's time held against a fact's.

use crate::model::governance::{Keep, Retention};
use crate::time::{InWords, Period, PeriodUnit};

use super::{Length, Sure};

/// How long data is really there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'a> {
    /// So long after an event.
    For(Length, &'a str),
    /// Until an event, or while something lasts.
    To(&'a str),
    /// Not at all.
    Nothing,
    /// Without end.
    Forever,
}

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The schedule keeps to the limit, whatever the day.
    Fits,
    /// It does not, from some day at least.
    Breaks,
    /// It depends on how months are counted, which the schedule does not say.
    Rounding,
    /// The two clocks start with events that cannot be compared.
    Clock,
}

impl<'a> Kept<'a> {
    /// Returns how long a schedule keeps data, with its months counted as it says.
    pub fn of(retention: &'a Retention) -> Kept<'a> {
        match &retention.keep {
            Keep::After(period, event) => {
                Kept::For(Length::from(*period).rounded(retention.rounding), &event.name)
            }
            Keep::Until(event) | Keep::While(event) => Kept::To(&event.name),
            Keep::Nothing => Kept::Nothing,
            Keep::Forever(_) => Kept::Forever,
        }
    }

    /// Returns it with more time added, such as that of copies in backups.
    #[must_use]
    pub fn plus(self, more: Length) -> Kept<'a> {
        match self {
            Kept::For(length, event) => Kept::For(length.plus(more), event),
            Kept::To(event) if more != Length::default() => Kept::For(more, event),
            other => other,
        }
    }
}

/// Holds a schedule against a floor.
pub fn floor(kept: Kept<'_>, period: Period, event: &str) -> Compared {
    let (length, clock) = match kept {
        Kept::Nothing => return Compared::Breaks,
        Kept::Forever => return Compared::Fits,
        Kept::To(clock) => (Length::default(), clock),
        Kept::For(length, clock) => (length, clock),
    };
    let limit = Length::from(period);
    match apart(clock, event) {
        Apart::Unknown => Compared::Clock,
        Apart::No => judged(length, length.is_at_least(limit)),
        // The schedule's clock starts first, by less than a day.
        Apart::Earlier => within_a_day(length.is_at_least(limit.plus(Length::days(1))), length, limit),
        Apart::Later => within_a_day(length.is_at_least(limit), length, limit),
        // Somebody calls once, and then the two clocks start on one day; others call for years.
        Apart::Before => match length.plus(Length::days(1)).is_at_least(limit) {
            Sure::Never => Compared::Breaks,
            _ => Compared::Clock,
        },
    }
}

/// Holds a schedule against a ceiling.
pub fn ceiling(kept: Kept<'_>, period: Period, event: &str) -> Compared {
    let (length, clock) = match kept {
        Kept::Nothing => return Compared::Fits,
        Kept::Forever => return Compared::Breaks,
        Kept::To(clock) => (Length::default(), clock),
        Kept::For(length, clock) => (length, clock),
    };
    let limit = Length::from(period);
    match apart(clock, event) {
        Apart::Unknown => Compared::Clock,
        Apart::No => judged(length, limit.is_at_least(length)),
        Apart::Earlier | Apart::Before => within_a_day(limit.is_at_least(length), limit, length),
        Apart::Later => within_a_day(limit.is_at_least(length.plus(Length::days(1))), limit, length),
    }
}

/// Says when a schedule keeps to a limit that counts from another event: only where `purpose_ends`
/// comes at least 9 years after `call_end`. `None` where there is nothing to say, such as for times of which
/// one counts months and the other days.
pub fn condition(kept: Kept<'_>, period: Period, event: &str, is_floor: bool) -> Option<String> {
    let (own, clock) = match kept {
        Kept::For(length, clock) => (length, clock),
        Kept::To(clock) => (Length::default(), clock),
        Kept::Nothing | Kept::Forever => return None,
    };
    let limit = Length::from(period);
    let between = |n: u64, m: u64, unit| Period { n: n.abs_diff(m), unit };
    let apart = match (own, limit) {
        (Length { months: n, seconds: 0 }, Length { months: m, seconds: 0 }) => {
            between(n, m, PeriodUnit::Months)
        }
        (Length { months: 0, seconds: n }, Length { months: 0, seconds: m }) => {
            between(n, m, PeriodUnit::Seconds)
        }
        _ => return None,
    };
    let is_longer = own.is_at_least(limit) == Sure::Always;
    let apart = match apart {
        Period { n, unit: PeriodUnit::Seconds } if n % DAY == 0 => {
            Period { n: n / DAY, unit: PeriodUnit::Days }
        }
        other => other,
    };
    let when = match (apart.n, is_floor, is_longer) {
        (0, true, _) => format!("only where `{event}` comes no later than `{clock}`"),
        (0, false, _) => format!("only where `{event}` comes no earlier than `{clock}`"),
        (_, true, true) => format!("only where `{event}` comes at most {} after `{clock}`", InWords(apart)),
        (_, true, false) => {
            format!("only where `{event}` comes at least {} before `{clock}`", InWords(apart))
        }
        (_, false, true) => format!("only where `{event}` comes at least {} after `{clock}`", InWords(apart)),
        (_, false, false) => {
            format!("only where `{event}` comes at most {} before `{clock}`", InWords(apart))
        }
    };
    Some(when)
}

const DAY: u64 = 86_400;

/// An answer that depends on the day breaks the limit, except where the schedule's own months are
/// what it depends on.
fn judged(kept: Length, sure: Sure) -> Compared {
    match sure {
        Sure::Always => Compared::Fits,
        Sure::Sometimes if kept.months > 0 => Compared::Rounding,
        Sure::Sometimes | Sure::Never => Compared::Breaks,
    }
}

/// Judges where clocks start less than a day apart: what is closer than that is not known.
fn within_a_day(fits: Sure, should_be_longer: Length, than: Length) -> Compared {
    match fits {
        Sure::Always => Compared::Fits,
        _ if should_be_longer.plus(Length::days(1)).is_at_least(than) == Sure::Never => Compared::Breaks,
        _ => Compared::Clock,
    }
}

/// How two clocks start.
enum Apart {
    No,
    Earlier,
    Later,
    /// By less than a day for some people and by any time for others, and never later.
    Before,
    Unknown,
}

/// The events of one call, in their order; a call is shorter than a day.
const CALL: [&str; 3] = ["call_start", "recorded", "call_end"];

/// The last interaction with a person, of which every call is one.
const LAST_INTERACTION: &str = "last_interaction";

fn apart(own: &str, other: &str) -> Apart {
    let place = |event: &str| CALL.iter().position(|one| *one == event);
    match (place(own), place(other)) {
        _ if own == other => Apart::No,
        (Some(own), Some(other)) if own < other => Apart::Earlier,
        (Some(_), Some(_)) => Apart::Later,
        // A call is an interaction: the last one is this call or comes after it.
        (Some(_), None) if other == LAST_INTERACTION => Apart::Before,
        _ => Apart::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        let (n, unit) = text.split_once(' ').unwrap();
        Period::new(n.parse().unwrap(), unit).unwrap()
    }

    #[test]
    fn schedules_are_held_against_limits() {
        let kept = |text: &str, event| Kept::For(period(text).into(), event);
        let cases = [
            (kept("3 years", "call_end"), "36 months", "call_end", Compared::Fits, Compared::Fits),
            (kept("3 years", "call_end"), "3 years", "claim_closed", Compared::Clock, Compared::Clock),
            (kept("180 days", "call_end"), "6 months", "call_end", Compared::Breaks, Compared::Fits),
            (kept("6 months", "call_end"), "182 days", "call_end", Compared::Rounding, Compared::Rounding),
            (kept("3 years", "call_end"), "3 years", "call_start", Compared::Fits, Compared::Clock),
            (kept("3 years", "call_start"), "3 years", "call_end", Compared::Clock, Compared::Fits),
            (kept("90 days", "call_start"), "3 years", "call_end", Compared::Breaks, Compared::Fits),
            (kept("4 years", "call_start"), "3 years", "call_end", Compared::Fits, Compared::Breaks),
            (kept("10 years", "call_end"), "3 years", "last_interaction", Compared::Clock, Compared::Breaks),
            (kept("3 years", "call_end"), "3 years", "last_interaction", Compared::Clock, Compared::Fits),
            (kept("2 years", "call_end"), "3 years", "last_interaction", Compared::Breaks, Compared::Fits),
            (kept("10 years", "call_end"), "1 year", "purpose_ends", Compared::Clock, Compared::Clock),
            (Kept::Nothing, "1 day", "call_end", Compared::Breaks, Compared::Fits),
            (Kept::Forever, "1 day", "call_end", Compared::Fits, Compared::Breaks),
            (Kept::To("claim_closed"), "1 day", "claim_closed", Compared::Breaks, Compared::Fits),
        ];
        for (kept, limit, event, below, above) in cases {
            let said = format!("{kept:?} against {limit} after {event}");
            assert_eq!(floor(kept, period(limit), event), below, "{said}");
            assert_eq!(ceiling(kept, period(limit), event), above, "{said}");
        }
        for (kept, limit, event, below, above) in [
            (
                kept("10 years", "call_end"),
                "12 months",
                "purpose_ends",
                Some("only where `purpose_ends` comes at most 9 years after `call_end`"),
                Some("only where `purpose_ends` comes at least 9 years after `call_end`"),
            ),
            (
                kept("90 days", "call_end"),
                "120 days",
                "claim_closed",
                Some("only where `claim_closed` comes at least 30 days before `call_end`"),
                Some("only where `claim_closed` comes at most 30 days before `call_end`"),
            ),
            (
                Kept::To("claim_closed"),
                "1 day",
                "call_end",
                Some("only where `call_end` comes at least 1 day before `claim_closed`"),
                Some("only where `call_end` comes at most 1 day before `claim_closed`"),
            ),
            (kept("3 years", "call_end"), "90 days", "claim_closed", None, None),
            (Kept::Forever, "90 days", "claim_closed", None, None),
        ] {
            let said = |is_floor| condition(kept, period(limit), event, is_floor);
            assert_eq!((said(true).as_deref(), said(false).as_deref()), (below, above), "{kept:?} {limit}");
        }
        let down = Kept::For(Length::from(period("6 months")).rounded("down"), "logged");
        assert_eq!(floor(down, period("6 months"), "logged"), Compared::Breaks);
    }
}
