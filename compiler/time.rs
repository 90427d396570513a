//! Dates, instants and periods. Time is always an input; nothing here reads a clock.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A UTC calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-12-31`; `None` for any other form and for days that do not exist, as in a year 0.
    pub fn parse(text: &str) -> Option<Date> {
        let shape = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let day = if shape { text.parse().ok().map(Date) } else { None };
        day.filter(|day| day.0.year() > 0)
    }

    /// Returns the first instant of the day.
    pub fn start(self) -> Instant {
        Instant::of(self.0.at(0, 0, 0, 0))
    }

    /// Returns the first instant after the day: `until D` includes D. The last day has none after it,
    /// and ends with its last second.
    pub fn end(self) -> Instant {
        self.start().plus_seconds(86_400)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// A moment in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// The last instant that can be written: the last second of the year 9999.
const LAST: DateTime = DateTime::constant(9999, 12, 31, 23, 59, 59, 0);
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

impl Instant {
    fn of(civil: DateTime) -> Instant {
        Instant(civil.duration_since(EPOCH).as_secs())
    }

    /// Returns the day and the time; `None` where no calendar with four digits has them.
    fn civil(self) -> Option<DateTime> {
        let civil = EPOCH.checked_add(SignedDuration::from_secs(self.0)).ok();
        civil.filter(|civil| civil.year() > 0)
    }

    /// Reads `2026-07-01T09:30:00Z` (whole seconds, UTC); `None` for any other form.
    pub fn parse(text: &str) -> Option<Instant> {
        let (date, time) = (text.get(..10)?, text.get(10..)?);
        let day = Date::parse(date)?;
        let time = time.strip_prefix('T')?.strip_suffix('Z')?;
        let mut fields = [0i64; 3];
        let mut parts = time.split(':');
        for (field, limit) in fields.iter_mut().zip([24, 60, 60]) {
            let part = parts.next().filter(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()))?;
            *field = part.parse().ok().filter(|n| *n < limit)?;
        }
        if parts.next().is_some() {
            return None;
        }
        Some(day.start().plus_seconds(fields[0] * 3600 + fields[1] * 60 + fields[2]))
    }

    /// Reads what `--at` takes: an instant, or a date, which means the first instant of that day.
    pub fn parse_flag(text: &str) -> Option<Instant> {
        Instant::parse(text).or_else(|| Date::parse(text).map(Date::start))
    }

    /// Returns the UTC day it lies in; the last day of the range for instants beyond it.
    pub fn day(self) -> Date {
        Date(self.civil().unwrap_or(LAST).date())
    }

    /// Moves by some seconds, stopping at the ends of the range.
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds)).min(Instant::of(LAST))
    }

    /// Moves by a period, months by the UTC calendar (the last day of a shorter month), stopping
    /// at the ends of the range.
    pub fn plus(self, period: Period) -> Instant {
        match period.unit {
            PeriodUnit::Months => self.plus_months(period.n),
            _ => self.plus_seconds(period.seconds().unwrap_or(i64::MAX)),
        }
    }

    fn plus_months(self, months: u64) -> Instant {
        let moved = || {
            let span = jiff::Span::new().try_months(i64::try_from(months).ok()?).ok()?;
            self.civil()?.checked_add(span).ok()
        };
        Instant::of(moved().unwrap_or(LAST))
    }

    /// Moves back by whole days of 86,400 seconds.
    pub fn minus_days(self, days: u64) -> Instant {
        let seconds = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(86_400);
        Instant(self.0.saturating_sub(seconds))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.civil() {
            Some(civil) => write!(f, "{}", civil.strftime("%Y-%m-%dT%H:%M:%SZ")),
            None => write!(f, "{}s", self.0),
        }
    }
}

/// A period in the one unit family it was written in; families never mix.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many of the unit.
    pub n: u64,
    /// The family: seconds (minutes and hours folded in), days (weeks), months (quarters, years).
    pub unit: PeriodUnit,
}

/// The three families of periods that have no common measure.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodUnit {
    /// Exact seconds.
    Seconds,
    /// UTC days.
    Days,
    /// Calendar months.
    Months,
}

