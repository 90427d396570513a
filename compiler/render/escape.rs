//! Text from repositories made safe for where it is shown: it is written by whoever opens a
//! pull request.

use std::fmt::Write;

use crate::character::hidden;

/// Makes text safe for a terminal: controls, invisible and bidirectional characters become
/// visible escapes such as `\u{202e}`. Line ends are escaped too.
pub fn terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || hidden(c).is_some() {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Makes text safe for Markdown: what could become a link, markup or a table cell is escaped.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in terminal(text).chars() {
        if "\\`*_{}[]<>()#+!|~".contains(c) {
            out.push('\\');
        }
        if c == '@' {
            // A zero-width space would be invisible; an entity keeps `@name` from becoming a mention.
            out.push_str("&#64;");
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns a fence for code that no line in it can close.
pub fn fence<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let run = |line: &str| line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(lines.map(run).max().unwrap_or(0).max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_sees_no_control() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c\n"), "a\\u{1b}[31mb\\u{202e}c\\u{a}");
    }

    #[test]
    fn markdown_gets_no_markup() {
        assert_eq!(markdown("[x](y) @z |"), "\\[x\\]\\(y\\) &#64;z \\|");
    }
}
