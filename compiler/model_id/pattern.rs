//! Patterns of ids and the templates that put what they found together again.
//!
//! A pattern is text with holes: `{family}-{version:date}`. `[ ]` holds what may be left out,
//! and a bracket is doubled to stand for itself. A hole says after its colon what fits:
//!
//! | sort | fits |
//! |---|---|
//! | (nothing) | letters, digits, `.`, `_` and `-` |
//! | `a` `w` `n` `nnn` | letters; letters and digits; digits; three digits |
//! | `ver` | `4` or `4.6` |
//! | `5..99` | a number in that range, without a leading zero |
//! | `date` | `2026-02-11` |
//! | `yyyymmdd` `mmdd` `yymm` `yyyy` `mm` `dd` | that much of a date |
//! | `hex8` `hex32` `hex40` `uuid` | so many hexadecimal digits; a UUID |
//! | `seg` | anything without `:` and `/`, even nothing |
//! | `text` | anything |
//! | `mini\|nano` | one of these words |
//!
//! A template is the same with holes to fill: `{name~}` in lower case, and what stands in `[ ]`
//! only if each of its holes was found.

use std::collections::BTreeMap;

/// A parsed pattern; the text it was read from is kept, since that is what is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Hole(String, Sort),
    /// The next so many parts may be left out.
    Maybe(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    Letters,
    Word,
    Digits,
    /// So many digits.
    Count(usize),
    Version,
    Number(u32, u32),
    /// Pieces of a date, each with its width.
    Date(&'static [Piece]),
    Hex(usize),
    Uuid,
    Name,
    Segment,
    Text,
    OneOf(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    ShortYear,
    Month,
    Day,
    Dash,
}

use Piece::{Dash, Day, Month, ShortYear, Year};

/// What the holes of a pattern took.
pub type Found = BTreeMap<String, String>;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn parse(source: &str) -> Result<Pattern, String> {
        let mut parts = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        // How many parts stand in or before the last closed group.
        let mut closed = 0;
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = doubled(rest, c) {
                literal(&mut parts, c, closed);
                rest = after;
                continue;
            }
            rest = &rest[c.len_utf8()..];
            match c {
                '[' => {
                    open.push(parts.len());
                    parts.push(Part::Maybe(0));
                }
                ']' => {
                    let at = open.pop().ok_or("a `]` closes nothing")?;
                    parts[at] = Part::Maybe(parts.len() - at - 1);
                    closed = parts.len();
                }
                '{' => {
                    let (hole, after) = rest.split_once('}').ok_or("a `{` is not closed")?;
                    rest = after;
                    let (name, sort) = hole.split_once(':').unwrap_or((hole, ""));
                    if name.is_empty() {
                        return Err("a hole has no name".into());
                    }
                    parts.push(Part::Hole(name.to_owned(), Sort::parse(name, sort)?));
                }
                '}' => return Err("a `}` closes nothing".into()),
                _ => literal(&mut parts, c, closed),
            }
        }
        if open.is_empty() {
            Ok(Pattern { source: source.to_owned(), parts })
        } else {
            Err("a `[` is not closed".into())
        }
    }

    /// Returns the pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the first byte that every match starts with; `None` where it starts with a hole.
    pub fn first(&self) -> Option<u8> {
        match self.parts.first() {
            Some(Part::Text(text)) => text.bytes().next(),
            _ => None,
        }
    }

    /// Matches a whole id. The work is bounded by the lengths of both.
    pub fn find(&self, id: &str) -> Option<Found> {
        match self.parts.first() {
            Some(Part::Text(text)) if !id.starts_with(text.as_str()) => return None,
            _ => {}
        }
        let failed = vec![false; (self.parts.len() + 1) * (id.len() + 1)];
        let mut search = Search { parts: &self.parts, id, failed, taken: Vec::new() };
        search.from(0, 0).then(|| {
            let held =
                search.taken.iter().map(|(name, from, to)| ((*name).to_owned(), id[*from..*to].to_owned()));
            held.collect()
        })
    }
}

/// Adds to the text before it, unless that stands in a group that is closed.
fn literal(parts: &mut Vec<Part>, c: char, closed: usize) {
    let len = parts.len();
    match parts.last_mut() {
        Some(Part::Text(text)) if len > closed => text.push(c),
        _ => parts.push(Part::Text(c.to_string())),
    }
}

fn doubled(rest: &str, c: char) -> Option<&str> {
    let twice = matches!(c, '{' | '}' | '[' | ']') && rest[1..].starts_with(c);
    twice.then(|| &rest[2..])
}

