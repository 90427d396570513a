//! Expected output against what came: a line `...` stands for any lines, `[..]` for any text
//! within a line. Both are for what honestly varies, such as a time measured.

use similar::TextDiff;

/// Tells whether the output is what was expected.
pub fn matches(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((wild, rest)) if wild == "..." => (0..=actual.len()).any(|skip| matches(rest, &actual[skip..])),
        Some((line, rest)) => match actual.split_first() {
            Some((first, others)) => line_matches(line, first) && matches(rest, others),
            None => false,
        },
    }
}

fn line_matches(expected: &str, actual: &str) -> bool {
    let mut pieces = expected.split("[..]");
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = actual.strip_prefix(first) else { return false };
    let mut open = false;
    let mut last = "";
    for piece in pieces {
        open = true;
        last = piece;
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty() || (open && (last.is_empty() || rest.ends_with(last)))
}

/// Shows the lines that differ, expected first.
pub fn difference(expected: &[String], actual: &[String]) -> String {
    let side = |lines: &[String]| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
    TextDiff::from_lines(side(expected), side(actual))
        .unified_diff()
        .context_radius(3)
        .header("expected", "actual")
        .to_string()
}
