//! The headings of a prompt found line by line, many times quicker than by its whole grammar.
//!
//! What only the grammar can tell (setext headings, HTML, headings that may stand in a list or a
//! quote) is left to [`super::markdown::sections`]; a law of the suite holds both to one answer.

use super::markdown::{self, Section};

/// Finds the sections of a text, as [`markdown::sections`] does.
pub fn outline(text: &str) -> Vec<Section> {
    plain(text).unwrap_or_else(|| markdown::sections(text))
}

/// Finds them where every line tells by itself what it is; else `None`.
fn plain(text: &str) -> Option<Vec<Section>> {
    let mut starts = Vec::new();
    // The mark and the length of the code fence that is open.
    let mut fence: Option<(u8, usize)> = None;
    let mut blank = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
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
                    starts.push((start, at));
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
    let mut found = Vec::new();
    for (start, end) in starts {
        let [one] = <[Section; 1]>::try_from(markdown::sections(&text[start..end])).ok()?;
        found.push(Section { start, own_end: text.len(), end: text.len(), ..one });
    }
    markdown::close(&mut found);
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
