//! What a reader of a changed prompt may overlook: variables, weaker words, characters that
//! nobody sees or that look like others.

use std::collections::{BTreeMap, BTreeSet};

use super::Outline;
use super::encoded::encoded;
use super::lines::{Lines, Pair};
use crate::change::{Finding, FindingSort};
use crate::character::{hidden, looks_like};
use crate::wording::{Reworded, Wording};

/// The most findings of one sort that are listed.
const MAX_LISTED: usize = 40;
/// The longest name of a variable, or tag of a template, in bytes.
const MAX_VARIABLE: usize = 200;
/// The most characters of encoded text that are shown.
const MAX_SAID: usize = 160;
/// The longest line whose wording is compared, in bytes.
const MAX_WORDING: usize = 20_000;

/// Lists everything in the order of the sorts.
pub(super) fn list(before: &str, after: &str, lines: &Lines<'_>, weaker: Weaker<'_>) -> Vec<Finding> {
    let mut all = weaker.list;
    all.truncate(MAX_LISTED);
    all.extend(variables(before, after, lines));
    all.extend(unseen(lines));
    all.extend(lookalikes(lines));
    all.extend(encoded_words(lines));
    all
}

fn finding(sort: FindingSort, line: u64, before: &str, after: &str) -> Finding {
    Finding {
        sort,
        line,
        before: before.to_owned(),
        after: after.to_owned(),
        section: String::new(),
        protected: false,
    }
}

/// Duties and prohibitions that became weaker in lines that are still the same.
pub(super) struct Weaker<'o> {
    outline: &'o Outline<'o>,
    wordings: &'o [Wording],
    list: Vec<Finding>,
}

impl<'o> Weaker<'o> {
    pub fn new(outline: &'o Outline<'o>, wordings: &'o [Wording]) -> Weaker<'o> {
        Weaker { outline, wordings, list: Vec::new() }
    }

    pub fn is_full(&self) -> bool {
        self.list.len() >= MAX_LISTED
    }

    pub fn add(&mut self, pair: &Pair<'_>) {
        if self.is_full() || pair.old.len().max(pair.new.len()) > MAX_WORDING {
            return;
        }
        let reworded = Reworded::of(pair.old, pair.new);
        for (before, after) in self.wordings.iter().flat_map(|wording| wording.weakened(&reworded)) {
            let mut one = finding(FindingSort::Weakened, pair.line, &before, &after);
            one.section = self.outline.section_after(pair.new_at);
            one.protected = self.outline.is_protected(pair.old_at, pair.old);
            self.list.push(one);
        }
    }
}

/// Finds variables of templates that came or went, whatever else the text says. What stands in a
/// line that is the same on both sides did neither.
fn variables(before: &str, after: &str, lines: &Lines<'_>) -> Vec<Finding> {
    let went = holes(lines.went());
    let came = holes(lines.came());
    // A text as a whole is only looked at where something may be gone from it or new in it.
    let differ = |some: &Holes, others: &Holes| some.keys().any(|hole| !others.contains_key(hole));
    let (gone, come) = (differ(&went, &came), differ(&came, &went));
    if !gone && !come {
        return Vec::new();
    }
    let (old, new) = (holes([(1, before)].into_iter()), holes([(1, after)].into_iter()));
    let gone = went.keys().filter(|hole| !new.contains_key(*hole)).take(MAX_LISTED);
    let gone = gone.map(|hole| finding(FindingSort::VariableRemoved, line_of(&old, hole), hole, ""));
    let come = came.keys().filter(|hole| !old.contains_key(*hole)).take(MAX_LISTED);
    let come = come.map(|hole| finding(FindingSort::VariableAdded, line_of(&new, hole), "", hole));
    gone.chain(come).collect()
}

/// Variables, each with its first line.
type Holes = BTreeMap<String, u64>;

fn line_of(holes: &Holes, hole: &str) -> u64 {
    holes.get(hole).copied().unwrap_or_default()
}

/// Finds the variables of some stretches of text, each given with its first line.
fn holes<'t>(stretches: impl Iterator<Item = (u64, &'t str)>) -> Holes {
    let mut found = Holes::new();
    for (first, text) in stretches {
        let (mut line, mut counted) = (first, 0);
        for (hole, at) in holes_of(text) {
            line += text[counted..at].matches('\n').count() as u64;
            counted = at;
            found.entry(hole).or_insert(line);
        }
    }
    found
}

