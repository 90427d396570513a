//! Whether the words that tell something stand where they must.
//!
//! A section is a heading with all below it. The opening of a prompt is what stands before its
//! second heading, the closing what stands from its last heading on; of a text without headings
//! they are its first and its last paragraph. What is above the first heading belongs to the
//! opening.

use std::ops::Range;

use crate::format::markdown::sections;
use crate::policy::Disclosure;

use super::comments::blanked;
use super::said::{Truth, says};
use super::words;

/// Judges a text; words in any of the places count, so that two sections of one name may share
/// what is told.
pub(super) fn judge(text: &str, told: &Disclosure) -> Truth {
    // A comment may open in one section and end in another.
    let shown = blanked(text);
    let said = |span: Range<usize>| match says(shown.get(span.clone())?, &told.words) {
        Truth::No if says(text.get(span)?, &told.words) != Truth::No => Some(Truth::Unknown),
        said => Some(said),
    };
    spans(text, told).into_iter().filter_map(said).max().unwrap_or(Truth::No)
}

/// Says why they do not stand there, and what to do about it.
pub(super) fn missing(text: &str, told: &Disclosure) -> String {
    let what = match (spans(text, told).is_empty(), says(text, &told.words)) {
        (true, _) => format!("no heading \"{}\" is in it", words::one_line(&told.section)),
        (false, Truth::Yes) => "they stand elsewhere in it".to_owned(),
        (false, _) => "they do not stand there".to_owned(),
    };
    format!("{what}: put the words back, or have `discloses` changed in the policy first")
}

fn spans(text: &str, told: &Disclosure) -> Vec<Range<usize>> {
    let sections = sections(text);
    if !told.section.is_empty() {
        let title = told.section.trim_start_matches('#').trim();
        let named = sections.iter().filter(|section| section.title == title);
        return named.map(|section| section.start..section.end).collect();
    }
    let one = match (told.turn.as_str(), sections.as_slice()) {
        ("first turn", []) => paragraphs(text).next(),
        ("first turn", [_, second, ..]) => Some(0..second.start),
        ("closing", []) => paragraphs(text).last(),
        ("closing", [.., last]) => Some(last.start..text.len()),
        _ => Some(0..text.len()),
    };
    one.into_iter().collect()
}

/// Lists the paragraphs of a text: stretches between empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (line.trim().is_empty(), open) {
            (true, _) => open = false,
            (false, true) => found.last_mut().into_iter().for_each(|last| last.end = end),
            (false, false) => {
                found.push(at..end);
                open = true;
            }
        }
        at = end;
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(turn: &str, section: &str) -> Disclosure {
        let words = "an automated assistant".to_owned();
        Disclosure { element: "ai".into(), turn: turn.into(), section: section.into(), words }
    }

    #[test]
    fn words_count_only_where_they_must_stand() {
        let prompt =
            "You help.\n\n# Greeting\n\nI am an automated\nassistant.\n\n## Names\n\nAda.\n\n# End\n\nBye.\n";
        let plain = "I am an automated assistant.\n\nTell the claim.\n\nBye.";
        for (text, turn, section, expected) in [
            (prompt, "first turn", "", Truth::Yes),
            (prompt, "closing", "", Truth::No),
            (prompt, "", "", Truth::Yes),
            (prompt, "on request", "", Truth::Yes),
            (prompt, "closing", "Greeting", Truth::Yes),
            (prompt, "first turn", "# End", Truth::No),
            (prompt, "", "Gone", Truth::No),
            (plain, "first turn", "", Truth::Yes),
            (plain, "closing", "", Truth::No),
            ("", "first turn", "", Truth::No),
            ("\n\n# One\n\nNo.\n\n# Two\n\nan automated assistant", "first turn", "", Truth::No),
            ("\n\n# One\n\nNo.\n\n# Two\n\nan automated assistant", "closing", "", Truth::Yes),
            ("# Greeting\n\nNo.\n\n# Greeting\n\nan automated assistant", "", "Greeting", Truth::Yes),
            ("an auto\u{200b}mated assistant", "first turn", "", Truth::Unknown),
            ("<!-- an automated assistant -->", "first turn", "", Truth::Unknown),
            ("<!--\n\n# End\n\nan automated assistant -->", "closing", "", Truth::Unknown),
        ] {
            assert_eq!(judge(text, &told(turn, section)), expected, "{turn} {section} in {text:?}");
        }
    }
}
