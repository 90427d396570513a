//! The type of a scalar that is not quoted. In YAML: the core schema of 1.2, with the traps of 1.1
//! kept apart.

use super::{Data, Keys};
use crate::decimal::Decimal;

/// Types a plain scalar.
pub(super) fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ if is_bool_of_1_1(text) => Data::Ambiguous(text.to_owned()),
        // Every number and time starts with one of these, and most texts do not.
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => {
            Data::String(text.to_owned())
        }
        _ if is_number(text) => Data::Number(text.to_owned()),
        _ if is_time(text) => Data::Time(text.to_owned()),
        _ if is_number_of_1_1(text) => Data::Ambiguous(text.to_owned()),
        _ => Data::String(text.to_owned()),
    }
}

/// Types a text of a file without types: judged, its kind decides; shown, its looks do.
pub(super) fn bare(text: String, keys: &Keys) -> Data {
    match text.as_str() {
        _ if keys.are_judged() => Data::Bare(text),
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ if Decimal::parse(&text).is_some() => Data::Number(text),
        _ => Data::String(text),
    }
}

fn is_bool_of_1_1(text: &str) -> bool {
    let words = ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"];
    words.contains(&text)
}

fn is_number(text: &str) -> bool {
    let all = |s: &str, of: fn(u8) -> bool| !s.is_empty() && s.bytes().all(of);
    if let Some(octal) = text.strip_prefix("0o") {
        return all(octal, |b| matches!(b, b'0'..=b'7'));
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return all(hex, |b| b.is_ascii_hexdigit());
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || is_decimal(unsigned)
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal(text: &str) -> bool {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && digits(e)
    });
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    exponent_fits && digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

/// A number of YAML 1.1 that 1.2 reads as a string: `1_000`, `0b11`, `1:30`.
fn is_number_of_1_1(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if let Some(binary) = unsigned.strip_prefix("0b") {
        return !binary.is_empty() && binary.bytes().all(|b| matches!(b, b'0' | b'1' | b'_'));
    }
    if unsigned.contains('_') {
        let joined = unsigned.replace('_', "");
        return is_number(&joined);
    }
    let mut parts = unsigned.split(':');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let sixty = |part: &&str| {
        let whole = part.split('.').next().unwrap_or_default();
        matches!(whole.len(), 1 | 2)
            && whole.parse::<u8>().is_ok_and(|n| n < 60)
            && part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    !rest.is_empty() && first.bytes().all(|b| b.is_ascii_digit()) && rest.iter().all(sixty)
}

/// `2026-07-01`, alone or followed by a time of day: what YAML 1.1 reads as a timestamp.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(date) = bytes.get(..10) else { return false };
    let is_date =
        date.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    let rest = bytes.get(10..).unwrap_or_default();
    let of_time = |b: &u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b' ' | b'Z' | b'\t');
    let is_rest = match rest.first() {
        None => true,
        Some(b'T' | b't' | b' ') => {
            rest.len() > 3 && rest.get(1).is_some_and(u8::is_ascii_digit) && rest.iter().skip(1).all(of_time)
        }
        Some(_) => false,
    };
    is_date && is_rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_have_the_type_that_every_reader_sees_or_none() {
        for text in
            ["0.80", "12", "-1", "+1", ".5", "1.", "1e3", "0x1F", "0o17", ".inf", "-.INF", ".NaN", "010"]
        {
            assert_eq!(plain(text), Data::Number(text.into()), "{text}");
        }
        for text in ["yes", "Off", "1_000", "0b101", "1:30", "190:20:30.15", "+1_0.5"] {
            assert_eq!(plain(text), Data::Ambiguous(text.into()), "{text}");
        }
        for text in ["2026-07-01", "2026-07-01T09:30:00Z", "2001-12-14 21:59:43.10 -5"] {
            assert_eq!(plain(text), Data::Time(text.into()), "{text}");
        }
        for text in [
            "y",
            "n",
            "gpt-4o",
            ".",
            "-",
            "e3",
            "1.2.3",
            "0x",
            "2026-07-01x",
            "10:75",
            "a:1",
            "2026-7-1",
            "_1",
        ] {
            assert_eq!(plain(text), Data::String(text.into()), "{text}");
        }
    }
}
