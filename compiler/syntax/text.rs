//! The three forms of strings: `"…"` with escapes, raw `'…'`, and `"""…"""` over several lines.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{anychar, char, none_of};
use nom::combinator::{map_opt, recognize};
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// Reads `"…"` on one line and returns what stands between the quotes.
pub(super) fn quoted(input: &str) -> IResult<&str, &str> {
    let escaped = preceded(char('\\'), none_of("\n"));
    let piece = alt((take_while1(|c| !matches!(c, '"' | '\\' | '\n')), recognize(escaped)));
    delimited(char('"'), recognize(many0_count(piece)), char('"')).parse(input)
}

/// Returns what follows a string that nothing but its quote ends or changes, in bytes, because
/// nearly every string is one; `None` leaves it to [`quoted`] and [`raw`].
pub(super) fn after_plain(input: &str) -> Option<&str> {
    let quote = *input.as_bytes().first()?;
    let content = &input.as_bytes()[1..];
    let end = content.iter().position(|b| *b == quote || matches!(b, b'\\' | b'\n'))?;
    (content[end] == quote).then(|| &input[end + 2..])
}

/// Reads `'…'` on one line and returns what stands between the quotes.
pub(super) fn raw(input: &str) -> IResult<&str, &str> {
    let content = take_while(|c| !matches!(c, '\'' | '\n'));
    delimited(char('\''), content, char('\'')).parse(input)
}

/// Finds the closing `"""` in one line of a text block and returns its offset.
pub(super) fn block_end(line: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + line[from..].find(['"', '\\'])?;
        if line[at..].starts_with("\"\"\"") {
            return Some(at);
        }
        let wide = if line[at..].starts_with('\\') { 2 } else { 1 };
        from = (at + wide..).find(|n| line.is_char_boundary(*n) || *n >= line.len())?;
        if from >= line.len() {
            return None;
        }
    }
}

/// Takes the indentation off the text between `"""` and `"""` and splits it into lines.
///
/// The line of the opening quotes and a blank line before the closing quotes do not count as
/// text. The indentation is what all lines with text, and the closing quotes where they stand
/// on their own line, have in common. Blanks at the end of a line are dropped.
pub(super) fn block_lines(content: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = content.split('\n').collect();
    let opening = lines[0].trim_matches(is_blank);
    let mut common: Option<&str> = None;
    let last = lines.len() - 1;
    for (n, line) in lines.iter().enumerate().skip(1) {
        let indent = &line[..line.len() - line.trim_start_matches(is_blank).len()];
        if n == last || indent.len() < line.len() {
            let shared = |other: &str| other.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
            common = Some(common.map_or(indent, |other| &other[..shared(other)]));
        }
    }
    let width = common.map_or(0, str::len);
    for line in lines.iter_mut().skip(1) {
        *line = line.get(width..).unwrap_or("").trim_end_matches(is_blank);
    }
    lines[0] = opening;
    if lines.len() > 1 && lines[last].is_empty() {
        lines.pop();
    }
    if lines[0].is_empty() {
        lines.remove(0);
    }
    lines
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

/// Replaces the escapes, or returns where the first one is that has no meaning.
pub(super) fn unescape(text: &str) -> Result<String, usize> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let (after, c) = escape(&rest[at..]).map_err(|_| text.len() - rest.len() + at)?;
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn escape(input: &str) -> IResult<&str, char> {
    let (rest, c) = preceded(char('\\'), anychar).parse(input)?;
    match c {
        '"' | '\\' => Ok((rest, c)),
        'n' => Ok((rest, '\n')),
        't' => Ok((rest, '\t')),
        _ => {
            let digits = take_while_m_n(1, 6, |c: char| c.is_ascii_hexdigit());
            let code = delimited(tag("\\u{"), digits, char('}'));
            map_opt(code, |code| char::from_u32(u32::from_str_radix(code, 16).ok()?)).parse(input)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_or_located() {
        assert_eq!(unescape(r#"a\"b\\\n\t\u{e9}"#), Ok("a\"b\\\n\té".to_owned()));
        for (text, at) in [(r"ab\q", 2), (r"\u{d800}", 0), (r"é\u{}", 2), (r"\u{1234567}", 0), (r"\u0041", 0)]
        {
            assert_eq!(unescape(text), Err(at), "{text}");
        }
    }

    #[test]
    fn strings_end_at_their_quote_or_not_at_all() {
        assert_eq!(quoted(r#""a\"b" c"#), Ok((" c", r#"a\"b"#)));
        assert_eq!(raw(r"'a\' b'"), Ok((" b'", r"a\")));
        assert_eq!(quoted(r#""""#), Ok(("", "")));
        for text in ["\"a\nb\"", "\"a", "\"a\\", "\"a\\\"", "'a\n'"] {
            assert!(quoted(text).is_err() && raw(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_block_loses_its_indentation_and_nothing_else() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("one line", &["one line"]),
            ("\n  ", &[]),
            ("\n    a\n      b\n\n    c\n    ", &["a", "  b", "", "c"]),
            ("\n    a\n  ", &["  a"]),
            ("\n  a  \n  b", &["a", "b"]),
            ("x\n  y\n", &["x", "  y"]),
            ("\n\n  a\n\n  ", &["", "a", ""]),
            ("\r\n  a\r\n  ", &["a"]),
        ];
        for (content, lines) in cases {
            assert_eq!(block_lines(content), lines, "{content:?}");
        }
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_block() {
        assert_eq!(block_end(r#"a \""" b """ c"#), Some(9));
        assert_eq!(block_end(r#"\\""""#), Some(2));
        assert_eq!(block_end("\\é\"\"\""), Some(3));
        assert_eq!(block_end("a \" \"\" \\"), None);
    }
}