impl Sort {
    fn parse(name: &str, sort: &str) -> Result<Sort, String> {
        let sort = if sort.is_empty() && matches!(name, "yyyy" | "mm" | "dd" | "yy") { name } else { sort };
        Ok(match sort {
            "" => Sort::Name,
            "a" => Sort::Letters,
            "w" => Sort::Word,
            "n" => Sort::Digits,
            "ver" => Sort::Version,
            "date" => Sort::Date(&[Year, Dash, Month, Dash, Day]),
            "yyyymmdd" => Sort::Date(&[Year, Month, Day]),
            "mmdd" => Sort::Date(&[Month, Day]),
            "yymm" => Sort::Date(&[ShortYear, Month]),
            "yyyy" => Sort::Date(&[Year]),
            "yy" => Sort::Date(&[ShortYear]),
            "mm" => Sort::Date(&[Month]),
            "dd" => Sort::Date(&[Day]),
            "nnn" => Sort::Count(3),
            "hex8" => Sort::Hex(8),
            "hex32" => Sort::Hex(32),
            "hex40" => Sort::Hex(40),
            "uuid" => Sort::Uuid,
            "seg" => Sort::Segment,
            "text" => Sort::Text,
            _ => match sort.split_once("..") {
                Some((from, to)) => {
                    let bound =
                        |text: &str| text.parse().map_err(|_| format!("`{sort}` is no range of numbers"));
                    Sort::Number(bound(from)?, bound(to)?)
                }
                None if sort.contains('|') => Sort::OneOf(sort.split('|').map(str::to_owned).collect()),
                None => return Err(format!("nothing is called `{sort}` in a pattern")),
            },
        })
    }

    /// Lists the lengths that fit at the start of a text, the longest first.
    fn lengths(&self, text: &str) -> Vec<usize> {
        let run = |fits: fn(u8) -> bool, least: usize| -> Vec<usize> {
            let most = text.bytes().take_while(|b| fits(*b)).count();
            (least..=most).rev().collect()
        };
        match self {
            Sort::Letters => run(|b| b.is_ascii_alphabetic(), 1),
            Sort::Word => run(|b| b.is_ascii_alphanumeric(), 1),
            Sort::Digits => run(|b| b.is_ascii_digit(), 1),
            Sort::Name => run(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'), 1),
            Sort::Segment => {
                let most = text.find([':', '/']).unwrap_or(text.len());
                (0..=most).rev().filter(|n| text.is_char_boundary(*n)).collect()
            }
            Sort::Text => (1..=text.len()).rev().filter(|n| text.is_char_boundary(*n)).collect(),
            Sort::Version => {
                let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
                let major = digits(text);
                let minor = text.get(major..).and_then(|rest| rest.strip_prefix('.')).map_or(0, digits);
                let whole = if minor > 0 { vec![major + 1 + minor] } else { Vec::new() };
                whole.into_iter().chain([major]).filter(|_| major > 0).collect()
            }
            Sort::Number(from, to) => {
                let fits = |n: &usize| {
                    let digits = text.get(..*n).unwrap_or_default();
                    let plain = *n == 1 || !digits.starts_with('0');
                    plain && digits.parse::<u32>().is_ok_and(|value| (*from..=*to).contains(&value))
                };
                run(|b| b.is_ascii_digit(), 1).into_iter().filter(|n| *n <= 9).filter(fits).collect()
            }
            Sort::Date(pieces) => date(pieces, text).into_iter().collect(),
            Sort::Hex(width) => exactly(*width, text, |b| b.is_ascii_hexdigit()),
            Sort::Count(width) => exactly(*width, text, |b| b.is_ascii_digit()),
            Sort::Uuid => {
                let at = |i: usize, b: u8| {
                    if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() }
                };
                let fits = text.len() >= 36 && text.bytes().take(36).enumerate().all(|(i, b)| at(i, b));
                if fits { vec![36] } else { Vec::new() }
            }
            Sort::OneOf(words) => {
                let mut all: Vec<usize> =
                    words.iter().filter(|word| text.starts_with(word.as_str())).map(String::len).collect();
                all.sort_by(|a, b| b.cmp(a));
                all
            }
        }
    }
}

fn exactly(width: usize, text: &str, fits: fn(&u8) -> bool) -> Vec<usize> {
    let there = text.bytes().take(width).filter(fits).count() == width;
    if there { vec![width] } else { Vec::new() }
}

