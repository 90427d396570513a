//! What the readers of files without a library share: lines, blanks, comments, code points.

use crate::source::Span;

/// Returns where the line at a byte ends: before its line end, or at the end of the text.
pub(super) fn end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| from + at)
}

/// Drops blanks on both sides.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or_default();
    let blank = [' ', '\t', '\r'];
    let end = span.start as usize + slice.trim_end_matches(blank).len();
    let start = span.end as usize - slice.trim_start_matches(blank).len();
    Span::new(start.min(end), end)
}

/// Finds a comment that one of the marks begins: at the start, or after a blank.
pub(super) fn comment(line: &str, marks: &[u8]) -> Option<usize> {
    let mut blank = true;
    for (i, byte) in line.bytes().enumerate() {
        if blank && marks.contains(&byte) {
            return Some(i);
        }
        blank = matches!(byte, b' ' | b'\t');
    }
    None
}

/// Reads a character from `count` hexadecimal digits; half of a surrogate pair is none.
pub(super) fn code_point(digits: impl Iterator<Item = char>, count: usize) -> Option<char> {
    let digits: Vec<u32> = digits.take(count).map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let code = digits.iter().fold(0u32, |code, digit| code.wrapping_mul(16).wrapping_add(*digit));
    (count > 0 && digits.len() == count).then(|| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}
