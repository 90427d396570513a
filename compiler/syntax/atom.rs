//! Unquoted values: words, paths, references, numbers, percents, dates and ranges.
//!
//! The lexer cuts the longest run of [`is_atom`] characters; here the run is read or refused as
//! a whole, so that one misspelt value is one mistake.

use nom::bytes::complete::{tag, take, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{opt, recognize};
use nom::multi::{many0_count, separated_list1};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use crate::decimal::{Decimal, MAX_DIGITS};
use crate::names::{self, Name};
use crate::time::Date;

/// A value that was read.
#[derive(Debug, PartialEq)]
pub(super) enum Atom {
    Word,
    Path,
    Reference,
    Scalar(Scalar),
    /// The two ends and the length of the text of the first.
    Range(Scalar, Scalar, usize),
}

/// One value of an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar {
    Number(Decimal),
    Percent(Decimal),
    Date(Date),
}

/// Why a run of characters is no value.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub name: &'static Name,
    pub message: String,
    pub help: String,
}

/// Tells whether a character can stand in an unquoted value, well or badly formed.
pub(super) fn is_atom(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '+' | '-' | '%')
}

/// Reads a run of [`is_atom`] characters.
pub(super) fn read(text: &str) -> Result<Atom, Fault> {
    match text.bytes().next() {
        // Nearly everything is a plain word.
        Some(b'a'..=b'z' | b'A'..=b'Z') if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
            Ok(Atom::Word)
        }
        Some(b'0'..=b'9' | b'-') => numeric(text),
        _ => named(text),
    }
}

fn named(text: &str) -> Result<Atom, Fault> {
    let fault = || Err(name_fault(text));
    let Ok((rest, dots)) = pair(word, many0_count(preceded(char('.'), part))).parse(text) else {
        return fault();
    };
    match (rest, dots.1) {
        ("", 0) => Ok(Atom::Word),
        ("", _) => Ok(Atom::Path),
        (_, 0) => match preceded(char(':'), dotted).parse(rest) {
            Ok(("", _)) => Ok(Atom::Reference),
            _ => fault(),
        },
        _ => fault(),
    }
}

fn word(input: &str) -> IResult<&str, &str> {
    let first = satisfy(|c| c.is_ascii_alphabetic());
    recognize(pair(first, take_while(is_word))).parse(input)
}

fn part(input: &str) -> IResult<&str, &str> {
    take_while1(is_word).parse(input)
}

fn dotted(input: &str) -> IResult<&str, &str> {
    recognize(separated_list1(char('.'), part)).parse(input)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn numeric(text: &str) -> Result<Atom, Fault> {
    // Nearly every one is a plain number.
    if let Some(number) = Decimal::parse(text) {
        return Ok(Atom::Scalar(Scalar::Number(number)));
    }
    match pair(scalar_text, opt(preceded(tag(".."), scalar_text))).parse(text) {
        Ok(("", (one, None))) => Ok(Atom::Scalar(scalar(one)?)),
        Ok(("", (low, Some(high)))) => range(text, low, high),
        _ => Err(numeric_fault(text)),
    }
}

/// Cuts a date if the text begins like one, else a number and its percent sign.
fn scalar_text(input: &str) -> IResult<&str, &str> {
    if looks_like_date(input) {
        return take(10usize).parse(input);
    }
    let fraction = preceded(char('.'), digit1);
    let exponent = (one_of("eE"), opt(one_of("+-")), digit1);
    recognize((opt(char('-')), digit1, opt(fraction), opt(exponent), opt(char('%')))).parse(input)
}

fn looks_like_date(text: &str) -> bool {
    let digits = |from: usize, to: usize| {
        text.as_bytes().get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    digits(0, 4) && dash(4) && digits(5, 7) && dash(7) && digits(8, 10)
}

fn scalar(text: &str) -> Result<Scalar, Fault> {
    if looks_like_date(text) {
        return Date::parse(text).map(Scalar::Date).ok_or_else(|| date_fault(text));
    }
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number, true),
        None => (text, false),
    };
    let value = Decimal::parse(number).ok_or_else(|| numeric_fault(text))?;
    Ok(if percent { Scalar::Percent(value) } else { Scalar::Number(value) })
}

fn range(text: &str, low: &str, high: &str) -> Result<Atom, Fault> {
    let ends = (scalar(low)?, scalar(high)?);
    let ordered = match ends {
        (Scalar::Number(a), Scalar::Number(b)) | (Scalar::Percent(a), Scalar::Percent(b)) => a <= b,
        (Scalar::Date(a), Scalar::Date(b)) => a <= b,
        _ => {
            return Err(Fault {
                name: &names::MALFORMED_RANGE,
                message: format!("the two ends of `{text}` are of different kinds"),
                help: "write two numbers, two percents or two dates: `0.65..0.95`, `5%..10%`".into(),
            });
        }
    };
    if ordered {
        Ok(Atom::Range(ends.0, ends.1, low.len()))
    } else {
        Err(Fault {
            name: &names::MALFORMED_RANGE,
            message: format!("the range `{text}` is empty: its first end is above its second"),
            help: format!("write the lower end first: `{high}..{low}`"),
        })
    }
}

fn date_fault(text: &str) -> Fault {
    let shaped = text.len() == 10 && looks_like_date(text);
    Fault {
        name: &names::INVALID_DATE,
        message: if shaped {
            format!("`{text}` is a day that does not exist")
        } else {
            format!("`{text}` is no date")
        },
        help: "a date is year-month-day with four, two and two digits: `2026-12-31`".into(),
    }
}

