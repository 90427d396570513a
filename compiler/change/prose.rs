//! What a change of text touches: sections, protected parts, and the lines shown to people.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::TextChange;
use crate::format::markdown::{Section, sections};
use crate::policy::Protected;

/// The most lines, of both sides together and without common ends, that are compared one by one.
const MAX_COMPARED: usize = 4_000;
/// The most lines that are shown.
const MAX_SHOWN: usize = 200;
/// The most characters of a line that are shown.
const MAX_WIDTH: usize = 400;
/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;

/// Compares two normalised texts.
pub fn compare(before: &str, after: &str) -> TextChange {
    TextChange { sections: touched(before, after), diff: diff(before, after) }
}

/// Tells whether a change touches a protected part.
///
/// A section is touched when the text under any heading of that name, subsections included,
/// is not the same, wherever it stands; a sentence, when it does not occur as often as before.
pub fn touches(before: &str, after: &str, protected: &[Protected]) -> bool {
    let need_sections = protected.iter().any(|part| part.part == "section");
    let split = |text| if need_sections { sections(text) } else { Vec::new() };
    let (old, new) = (split(before), split(after));
    protected.iter().any(|part| match part.part.as_str() {
        "section" => {
            let title = part.text.trim().trim_start_matches('#').trim();
            under(before, &old, title) != under(after, &new, title)
        }
        _ => occurrences(before, &part.text) != occurrences(after, &part.text),
    })
}

/// Tells whether a text holds any protected part.
pub fn holds(text: &str, protected: &[Protected]) -> bool {
    touches("", text, protected)
}

fn under<'t>(text: &'t str, sections: &[Section], title: &str) -> Vec<&'t str> {
    let named = sections.iter().filter(|section| section.title == title);
    named.map(|s| text.get(s.start..s.end).unwrap_or_default().trim_end()).collect()
}

fn occurrences(text: &str, sentence: &str) -> usize {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = fold(sentence);
    if sentence.is_empty() { 0 } else { fold(text).matches(&sentence).count() }
}

/// Lists the headings whose own text is not the same on both sides, in the order of the text
/// after, then those that are gone.
fn touched(before: &str, after: &str) -> Vec<String> {
    let (old, new) = (keyed(before), keyed(after));
    let old_map: BTreeMap<Key, &str> = old.iter().cloned().collect();
    let new_map: BTreeMap<Key, &str> = new.iter().cloned().collect();
    let changed = new.iter().filter(|(key, text)| old_map.get(key) != Some(text));
    let gone = old.iter().filter(|(key, _)| !new_map.contains_key(key));
    let mut titles: Vec<String> = Vec::new();
    for (key, _) in changed.chain(gone) {
        if !titles.contains(&key.0) {
            titles.push(key.0.clone());
        }
    }
    titles
}

/// A heading and which of its namesakes it is.
type Key = (String, usize);

fn keyed(text: &str) -> Vec<(Key, &str)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let key = |section: Section| {
        let nth = seen.entry(section.title.clone()).or_default();
        *nth += 1;
        let own = text.get(section.start..section.own_end).unwrap_or_default().trim_end();
        ((section.title, *nth), own)
    };
    sections(text).into_iter().map(key).collect()
}

/// Compares line by line, bounded by the number of lines and never by a clock.
fn diff(before: &str, after: &str) -> Vec<String> {
    let lines = |text: &'_ str| -> Vec<String> {
        if text.is_empty() { Vec::new() } else { text.split('\n').map(shorten).collect() }
    };
    let raw = |text: &'_ str| -> Vec<u64> { text.split('\n').map(hash).collect() };
    let (old, new) = (lines(before), lines(after));
    let (mut a, mut b) = (raw(before), raw(after));
    a.truncate(old.len());
    b.truncate(new.len());
    let prefix = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let left = a.len().min(b.len()) - prefix;
    let suffix = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
    let middle = (prefix..a.len() - suffix, prefix..b.len() - suffix);
    let ops = if middle.0.len() + middle.1.len() > MAX_COMPARED {
        vec![DiffOp::Replace { old_index: 0, old_len: middle.0.len(), new_index: 0, new_len: middle.1.len() }]
    } else {
        capture_diff_slices(Algorithm::Myers, &a[middle.0], &b[middle.1])
    };
    show(&ops, prefix, &old, &new)
}