/// Finds `{{x}}`, `{x}`, `${x}` and `{% … %}` with their places, in order.
fn holes_of(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut closes = [Next::of("}}"), Next::of("%}"), Next::of("}")];
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + next;
        let rest = &text[start..];
        let dollar = text[..start].ends_with('$');
        let (open, close) = match rest.as_bytes().get(1) {
            Some(b'{') => ("{{", &mut closes[0]),
            Some(b'%') => ("{%", &mut closes[1]),
            _ => ("{", &mut closes[2]),
        };
        at = start + open.len();
        let Some(end) = close.at_or_after(text, at).filter(|end| end - start < MAX_VARIABLE) else {
            continue;
        };
        let inside = text[at..end].trim_matches(|c: char| c == '-' || c.is_whitespace());
        let named =
            inside.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '.' | '#' | '/' | '^'));
        let plain = inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
        if inside.is_empty() || !named || (open == "{" && !plain) || inside.contains('\n') {
            continue;
        }
        let sign = if dollar && open == "{" { "$" } else { "" };
        let shown = if open == "{%" {
            format!("{{% {inside} %}}")
        } else {
            format!("{sign}{open}{inside}{}", close.mark)
        };
        found.push((shown, start));
        at = end + close.mark.len();
    }
    found
}

/// The next place of a mark, found once however often it is asked for.
struct Next {
    mark: &'static str,
    place: Option<usize>,
    looked_from: Option<usize>,
}

impl Next {
    fn of(mark: &'static str) -> Next {
        Next { mark, place: None, looked_from: None }
    }

    /// Finds the first place at or after a byte; the bytes only grow from one call to the next.
    fn at_or_after(&mut self, text: &str, from: usize) -> Option<usize> {
        let known = self.looked_from.is_some() && self.place.is_none_or(|place| place >= from);
        if !known {
            self.looked_from = Some(from);
            self.place = text.get(from..).and_then(|rest| rest.find(self.mark)).map(|at| from + at);
        }
        self.place
    }
}

/// Finds characters that nobody sees and that came with the change.
fn unseen(lines: &Lines<'_>) -> Vec<Finding> {
    let mut before: BTreeMap<char, usize> = BTreeMap::new();
    for c in lines.went().flat_map(|(_, text)| unusual(text)).map(|(_, c)| c).filter(|c| hidden(*c).is_some())
    {
        *before.entry(c).or_default() += 1;
    }
    let mut all = Vec::new();
    for (first, text) in lines.came() {
        for (at, c) in unusual(text).filter(|(_, c)| hidden(*c).is_some()) {
            match before.get_mut(&c) {
                Some(left) if *left > 0 => *left -= 1,
                _ if all.len() < MAX_LISTED => {
                    let line = first + text[..at].matches('\n').count() as u64;
                    all.push(finding(FindingSort::Unseen, line, "", &c.to_string()));
                }
                _ => return all,
            }
        }
    }
    all
}

/// Finds words in letters of two scripts that came with the change.
fn lookalikes(lines: &Lines<'_>) -> Vec<Finding> {
    let mixed = |text: &str| -> Vec<(usize, String)> {
        if text.is_ascii() {
            return Vec::new();
        }
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| looks_like(word).is_some());
        words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word.to_owned())).collect()
    };
    let before: BTreeSet<String> =
        lines.went().flat_map(|(_, text)| mixed(text)).map(|(_, word)| word).collect();
    let mut all = Vec::new();
    for (first, text) in lines.came() {
        for (at, word) in mixed(text).into_iter().filter(|(_, word)| !before.contains(word)) {
            if all.len() < MAX_LISTED {
                let line = first + text[..at].matches('\n').count() as u64;
                all.push(finding(FindingSort::Lookalike, line, "", &word));
            }
        }
    }
    all
}

/// Finds base64 that says something and that came with the change.
fn encoded_words(lines: &Lines<'_>) -> Vec<Finding> {
    let before: BTreeSet<String> =
        lines.went().flat_map(|(_, text)| encoded(text)).map(|(_, says)| says).collect();
    let mut all = Vec::new();
    for (first, text) in lines.came() {
        for (at, says) in encoded(text).into_iter().filter(|(_, says)| !before.contains(says)) {
            if all.len() == MAX_LISTED {
                return all;
            }
            let line = first + text[..at].matches('\n').count() as u64;
            let shown: String = says.chars().take(MAX_SAID).collect();
            all.push(finding(FindingSort::Encoded, line, "", &shown));
        }
    }
    all
}

/// Lists the characters of a text that are not plain printable ASCII, tab or line end.
fn unusual(text: &str) -> Box<dyn Iterator<Item = (usize, char)> + '_> {
    let plain = |b: u8| matches!(b, b' '..=b'~' | b'\n' | b'\t' | b'\r');
    if text.bytes().all(plain) {
        return Box::new(std::iter::empty());
    }
    Box::new(text.char_indices().filter(move |(_, c)| !(c.is_ascii() && plain(*c as u8))))
}
