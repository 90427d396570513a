//! Reports names that nothing declares: each once, and where it was most likely misspelt.
//!
//! A name that is used in many places and declared in none is one mistake. If something of that
//! sort has nearly that name and nothing uses it, the mistake is in the declaration.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::source::Location;
use crate::syntax::{Shape, Tree};

use super::reader::Binder;

/// How many further uses are shown.
const SHOWN: usize = 3;

/// A use of a name that nothing declares.
pub(super) struct Unknown {
    /// What should have the name, in the word of messages: `role`, `catalogue`.
    sort: &'static str,
    name: String,
    finding: Diagnostic,
}

impl Binder {
    /// Keeps a finding about a name until all of its uses are known.
    pub fn unknown(&mut self, sort: &'static str, name: &str, finding: Diagnostic) {
        // A commit's author may be either, so one misspelling may be both.
        let sort = if sort == "bot" { "person" } else { sort };
        self.unknown.push(Unknown { sort, name: name.to_owned(), finding });
    }

    /// Reports the names that nothing declares.
    pub fn report_unknown(&mut self, trees: &[Tree]) {
        if self.unknown.is_empty() {
            return;
        }
        let mut names: BTreeMap<(&'static str, String), Vec<Diagnostic>> = BTreeMap::new();
        for unknown in std::mem::take(&mut self.unknown) {
            // The item that would declare it could not be told or has no name.
            let meant = declaring(unknown.sort).iter().any(|word| self.scope.meant.contains(word));
            // Catalogues are named alike, so that one with nearly that name says nothing.
            let explained = unknown.finding.fix.is_empty() || unknown.sort == "catalogue";
            if !(meant && explained) {
                names.entry((unknown.sort, unknown.name)).or_default().push(unknown.finding);
            }
        }
        let words = words(trees);
        for ((sort, name), mut uses) in names {
            uses.sort_by_key(Diagnostic::key);
            self.report(one(sort, &name, uses, &words));
        }
    }
}

/// Returns the items whose mistakes explain that a name of a sort is unknown.
fn declaring(sort: &'static str) -> &'static [&'static str] {
    match sort {
        "person" => &["person", "bot"],
        "rule" | "invariant" => &["rule", "invariant"],
        "part of a chain" | "catalogue" | "control" => &["use", "catalogue"],
        "role" => &["role"],
        "exception" => &["exception"],
        "supplier" => &["supplier"],
        "system" => &["system"],
        "format" => &["format", "use"],
        "evidence" => &["evidence"],
        _ => &["system", "format"],
    }
}

/// Counts how often each word stands as a value or as the catalogue of a reference, with the place
/// of one of them.
fn words(trees: &[Tree]) -> HashMap<&str, (usize, Location)> {
    let mut words = HashMap::new();
    for value in trees.iter().filter(|tree| !tree.is_library()).flat_map(Tree::all_values) {
        let catalogue = || match value.shape() {
            Shape::Reference(catalogue, _) => Some(catalogue),
            _ => None,
        };
        if let Some(word) = value.word().or_else(catalogue) {
            words.entry(word).or_insert((0, value.at())).0 += 1;
        }
    }
    words
}

fn one(
    sort: &str,
    name: &str,
    uses: Vec<Diagnostic>,
    words: &HashMap<&str, (usize, Location)>,
) -> Diagnostic {
    let count = uses.len();
    let mut uses = uses.into_iter();
    let mut first = uses.next().expect("a group has a finding");
    let near = first.fix.first().map(|edit| edit.text.clone()).unwrap_or_default();
    let near = near.split(':').next().unwrap_or_default().to_owned();
    let idle = words.get(near.as_str()).filter(|(times, _)| *times == 1).map(|(_, at)| *at);
    match idle {
        Some(at) if count > 1 => {
            let sort = if sort == "person" { "person or bot" } else { sort };
            let text = format!("nothing uses the {sort} `{near}`, and `{name}` is used {count} times");
            let finding = Diagnostic::new(&names::UNKNOWN_NAME, at, text);
            let finding = finding.because(first.primary.at, "the first use is here");
            finding.help(format!("did you mean `{name}`?")).edit(at, name)
        }
        Some(at) => first.because(at, format!("nothing uses `{near}`, which is declared here")),
        None => {
            let rest: Vec<Location> = uses.map(|finding| finding.primary.at).collect();
            for at in rest.iter().take(SHOWN) {
                first = first.because(*at, "it is used here too");
            }
            if rest.len() > SHOWN {
                let more = rest.len() - SHOWN;
                if let Some(last) = first.secondary.last_mut() {
                    last.text = format!("it is used here too, and {more} times more");
                }
            }
            first
        }
    }
}
