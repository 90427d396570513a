//! Keeps a mistake in the text from being reported again as a missing meaning.
//!
//! Reading goes on after a line that does not parse, so that one run reports every independent
//! mistake. What such a line would have said is unknown, though: a clause that seems missing, or
//! a name that seems undeclared, may stand in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::names::{self, Name};
use crate::source::{FileId, Location, Sources};
use crate::syntax::{MOST_LISTED, Tree, too_many};

/// Findings that say that something is absent from the policy.
static ABSENT_ANYWHERE: &[&Name] =
    &[&names::MISSING_EDITION, &names::MISSING_ORGANIZATION, &names::EMPTY_POLICY, &names::NEVER_APPLIES];

/// Findings that say that something is absent from one item.
static ABSENT_IN_ITEM: &[&Name] = &[&names::MISSING_CLAUSE, &names::RULE_WITHOUT_DUTY, &names::EMPTY_LIST];

/// Joins the findings of the text and of its meaning, without those that may only follow.
pub(super) fn independent(
    sources: &Sources,
    trees: &[Tree],
    syntax: Vec<Diagnostic>,
    meaning: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let damaged = || syntax.iter().filter(|d| d.is_error());
    if damaged().next().is_none() {
        return syntax.into_iter().chain(meaning).collect();
    }
    let own: BTreeMap<FileId, &Tree> =
        trees.iter().filter(|tree| !tree.is_library()).map(|tree| (tree.file(), tree)).collect();
    // Of too many mistakes in one file some are not listed, and they have consequences too.
    let unlisted =
        own.iter().flat_map(|(file, tree)| tree.damage().map(|at| (*file, sources.get(*file).line_of(at))));
    let lines: BTreeSet<(FileId, u32)> =
        damaged().flat_map(|d| lines(sources, d.primary.at)).chain(unlisted).collect();
    let words: BTreeSet<&str> = lines
        .iter()
        .flat_map(|(file, line)| sources.get(*file).line(*line).split(|c: char| !is_word(c)))
        .collect();
    let in_damaged_item = |at: Location| {
        let item = own.get(&at.file).and_then(|tree| tree.item_around(at.span.start));
        item.is_some_and(|item| item.is_damaged() && at.span.start <= item.at().span.end)
    };
    let follows = |d: &Diagnostic| {
        let (file, at) = (d.primary.at.file, d.primary.at);
        let line = sources.get(file).line_column(at.span.start).line;
        lines.contains(&(file, line))
            || ABSENT_ANYWHERE.contains(&d.name)
            || (ABSENT_IN_ITEM.contains(&d.name) && in_damaged_item(at))
            || (names_something(d.name) && words.contains(sources.text(at)))
    };
    let kept: Vec<Diagnostic> = meaning.into_iter().filter(|d| !follows(d)).collect();
    syntax.into_iter().chain(kept).collect()
}

fn names_something(name: &'static Name) -> bool {
    name == &names::UNKNOWN_NAME || name == &names::UNKNOWN_CONTROL
}

fn lines(sources: &Sources, at: Location) -> impl Iterator<Item = (FileId, u32)> {
    let source = sources.get(at.file);
    let (first, last) = (source.line_column(at.span.start).line, source.line_column(at.span.end).line);
    (first..=last).map(move |line| (at.file, line))
}

/// Leaves out what is beyond the most mistakes that are listed for one file, and says how many there
/// are; the findings come sorted by place.
pub(super) fn listed(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for file in found.chunk_by(|one, other| one.primary.at.file == other.primary.at.file) {
        let said = file.iter().any(|d| d.name == &names::TOO_MANY_MISTAKES);
        let errors = file.iter().filter(|d| d.is_error()).count();
        let Some(beyond @ 1..) = errors.checked_sub(MOST_LISTED) else {
            kept.extend_from_slice(file);
            continue;
        };
        let mut counted = 0;
        let is_listed = |d: &&Diagnostic| {
            counted += usize::from(d.is_error());
            !d.is_error() || counted <= MOST_LISTED
        };
        kept.extend(file.iter().filter(is_listed).cloned());
        let last = kept.iter().rfind(|d| d.is_error()).map(|d| d.primary.at).filter(|_| !said);
        kept.extend(last.map(|at| too_many(at, beyond)));
    }
    kept
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
