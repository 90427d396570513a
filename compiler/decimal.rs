//! Exact decimals of at most 38 digits: thresholds are compared as written, never as floats.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most digits, before and after the point together, that a number may have.
pub const MAX_DIGITS: usize = 38;

/// An exact decimal number: `mantissa` divided by ten to the power of `scale`.
///
/// Always kept in lowest form (no trailing zeros after the point, no negative zero), so that
/// equal numbers are equal values and print the same.
///
/// Packed, because the alignment of an `i128` would make every rule with a number larger by half.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(Rust, packed(8))]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal { mantissa: 0, scale: 0 };

    /// Makes a decimal from an integer.
    pub fn from_integer(n: u64) -> Decimal {
        Decimal { mantissa: i128::from(n), scale: 0 }
    }

    /// Reads the JSON number grammar: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?`.
    ///
    /// Returns `None` for any other spelling (`.5`, `+1`, `0x10`, `1_000`, `NaN`) and for a
    /// number whose plain form needs more than [`MAX_DIGITS`] digits.
    pub fn parse(text: &str) -> Option<Decimal> {
        Decimal::parse_short(text).or_else(|| Decimal::parse_any(text))
    }

    /// Reads what nearly every number is: few digits and perhaps a point. Any other is `None`.
    fn parse_short(text: &str) -> Option<Decimal> {
        const FEW: usize = 18;
        let bytes = text.as_bytes();
        let point = bytes.iter().position(|b| *b == b'.');
        let (whole, fraction) = match point {
            Some(at) => (&bytes[..at], &bytes[at + 1..]),
            None => (bytes, &[][..]),
        };
        let empty = whole.is_empty() || (fraction.is_empty() && point.is_some());
        if empty || bytes.len() > FEW || (whole.len() > 1 && whole[0] == b'0') {
            return None;
        }
        let mut n = 0u64;
        for digit in whole.iter().chain(fraction) {
            n = 10 * n + u64::from(char::from(*digit).to_digit(10)?);
        }
        let mut scale = u32::try_from(fraction.len()).ok()?;
        while scale > 0 && n.is_multiple_of(10) {
            (n, scale) = (n / 10, scale - 1);
        }
        Some(Decimal { mantissa: i128::from(n), scale })
    }

    fn parse_any(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (number, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], parse_exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole)
            || (whole.len() > 1 && whole.starts_with('0'))
            || fraction.is_some_and(|f| !digits(f))
        {
            return None;
        }
        let fraction = fraction.unwrap_or("");
        let all: String = [whole, fraction].concat();
        let significant = all.trim_start_matches('0').trim_end_matches('0');
        if significant.is_empty() {
            return Some(Decimal::ZERO);
        }
        if significant.len() > MAX_DIGITS {
            return None;
        }
        let dropped = all.len() - all.trim_end_matches('0').len();
        // The value is `significant` times ten to `power`.
        let power = exponent - i64::try_from(fraction.len()).ok()? + i64::try_from(dropped).ok()?;
        let mut mantissa: i128 = significant.parse().ok()?;
        let scale = if power >= 0 {
            if significant.len() + usize::try_from(power).ok()? > MAX_DIGITS {
                return None;
            }
            mantissa = mantissa.checked_mul(10i128.checked_pow(u32::try_from(power).ok()?)?)?;
            0
        } else {
            u32::try_from(-power).ok()?
        };
        if scale as usize > MAX_DIGITS {
            return None;
        }
        Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }

    /// Subtracts, or returns `None` when the result needs more than [`MAX_DIGITS`] digits.
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let left = self.mantissa.checked_mul(10i128.checked_pow(scale - self.scale)?)?;
        let right = other.mantissa.checked_mul(10i128.checked_pow(scale - other.scale)?)?;
        Some(Decimal { mantissa: left.checked_sub(right)?, scale }.lowest())
    }

    /// Multiplies, or returns `None` when the result does not fit.
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.checked_add(other.scale).filter(|s| *s as usize <= 2 * MAX_DIGITS)?;
        Some(Decimal { mantissa: self.mantissa.checked_mul(other.mantissa)?, scale }.lowest())
    }

    /// Drops the sign.
    pub fn abs(self) -> Decimal {
        Decimal { mantissa: self.mantissa.abs(), scale: self.scale }
    }

    /// Tells whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Returns the number as an unsigned integer, if it is one.
    pub fn to_u64(self) -> Option<u64> {
        if self.scale == 0 { u64::try_from(self.mantissa).ok() } else { None }
    }

    fn lowest(mut self) -> Decimal {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = digits.parse().ok()?;
    Some(if text.starts_with('-') { -n } else { n })
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = self.scale as usize;
        if self.is_negative() {
            f.write_str("-")?;
        }
        if scale == 0 {
            f.write_str(&digits)
        } else if digits.len() > scale {
            let (whole, fraction) = digits.split_at(digits.len() - scale);
            write!(f, "{whole}.{fraction}")
        } else {
            write!(f, "0.{digits:0>scale$}")
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let (a, b) = (self, other);
        if a.scale == b.scale {
            return { a.mantissa }.cmp(&{ b.mantissa });
        }
        match (a.mantissa.signum(), b.mantissa.signum()) {
            (x, y) if x != y => return x.cmp(&y),
            (0, _) => return Ordering::Equal,
            _ => {}
        }
        // Same sign: compare the whole parts, then the fractions padded to the same length.
        let split = |d: &Decimal| {
            let text = d.abs().to_string();
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            (whole.len(), whole.to_owned(), fraction.to_owned())
        };
        let order = split(a).cmp(&split(b));
        if a.is_negative() { order.reverse() } else { order }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::parse(&text).ok_or_else(|| serde::de::Error::custom("not an exact decimal"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_print_the_same() {
        let cases = [
            ("0.80", "0.8"),
            ("1e-2", "0.01"),
            ("1E+3", "1000"),
            ("-0.0", "0"),
            ("100", "100"),
            ("0.10e1", "1"),
            ("-12.500", "-12.5"),
            ("0e999", "0"),
        ];
        for (text, shown) in cases {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn short_numbers_are_read_like_any() {
        for text in
            ["0", "0.0", "7", "0.71", "10.50", "00", "01.5", "1.", ".1", "", "1.2.3", "1a", "-1", "1e2"]
        {
            if let Some(short) = Decimal::parse_short(text) {
                assert_eq!(Some(short), Decimal::parse_any(text), "{text}");
            }
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [".5", "+1", "0x10", "1_000", "NaN", "1.", "01", "", "-", "1e", "1e1000", "1e38", "1e-39"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_and_difference_are_exact() {
        let d = |s| Decimal::parse(s).unwrap();
        assert!(d("0.1000000000000000055") > d("0.1"));
        assert!(d("-2") < d("-1.5"));
        assert!(d("9.5") < d("10"));
        assert_eq!(d("0.71").checked_sub(d("0.75")).unwrap().to_string(), "-0.04");
    }
}