/// Returns the length of a date made of these pieces at the start of a text.
fn date(pieces: &[Piece], text: &str) -> Option<usize> {
    let mut at = 0;
    for piece in pieces {
        let (width, from, to) = match piece {
            Year => (4, 2018, 2099),
            ShortYear => (2, 23, 40),
            Month => (2, 1, 12),
            Day => (2, 1, 31),
            Dash => {
                text.get(at..)?.strip_prefix('-')?;
                at += 1;
                continue;
            }
        };
        let digits = text.get(at..at + width).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<u32>().ok().filter(|n| (from..=to).contains(n))?;
        at += width;
    }
    Some(at)
}

struct Search<'p> {
    parts: &'p [Part],
    id: &'p str,
    /// Places, by part and byte, from where nothing matches.
    failed: Vec<bool>,
    taken: Vec<(&'p str, usize, usize)>,
}

impl<'p> Search<'p> {
    fn from(&mut self, part: usize, at: usize) -> bool {
        let Some(here) = self.parts.get(part) else { return at == self.id.len() };
        let place = part * (self.id.len() + 1) + at;
        if self.failed[place] {
            return false;
        }
        let rest = &self.id[at..];
        let matched = match here {
            Part::Text(text) => rest.starts_with(text.as_str()) && self.from(part + 1, at + text.len()),
            Part::Maybe(count) => self.from(part + 1, at) || self.from(part + 1 + count, at),
            Part::Hole(name, sort) => sort.lengths(rest).into_iter().any(|length| {
                self.taken.push((name, at, at + length));
                let whole = self.from(part + 1, at + length);
                if !whole {
                    self.taken.pop();
                }
                whole
            }),
        };
        if !matched {
            self.failed[place] = true;
        }
        matched
    }
}

/// Fills a template; a hole that was not found is empty.
pub fn fill(template: &str, found: &Found) -> String {
    let mut out = String::new();
    // Where a group started, and whether a hole in it is empty.
    let mut group: Option<(usize, bool)> = None;
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = doubled(rest, c) {
            out.push(c);
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => group = Some((out.len(), false)),
            ']' => {
                if let Some((start, true)) = group.take() {
                    out.truncate(start);
                }
            }
            '{' => {
                let (hole, after) = rest.split_once('}').unwrap_or((rest, ""));
                rest = after;
                let (name, lower) = hole.strip_suffix('~').map_or((hole, false), |name| (name, true));
                let value = found.get(name).map(String::as_str).unwrap_or_default();
                if value.is_empty()
                    && let Some((_, empty)) = &mut group
                {
                    *empty = true;
                }
                out.push_str(&if lower { value.to_ascii_lowercase() } else { value.to_owned() });
            }
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, id: &str) -> Option<Vec<(String, String)>> {
        Some(Pattern::parse(pattern).unwrap().find(id)?.into_iter().collect())
    }

    #[test]
    fn holes_take_what_fits_and_groups_may_be_left_out() {
        let cases: &[(&str, &str, Option<&[(&str, &str)]>)] = &[
            ("a-{v:date}", "a-2026-02-11", Some(&[("v", "2026-02-11")])),
            ("a-{v:date}", "a-2026-13-11", None),
            ("{f}-{v:mmdd}", "g-4-0613", Some(&[("f", "g-4"), ("v", "0613")])),
            ("a[-{s:mini|nano}]b", "a-minib", Some(&[("s", "mini")])),
            ("a[-{s:mini|nano}]b", "ab", Some(&[])),
            ("a[x]y[z]", "ayz", Some(&[])),
            ("a[x]y[z]", "axy", Some(&[])),
            ("a[x]y[z]", "axz", None),
            ("s[[{c:w}]]", "s[1m]", Some(&[("c", "1m")])),
            ("{{n:{v}}}", "{n:1}", Some(&[("v", "1")])),
            ("{m:6..99}", "6", Some(&[("m", "6")])),
            ("{m:6..99}", "06", None),
            ("{m:6..99}", "100", None),
            ("{r:nnn}", "001", Some(&[("r", "001")])),
            ("{r:nnn}", "0012", None),
            ("{o:seg}:{x}", ":y", Some(&[("o", ""), ("x", "y")])),
        ];
        for (pattern, id, expected) in cases {
            let expected = expected.map(|pairs| {
                pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
            });
            assert_eq!(find(pattern, id), expected, "{pattern} {id}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for pattern in ["{a", "a}", "[a", "a]", "{:n}", "{a:huge}", "{a:1..b}"] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_group_of_a_template_needs_all_its_holes() {
        let found = Found::from([("a".into(), "Ab".into()), ("b".into(), String::new())]);
        assert_eq!(fill("{a~}[.{b}][ {a}]", &found), "ab Ab");
    }
}