fn numeric_fault(text: &str) -> Fault {
    if text.contains("..") {
        return Fault {
            name: &names::MALFORMED_RANGE,
            message: format!("`{text}` is no range"),
            help: "write both ends with two dots between them: `0.65..0.95`".into(),
        };
    }
    if text.matches('-').count() >= 2 && text.bytes().all(|b| b.is_ascii_digit() || b"-T:.+Z".contains(&b)) {
        return date_fault(text);
    }
    let (message, help) = match () {
        () if unit_follows(text) => {
            let unit = text.trim_start_matches(|c: char| !c.is_alphabetic());
            let number = &text[..text.len() - unit.len()];
            (
                format!("`{text}` joins a number and a word"),
                format!("put a space between them: `{number} {unit}`"),
            )
        }
        () if text.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS => (
            format!("`{}…` has too many digits", text.chars().take(20).collect::<String>()),
            format!("a number has at most {MAX_DIGITS} digits"),
        ),
        () => (
            format!("`{text}` is no number"),
            "write it like `5`, `0.05`, `-1.5` or `5%`, with a digit on both sides of the point \
             and no zero in front"
                .into(),
        ),
    };
    Fault { name: &names::MALFORMED_NUMBER, message, help }
}

/// Tells whether the text is a number and then letters: `90days`.
fn unit_follows(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < text.len() && !unit.is_empty() && unit.chars().all(char::is_alphabetic)
}

fn name_fault(text: &str) -> Fault {
    let malformed = |message: String, help: String| Fault { name: &names::MALFORMED_NAME, message, help };
    let shown: String = text.chars().take(60).collect();
    if text.chars().all(|c| c == '%') {
        return Fault {
            name: &names::MALFORMED_NUMBER,
            message: "`%` stands apart from its number".into(),
            help: "write it directly after the number: `5%`".into(),
        };
    }
    if text.starts_with(['.', '+']) && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return numeric_fault(text);
    }
    if text.contains("..") {
        return Fault {
            name: &names::MALFORMED_RANGE,
            message: format!("`{shown}` is no range"),
            help: "a range stands between two numbers, two percents or two dates: `0.65..0.95`".into(),
        };
    }
    if let Some(bare) = text.strip_suffix(':').filter(|bare| named(bare).is_ok()) {
        return malformed(
            format!("`{shown}` ends with `:`"),
            format!("write `{bare}`, a space and the value"),
        );
    }
    if text.contains('-') {
        let better: String = text.chars().map(|c| if c == '-' { '_' } else { c }).collect();
        let help = if named(&better).is_ok() {
            format!("names use letters, digits and `_`: `{better}`; anything else goes in quotes")
        } else {
            "names use letters, digits and `_`; anything else goes in quotes".into()
        };
        return malformed(format!("`{shown}` is no name: it holds `-`"), help);
    }
    if let Some(c) = text.chars().find(|c| !c.is_ascii()) {
        return malformed(
            format!("`{shown}` is no name: it holds `{c}`, U+{:04X}", u32::from(c)),
            "names use the letters a to z, digits and `_`; words for people go in quotes".into(),
        );
    }
    malformed(
        format!("`{shown}` is neither a name nor a path nor a reference"),
        "write a name like `claims_line`, a path like `std.voice` or a reference like `iso42001:A.6.2.4`"
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Scalar {
        Scalar::Number(Decimal::parse(text).unwrap())
    }

    #[test]
    fn each_form_is_read() {
        assert_eq!(read("claims_line"), Ok(Atom::Word));
        assert_eq!(read("std.retention.uk"), Ok(Atom::Path));
        assert_eq!(read("A.7.3"), Ok(Atom::Path));
        assert_eq!(read("iso42001:A.6.2.4"), Ok(Atom::Reference));
        assert_eq!(read("eu_ai_act:50.1"), Ok(Atom::Reference));
        assert_eq!(read("-0.5"), Ok(Atom::Scalar(number("-0.5"))));
        assert_eq!(read("1e-2"), Ok(Atom::Scalar(number("0.01"))));
        assert_eq!(read("98%"), Ok(Atom::Scalar(Scalar::Percent(Decimal::from_integer(98)))));
        assert_eq!(read("0.65..0.95"), Ok(Atom::Range(number("0.65"), number("0.95"), 4)));
        assert_eq!(read("-1..-0.5"), Ok(Atom::Range(number("-1"), number("-0.5"), 2)));
        let day = |text| Scalar::Date(Date::parse(text).unwrap());
        assert_eq!(read("2026-12-31"), Ok(Atom::Scalar(day("2026-12-31"))));
        let days = Atom::Range(day("2026-01-01"), day("2026-12-31"), 10);
        assert_eq!(read("2026-01-01..2026-12-31"), Ok(days));
    }

    #[test]
    fn each_fault_has_its_name() {
        let cases = [
            ("malformed-number", "01 1. 1.2.3 5%% 1e1000 .5 +1 - % 90days 5m 1_000 1x2y"),
            ("invalid-date", "2026-02-30 2026-1-5 31-12-2026 2026-12-31T10:00:00Z 2026-12-311"),
            ("malformed-range", "1.. ..5 1...2 2..1 1..5% 1..2..3 a..b 2026-01-01..5 0.65..x"),
            ("malformed-name", "claims-line members: café _x a. .a a:b:c a.b:c iso: :A a%"),
        ];
        for (name, texts) in cases {
            for text in texts.split(' ') {
                let fault = read(text).expect_err(text);
                assert_eq!(fault.name.name, name, "{text}: {}", fault.message);
            }
        }
        assert_eq!(read("90days").unwrap_err().help, "put a space between them: `90 days`");
    }
}