fn show(ops: &[DiffOp], shift: usize, old: &[String], new: &[String]) -> Vec<String> {
    let mut out = Printer { lines: Vec::new(), left_out: false };
    let changed: Vec<_> = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).collect();
    let mut shown_to = 0;
    for (i, op) in changed.iter().enumerate() {
        let (from, to) = (op.old_range().start + shift, op.old_range().end + shift);
        let (new_from, new_to) = (op.new_range().start + shift, op.new_range().end + shift);
        let context = from.saturating_sub(CONTEXT).max(shown_to);
        if context > shown_to {
            out.gap();
        }
        old.iter().take(from).skip(context).for_each(|line| out.push(' ', line));
        old.iter().take(to).skip(from).for_each(|line| out.push('-', line));
        new.iter().take(new_to).skip(new_from).for_each(|line| out.push('+', line));
        let next = changed.get(i + 1).map_or(old.len(), |next| next.old_range().start + shift);
        let until = (to + CONTEXT).min(next);
        old.iter().take(until).skip(to).for_each(|line| out.push(' ', line));
        shown_to = until;
    }
    if shown_to < old.len() && !changed.is_empty() {
        out.gap();
    }
    out.lines
}

struct Printer {
    lines: Vec<String>,
    left_out: bool,
}

impl Printer {
    fn push(&mut self, sign: char, line: &str) {
        if self.lines.len() < MAX_SHOWN {
            self.lines.push(format!("{sign}{line}"));
        } else if !self.left_out {
            self.left_out = true;
            self.lines.push("…".into());
        }
    }

    fn gap(&mut self) {
        if self.lines.len() < MAX_SHOWN && self.lines.last().is_none_or(|line| line != "…") {
            self.lines.push("…".into());
        }
    }
}

fn shorten(line: &str) -> String {
    match line.char_indices().nth(MAX_WIDTH) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// A hash for comparing lines cheaply; only what is shown depends on it.
fn hash(line: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protect(part: &str, text: &str) -> Vec<Protected> {
        vec![Protected { part: part.into(), text: text.into() }]
    }

    #[test]
    fn a_protected_section_includes_what_is_below_it_and_nothing_else() {
        let before = "# A\nx\n## Hand-off\ncall\n### Late\nwait\n# B\ny\n";
        let touched = |after: &str| touches(before, after, &protect("section", "Hand-off"));
        assert!(!touched(before));
        assert!(!touched("# A\nz\n## Hand-off\ncall\n### Late\nwait\n\n# C\n# B\ny2\n"));
        for after in [
            "# A\nx\n## Hand-off\ncall\n### Late\nwait!\n# B\ny\n",
            "# A\nx\n## Hand off\ncall\n### Late\nwait\n# B\ny\n",
            "# A\nx\n```\n## Hand-off\ncall\n### Late\nwait\n```\n# B\ny\n",
            "# A\nx\n<!--\n## Hand-off\ncall\n### Late\nwait\n-->\n# B\ny\n",
            "# A\nx\n## Hand-off\ncall\n# New\n### Late\nwait\n# B\ny\n",
            "# A\nx\n## Hand-off\ncall\n### Late\nwait\n# B\ny\n## Hand-off\nnever\n",
            "# B\ny\n",
        ] {
            assert!(touched(after), "{after}");
        }
    }

    #[test]
    fn a_protected_sentence_survives_reflow() {
        let part = protect("text", "Never give  advice.");
        assert!(!touches("a\nNever give advice. b", "b Never give\nadvice. c", &part));
        assert!(touches("Never give advice.", "never give advice.", &part));
        assert!(touches("x", "Never give advice.", &part));
        assert!(holds("Never give\nadvice.", &part) && !holds("x", &part));
    }

    #[test]
    fn sections_touched_are_those_whose_own_text_moved() {
        let before = "intro\n# A\n1\n## B\n2\n# C\n3\n# A\n4\n";
        let after = "intro!\n# A\n1\n## B\n2x\n# D\n3\n# A\n5\n";
        assert_eq!(touched(before, after), ["B", "D", "A", "C"]);
    }

    #[test]
    fn lines_are_shown_with_context() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh";
        let after = "a\nb\nc\nd\nE\nf\ng\nh\ni";
        assert_eq!(diff(before, after), ["…", " c", " d", "-e", "+E", " f", " g", " h", "+i"]);
        assert_eq!(diff("", "x"), ["+x"]);
        assert_eq!(diff("x", ""), ["-x"]);
    }

    #[test]
    fn large_rewrites_are_bounded() {
        let text = |seed: usize| (0..20_000).map(|i| format!("{} {seed}\n", i % 7)).collect::<String>();
        let shown = diff(&text(1), &text(2));
        assert_eq!((shown.len(), shown.last().unwrap().as_str()), (MAX_SHOWN + 1, "…"));
    }
}
