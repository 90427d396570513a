//! Keeps a mistake in the text from being reported again as a missing meaning.
//!
//! Reading goes on after a line that does not parse, so that one run reports every independent
//! mistake. What such a line would have said is unknown, though: a clause that seems missing, or
//! a name that seems undeclared, may stand in it.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::names::{self, Name};
use crate::source::{FileId, Location, Sources};
use crate::syntax::Tree;

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
    let damaged: Vec<&Diagnostic> = syntax.iter().filter(|d| d.is_error()).collect();
    if damaged.is_empty() {
        return syntax.into_iter().chain(meaning).collect();
    }
    let lines: BTreeSet<(FileId, u32)> = damaged.iter().flat_map(|d| lines(sources, d.primary.at)).collect();
    let words: BTreeSet<&str> = lines
        .iter()
        .flat_map(|(file, line)| sources.get(*file).line(*line).split(|c: char| !is_word(c)))
        .collect();
    let items: Vec<Location> = trees
        .iter()
        .flat_map(Tree::items)
        .map(|item| item.at())
        .filter(|item| damaged.iter().any(|d| touches(*item, d.primary.at)))
        .collect();
    let follows = |d: &Diagnostic| {
        let (file, at) = (d.primary.at.file, d.primary.at);
        let line = sources.get(file).line_column(at.span.start).line;
        lines.contains(&(file, line))
            || ABSENT_ANYWHERE.contains(&d.name)
            || (ABSENT_IN_ITEM.contains(&d.name) && items.iter().any(|item| touches(*item, at)))
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

fn touches(item: Location, at: Location) -> bool {
    item.file == at.file && item.span.start <= at.span.start && at.span.start <= item.span.end
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
