//! Which sections a change touches, and whether a protected part is among them.

use std::collections::BTreeMap;

use crate::format::markdown::{Section, sections};
use crate::format::outline::outline;
use crate::policy::Protected;

/// The sections of both texts, and the parts that the policy protects.
pub(super) struct Outline<'t> {
    before: &'t str,
    after: &'t str,
    old: Vec<Section>,
    new: Vec<Section>,
    protected: &'t [Protected],
}

impl<'t> Outline<'t> {
    pub fn of(before: &'t str, after: &'t str, protected: &'t [Protected]) -> Outline<'t> {
        Outline { before, after, old: outline(before), new: outline(after), protected }
    }

    /// Lists the headings whose own text is not the same on both sides, in the order of the text
    /// after, then those that are gone.
    pub fn touched(&self) -> Vec<String> {
        let (old, new) = (keyed(self.before, &self.old), keyed(self.after, &self.new));
        let old_map: BTreeMap<Key, &str> = old.iter().cloned().collect();
        let new_map: BTreeMap<Key, &str> = new.iter().cloned().collect();
        let changed = new.iter().filter(|(key, text)| old_map.get(key) != Some(text));
        let gone = old.iter().filter(|(key, _)| !new_map.contains_key(key));
        let mut titles: Vec<String> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (key, _) in changed.chain(gone) {
            if seen.insert(key.0) {
                titles.push(key.0.to_owned());
            }
        }
        titles
    }

    /// Returns the heading above a byte of the text after, or `""`.
    pub fn section_after(&self, at: usize) -> String {
        let above = self.new.partition_point(|section| section.start <= at);
        above.checked_sub(1).map(|n| self.new[n].title.clone()).unwrap_or_default()
    }

    /// Tells whether something of the text before stood in a protected part.
    pub fn is_protected(&self, at: usize, text: &str) -> bool {
        self.protected.iter().any(|part| match part.part.as_str() {
            "section" => {
                let title = heading(&part.text);
                self.old.iter().any(|s| s.title == title && (s.start..s.end).contains(&at))
            }
            _ => occurrences(text, &part.text) > 0,
        })
    }
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

/// A heading and which of its namesakes it is.
type Key<'s> = (&'s str, usize);

fn keyed<'t>(text: &'t str, sections: &'t [Section]) -> Vec<(Key<'t>, &'t str)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let key = |section: &'t Section| {
        let nth = seen.entry(&section.title).or_default();
        *nth += 1;
        let own = text.get(section.start..section.own_end).unwrap_or_default().trim_end();
        ((section.title.as_str(), *nth), own)
    };
    sections.iter().map(key).collect()
}
