//! Which sections a change touches, and whether a protected part is among them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::format::markdown::{Section, sections};
use crate::format::outline::{Heading, headings, outline};
use crate::policy::Protected;

/// The headings of both texts, and the parts that the policy protects.
pub(super) struct Outline<'t> {
    old: Side<'t>,
    new: Side<'t>,
    protected: &'t [Protected],
}

/// A text and its headings.
struct Side<'t> {
    text: &'t str,
    headings: Vec<Heading>,
    /// With where they end, which only protected parts ask for.
    sections: OnceCell<Vec<Section>>,
}

impl<'t> Side<'t> {
    fn of(text: &'t str) -> Side<'t> {
        Side { text, headings: headings(text), sections: OnceCell::new() }
    }

    /// Returns the text of a heading up to the next one.
    fn own(&self, n: usize) -> &'t str {
        let start = self.headings[n].start;
        let end = self.headings.get(n + 1).map_or(self.text.len(), |next| next.start);
        self.text[start..end].trim_end()
    }

    fn title(&self, n: usize) -> String {
        self.headings[n].title(self.text).to_owned()
    }

    fn keyed(&self) -> Vec<(Key, &'t str)> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let key = |n| {
            let title = self.title(n);
            let nth = seen.entry(title.clone()).or_default();
            *nth += 1;
            ((title, *nth), self.own(n))
        };
        (0..self.headings.len()).map(key).collect()
    }
}

/// A heading and which of its namesakes it is.
type Key = (String, usize);

impl<'t> Outline<'t> {
    pub fn of(before: &'t str, after: &'t str, protected: &'t [Protected]) -> Outline<'t> {
        Outline { old: Side::of(before), new: Side::of(after), protected }
    }

    /// Lists the headings whose own text is not the same on both sides, in the order of the text
    /// after, then those that are gone.
    pub fn touched(&self) -> Vec<String> {
        let (old, new) = (&self.old, &self.new);
        let mut pairs = old.headings.iter().zip(&new.headings);
        // Mostly the headings stay as they are, and then their names need not be read.
        if old.headings.len() == new.headings.len() && pairs.all(|(a, b)| a.is_same(old.text, b, new.text)) {
            let changed = (0..new.headings.len()).filter(|n| old.own(*n) != new.own(*n));
            return unique(changed.map(|n| new.title(n)));
        }
        let (old, new) = (old.keyed(), new.keyed());
        let old_map: BTreeMap<&Key, &str> = old.iter().map(|(key, text)| (key, *text)).collect();
        let new_map: BTreeMap<&Key, &str> = new.iter().map(|(key, text)| (key, *text)).collect();
        let changed = new.iter().filter(|(key, text)| old_map.get(key) != Some(text));
        let gone = old.iter().filter(|(key, _)| !new_map.contains_key(key));
        unique(changed.chain(gone).map(|(key, _)| key.0.clone()))
    }

    /// Returns the heading above a byte of the text after, or `""`.
    pub fn section_after(&self, at: usize) -> String {
        let above = self.new.headings.partition_point(|heading| heading.start <= at);
        above.checked_sub(1).map(|n| self.new.title(n)).unwrap_or_default()
    }

    /// Tells whether something of the text before stood in a protected part.
    pub fn is_protected(&self, at: usize, text: &str) -> bool {
        self.protected.iter().any(|part| match part.part.as_str() {
            "section" => {
                let title = heading(&part.text);
                let sections = self.old.sections.get_or_init(|| outline(self.old.text));
                sections.iter().any(|s| s.title == title && (s.start..s.end).contains(&at))
            }
            _ => occurrences(text, &part.text) > 0,
        })
    }
}

/// Keeps the first of equal titles.
fn unique(titles: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    titles.filter(|title| seen.insert(title.clone())).collect()
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
            let title = heading(&part.text);
            under(before, &old, title) != under(after, &new, title)
        }
        _ => occurrences(before, &part.text) != occurrences(after, &part.text),
    })
}

/// Tells whether a text holds any protected part.
pub fn holds(text: &str, protected: &[Protected]) -> bool {
    touches("", text, protected)
}

fn heading(text: &str) -> &str {
    text.trim().trim_start_matches('#').trim()
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
