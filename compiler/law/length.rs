//! Lengths of time that are compared without guessing how long a month is.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use crate::time::{Period, PeriodUnit};

const DAY: u64 = 86_400;
/// The months after which the calendar repeats, and the days that they have.
const CYCLE: u64 = 4_800;
const CYCLE_DAYS: u64 = 146_097;

/// Some months and some seconds, one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Calendar months.
    pub months: u64,
    /// Seconds.
    pub seconds: u64,
}

/// An answer that may depend on the day from which one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// From every day.
    Always,
    /// From some days and not from others.
    Sometimes,
    /// From no day.
    Never,
}

impl Length {
    /// A number of days.
    pub fn days(days: u64) -> Length {
        Length { months: 0, seconds: days.saturating_mul(DAY) }
    }

    /// Returns the sum.
    #[must_use]
    pub fn plus(self, other: Length) -> Length {
        Length {
            months: self.months.saturating_add(other.months),
            seconds: self.seconds.saturating_add(other.seconds),
        }
    }

    /// Returns it in seconds where a schedule says how its months count: `down` for the fewest days
    /// that they can have, `up` for the most; as it is for `""`.
    #[must_use]
    pub fn rounded(self, rounding: &str) -> Length {
        let days = match rounding {
            "down" => fewest_days(self.months),
            "up" => most_days(self.months),
            _ => return self,
        };
        Length::days(days).plus(Length { months: 0, seconds: self.seconds })
    }

    /// Returns the fewest and the most seconds that it can have.
    pub fn range(self) -> (u64, u64) {
        let of = |days: u64| days.saturating_mul(DAY).saturating_add(self.seconds);
        (of(fewest_days(self.months)), of(most_days(self.months)))
    }

    /// Tells whether it is at least as long as another, counted from the same moment. What both
    /// have is taken away first, so that a year is exactly as long as twelve months.
    pub fn is_at_least(self, other: Length) -> Sure {
        let (months, seconds) = (self.months.min(other.months), self.seconds.min(other.seconds));
        let rest = |of: Length| Length { months: of.months - months, seconds: of.seconds - seconds }.range();
        let ((fewest, most), (least, longest)) = (rest(self), rest(other));
        match () {
            () if fewest >= longest => Sure::Always,
            () if most < least => Sure::Never,
            () => Sure::Sometimes,
        }
    }
}

impl From<Period> for Length {
    fn from(period: Period) -> Length {
        match period.unit {
            PeriodUnit::Months => Length { months: period.n, seconds: 0 },
            PeriodUnit::Days => Length::days(period.n),
            PeriodUnit::Seconds => Length { months: 0, seconds: period.n },
        }
    }
}

/// Returns the fewest days that so many months in a row can have.
pub fn fewest_days(months: u64) -> u64 {
    days(months).0
}

/// Returns the most days that so many months in a row can have.
pub fn most_days(months: u64) -> u64 {
    days(months).1
}

/// Returns the fewest and the most days of so many months, counted from any day of the calendar;
/// a day that a month does not have is its last.
fn days(months: u64) -> (u64, u64) {
    static KNOWN: OnceLock<Mutex<HashMap<u64, (u64, u64)>>> = OnceLock::new();
    let whole = (months / CYCLE).saturating_mul(CYCLE_DAYS);
    let rest = months % CYCLE;
    let known = KNOWN.get_or_init(Mutex::default);
    let mut known = known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (fewest, most) = *known.entry(rest).or_insert_with(|| counted(rest as usize));
    (whole.saturating_add(fewest), whole.saturating_add(most))
}

/// Counts from every month of the cycle. Only the first and the last days of a month can differ.
fn counted(months: usize) -> (u64, u64) {
    let starts = starts();
    let long = |month: usize| starts[month + 1] - starts[month];
    let from = |first: usize| {
        let sum = starts[first + months] - starts[first];
        let last = long(first);
        let clamped = sum - last.saturating_sub(long(first + months));
        [sum, clamped]
    };
    let all = (0..CYCLE as usize).flat_map(from);
    all.fold((u64::MAX, 0), |(fewest, most), days| (fewest.min(days), most.max(days)))
}

/// The days before each month of two cycles.
fn starts() -> &'static [u64] {
    static STARTS: OnceLock<Vec<u64>> = OnceLock::new();
    STARTS.get_or_init(|| {
        let mut starts = vec![0];
        for month in 0..=2 * CYCLE {
            let year = month / 12;
            let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
            let long = match month % 12 {
                1 if leap => 29,
                1 => 28,
                3 | 5 | 8 | 10 => 30,
                _ => 31,
            };
            starts.push(starts[month as usize] + long);
        }
        starts
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_their_fewest_and_most_days() {
        for (months, fewest, most) in
            [(0, 0, 0), (1, 28, 31), (2, 59, 62), (3, 89, 92), (6, 181, 184), (12, 365, 366)]
        {
            assert_eq!((fewest_days(months), most_days(months)), (fewest, most), "{months}");
        }
        // 1896 to 1904 and the years around 1900: eight years with one leap day less.
        assert_eq!((fewest_days(60), most_days(60)), (1825, 1827));
        assert_eq!(fewest_days(CYCLE * 2 + 1), CYCLE_DAYS * 2 + 28);
        assert_eq!(most_days(u64::MAX), most_days(u64::MAX));
    }

    #[test]
    fn months_and_days_are_compared_from_every_day() {
        let (months, days) = (|n| Length { months: n, seconds: 0 }, Length::days);
        assert_eq!(months(12).is_at_least(months(12)), Sure::Always);
        assert_eq!(days(184).is_at_least(months(6)), Sure::Always);
        assert_eq!(days(182).is_at_least(months(6)), Sure::Sometimes);
        assert_eq!(days(180).is_at_least(months(6)), Sure::Never);
        assert_eq!(months(11).plus(days(28)).is_at_least(months(12)), Sure::Sometimes);
        assert_eq!(months(12).is_at_least(months(11).plus(days(28))), Sure::Always);
        assert_eq!(months(6).rounded("down").is_at_least(months(6)), Sure::Sometimes);
        assert_eq!(months(6).rounded("up").is_at_least(months(6)), Sure::Always);
    }
}