impl Period {
    /// Builds a period from a number and a unit word (`day`, `days`, `hours`, `years` …).
    ///
    /// Returns `None` for a word that is no unit and for numbers that do not fit.
    pub fn new(n: u64, word: &str) -> Option<Period> {
        let (factor, unit) = match word.strip_suffix('s').unwrap_or(word) {
            "second" => (1, PeriodUnit::Seconds),
            "minute" => (60, PeriodUnit::Seconds),
            "hour" => (3600, PeriodUnit::Seconds),
            "day" => (1, PeriodUnit::Days),
            "week" => (7, PeriodUnit::Days),
            "month" => (1, PeriodUnit::Months),
            "quarter" => (3, PeriodUnit::Months),
            "year" => (12, PeriodUnit::Months),
            _ => return None,
        };
        Some(Period { n: n.checked_mul(factor)?, unit })
    }

    /// Returns the period in seconds; `None` for months, whose length depends on the calendar.
    pub fn seconds(self) -> Option<i64> {
        let n = i64::try_from(self.n).ok()?;
        match self.unit {
            PeriodUnit::Seconds => Some(n),
            PeriodUnit::Days => n.checked_mul(86_400),
            PeriodUnit::Months => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            PeriodUnit::Seconds => "second",
            PeriodUnit::Days => "day",
            PeriodUnit::Months => "month",
        };
        write!(f, "{} {unit}{}", self.n, if self.n == 1 { "" } else { "s" })
    }
}

/// A period as people say it: in the largest unit that has no rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InWords(pub Period);

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |n: u64, of: u64| n > 0 && n.is_multiple_of(of);
        let (n, unit) = match self.0 {
            Period { n, unit: PeriodUnit::Months } if whole(n, 12) => (n / 12, "year"),
            Period { n, unit: PeriodUnit::Seconds } if whole(n, 3_600) => (n / 3_600, "hour"),
            Period { n, unit: PeriodUnit::Seconds } if whole(n, 60) => (n / 60, "minute"),
            other => return write!(f, "{other}"),
        };
        write!(f, "{n} {unit}{}", if n == 1 { "" } else { "s" })
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! as_text {
    ($type:ty, $what:literal) => {
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                <$type>::parse(&text).ok_or_else(|| serde::de::Error::custom(concat!("not ", $what)))
            }
        }
    };
}
as_text!(Date, "a date like 2026-12-31");
as_text!(Instant, "a UTC time like 2026-07-01T09:30:00Z");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_a_day_includes_that_day() {
        let day = Date::parse("2026-08-01").unwrap();
        assert_eq!(day.end().to_string(), "2026-08-02T00:00:00Z");
        assert_eq!(Instant::parse("2026-08-02T00:00:00Z"), Some(day.end()));
    }

    #[test]
    fn the_last_day_of_the_calendar_is_a_day_like_any_other() {
        let last = Date::parse("9999-12-31").unwrap();
        assert_eq!(last.start().to_string(), "9999-12-31T00:00:00Z");
        assert_eq!((last.start().day(), last.end().day()), (last, last));
        assert_eq!(last.end().to_string(), "9999-12-31T23:59:59Z");
        let first = Date::parse("0001-01-01").unwrap();
        assert_eq!((first.start().day(), first.start().to_string()), (first, "0001-01-01T00:00:00Z".into()));
        assert_eq!(Instant(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Instant(-1).to_string(), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn months_follow_the_calendar() {
        let at = |text| Instant::parse(text).unwrap();
        let month = |n| Period { n, unit: PeriodUnit::Months };
        assert_eq!(at("2026-01-31T10:00:00Z").plus(month(1)), at("2026-02-28T10:00:00Z"));
        assert_eq!(at("2026-03-14T00:00:00Z").plus(month(12)), at("2027-03-14T00:00:00Z"));
        assert!(at("2026-03-14T00:00:00Z").plus(month(u64::MAX)) > at("9999-01-01T00:00:00Z"));
    }

    #[test]
    fn impossible_days_and_loose_forms_are_refused() {
        for text in ["2026-02-30", "0000-01-01", "2026-1-1", "26-01-01", "2026-01-01 ", "2026/01/01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in [
            "2026-07-01T24:00:00Z",
            "2026-07-01T09:30Z",
            "2026-07-01T09:30:00+00:00",
            "2026-07-01T09:30:00.0Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
