//! A schedule's time held against a fact's.

use crate::model::governance::{Keep, Retention};
use crate::time::Period;

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
        let down = Kept::For(Length::from(period("6 months")).rounded("down"), "logged");
        assert_eq!(floor(down, period("6 months"), "logged"), Compared::Breaks);
    }
}
