//! The headings of a prompt found line by line, many times quicker than by its whole grammar.
//!
//! What only the grammar can tell (setext headings, HTML, headings that may stand in a list or a
//! quote) is left to [`super::markdown::sections`]; a law of the suite holds both to one answer.

use std::cell::OnceCell;

use super::markdown::{self, Section};

/// A heading, with the line that says it.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its first byte.
    pub start: usize,
    end: usize,
    by_line: bool,
    title: OnceCell<String>,
}

impl Heading {
    fn line<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Tells whether a heading of another text says the same.
    pub fn is_same(&self, text: &str, other: &Heading, other_text: &str) -> bool {
        let lines = self.line(text) == other.line(other_text);
        lines && (self.by_line && other.by_line || self.title(text) == other.title(other_text))
    }

    /// Returns its text, without markup; read when it is first asked for.
    pub fn title(&self, text: &str) -> &str {
        let one = || markdown::sections(self.line(text)).into_iter().next();
        self.title.get_or_init(|| one().map_or(String::new(), |section| section.title))
    }
}

/// Finds the headings of a text, in order.
pub fn headings(text: &str) -> Vec<Heading> {
    plain(text).unwrap_or_else(|| {
        let read = |section: Section| {
            let end = text[section.start..].find('\n').map_or(text.len(), |end| section.start + end);
            let title = OnceCell::from(section.title);
            Heading { start: section.start, end, by_line: false, title }
        };
        markdown::sections(text).into_iter().map(read).collect()
    })
}

/// Finds the sections of a text, as [`markdown::sections`] does.
pub fn outline(text: &str) -> Vec<Section> {
    let Some(headings) = plain(text) else { return markdown::sections(text) };
    let section = |heading: &Heading| {
        let level = heading.line(text).bytes().take_while(|byte| *byte == b'#').count() as u8;
        let title = heading.title(text).to_owned();
        Section { title, level, start: heading.start, own_end: text.len(), end: text.len() }
    };
    let mut found: Vec<Section> = headings.iter().map(section).collect();
    markdown::close(&mut found);
    found
}

/// Finds them where every line tells by itself what it is; else `None`.
fn plain(text: &str) -> Option<Vec<Heading>> {
    let mut found = Vec::new();
    // The mark and the length of the code fence that is open.
    let mut fence: Option<(u8, usize)> = None;
    let mut blank = true;
    let mut at = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    for end in ends.chain((!text.ends_with('\n') && !text.is_empty()).then_some(text.len())) {
        let start = at;
        at = end;
        // Most lines start with a letter, and are text.
        if fence.is_none() && text.as_bytes()[start].is_ascii_alphabetic() {
            blank = false;
            continue;
        }
        let line = &text[start..end];
        let bytes = line.as_bytes();
        let first = bytes.iter().position(|b| !matches!(b, b' ' | b'\t'));
        let indent = first.unwrap_or(0);
        let mark = first.map_or(b'\n', |n| bytes[n]);
        if let Some((open, length)) = fence {
            let run = bytes.iter().skip(indent).take_while(|b| **b == open).count();
            if mark == open && run >= length {
                let closes = line[indent + run..].trim().is_empty();
                if indent > 0 && closes {
                    return None;
                }
                if closes {
                    fence = None;
                }
            }
            continue;
        }
        match mark {
            b'#' => {
                if indent > 0 {
                    return None;
                }
                let level = bytes.iter().take_while(|b| **b == b'#').count();
                let spaced = matches!(bytes.get(level), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
                if level <= 6 && spaced {
                    found.push(Heading { start, end, by_line: true, title: OnceCell::new() });
                }
            }
            b'`' | b'~' => {
                let run = bytes.iter().skip(indent).take_while(|b| **b == mark).count();
                if run >= 3 {
                    let info = &line[indent + run..];
                    if indent > 0 || (mark == b'`' && info.contains('`')) {
                        return None;
                    }
                    fence = Some((mark, run));
                }
            }
            // HTML, which can hold lines that look like headings, and definitions of links.
            b'<' | b'[' => return None,
            // A rule, or the line under a heading.
            b'=' | b'-' if !blank && line.trim().bytes().all(|b| b == mark) => return None,
            // What may open a fence or a heading inside a list or a quote.
            b'-' | b'*' | b'+' | b'>' | b'0'..=b'9' => {
                let rest = line[indent..]
                    .trim_start_matches(|c: char| c.is_ascii_digit() || "-*+>.) \t".contains(c));
                if rest.starts_with("```") || rest.starts_with("~~~") || rest.starts_with(['<', '[']) {
                    return None;
                }
            }
            0 | b'\r' if line.contains('\r') => return None,
            _ => {}
        }
        blank = mark == b'\n';
    }
    if fence.is_some() {
        return None;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_prompts_are_read_without_the_grammar_and_the_same() {
        let text = "intro\n\n# One `two`\n- a\n- b\n\n## Three *four*\n```\n# no\n```\n1. x\n#no\n####### no\n# Last #\n";
        assert!(plain(text).is_some());
        assert_eq!(outline(text), markdown::sections(text));
    }
}
