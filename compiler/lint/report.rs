//! Runs the lints over a compiled policy, and lets `allow` clauses silence what they accept.

use std::collections::BTreeMap;

use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::facts::Files;
use crate::git::Snapshot;
use crate::model::Model;
use crate::names::Level;
use crate::policy::Compiled;
use crate::source::{Location, Sources};
use crate::time::Instant;

use super::{ALL, Context, Findings, Lint, Needs, Surroundings, Topic, find};

/// What is to be said about a policy.
#[derive(Debug, Default)]
pub struct Report {
    /// Mistakes and findings, sorted by place.
    pub findings: Vec<Diagnostic>,
    /// How many findings an `allow` silenced.
    pub silenced: usize,
    /// Lints that did not run, because there is no repository around the policy.
    pub not_run: Vec<&'static Lint>,
}

/// Which of the lints that find errors are asked.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Every one.
    Every,
    /// Those that one of these changes of governed values wakes, where the policy stays as it is.
    WokenBy(&'a [Change]),
}

impl Wanted<'_> {
    /// Tells whether no lint is asked.
    pub fn is_nothing(self) -> bool {
        !ALL.iter().any(|lint| self.has(lint))
    }

    fn has(self, lint: &Lint) -> bool {
        let is_woken = |changes: &[Change]| lint.woken_by.is_some_and(|by| changes.iter().any(by));
        lint.name.level == Level::Deny
            && match self {
                Wanted::Every => true,
                Wanted::WokenBy(changes) => is_woken(changes),
            }
    }
}

impl Report {
    /// Tells whether something must be mended before the policy is used.
    pub fn is_denied(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }
}

/// Looks at a compiled policy with every lint. One that does not compile keeps its mistakes and
/// gets no advice: what is missing from it is not known.
///
/// The snapshot lists every tracked path of the repository that holds the policy and has the bytes
/// of the governed ones; their texts are added to the sources.
pub fn run(sources: &mut Sources, compiled: &Compiled, at: Instant, around: Option<&Snapshot>) -> Report {
    let mut findings = compiled.diagnostics.clone();
    let Some(policy) = &compiled.policy else { return Report { findings, ..Report::default() } };
    let around = around.map(|snapshot| Surroundings::new(policy, snapshot, sources, &Files::default()));
    let alone = around.is_none();
    let mut context = Context::new(sources, &compiled.trees, &compiled.model, policy, at, around);

    let runs = |lint: &Lint| !(alone && lint.needs == Needs::Repository);
    let (kept, counts) = silence(&context, look(&context, |lint| runs(lint) && !is_about_allow(lint)));
    let silenced = counts.iter().sum();
    findings.extend(kept);
    context.silenced = counts;
    findings.extend(look(&context, |lint| runs(lint) && is_about_allow(lint)));

    findings.sort_by(|a, b| (a.key(), &a.message).cmp(&(b.key(), &b.message)));
    let not_run = ALL.iter().copied().filter(|lint| !runs(lint)).collect();
    Report { findings, silenced, not_run }
}

/// Finds the errors of a policy that compiles, by those lints alone that find errors; what an `allow`
/// accepts is none. The snapshot has the governed files, and what is parsed of them already is not
/// parsed again.
pub fn errors(
    sources: &mut Sources,
    compiled: &Compiled,
    at: Instant,
    (around, parsed): (&Snapshot, &Files),
    wanted: Wanted<'_>,
) -> Vec<Diagnostic> {
    let Some(policy) = &compiled.policy else { return Vec::new() };
    let around = Some(Surroundings::new(policy, around, sources, parsed));
    let context = Context::new(sources, &compiled.trees, &compiled.model, policy, at, around);
    let is_error = |lint: &Lint| wanted.has(lint);
    let (mut errors, _) = silence(&context, look(&context, |lint| is_error(lint) && !is_about_allow(lint)));
    errors.extend(look(&context, |lint| is_error(lint) && is_about_allow(lint)));
    errors.sort_by(|a, b| (a.key(), &a.message).cmp(&(b.key(), &b.message)));
    errors
}

fn look(context: &Context<'_>, wanted: impl Fn(&Lint) -> bool) -> Findings {
    let mut found = Findings::new();
    ALL.iter().filter(|lint| wanted(lint)).for_each(|lint| (lint.check)(context, &mut found));
    found
}

/// Lints about suppressions run last: they ask how many findings each silenced.
fn is_about_allow(lint: &Lint) -> bool {
    lint.topic == Topic::Suppressions
}

/// Drops what an `allow` accepts and counts it by `allow`.
fn silence(context: &Context<'_>, found: Findings) -> (Findings, Vec<usize>) {
    let mut counts = vec![0; context.model.allows.len()];
    let homes = Homes::new(context.model);
    let kept = found.into_iter().filter(|finding| {
        let waivable = find(finding.name.name).is_some_and(|lint| lint.waivable);
        let by = if waivable { homes.allow(context, finding) } else { None };
        by.inspect(|index| counts[*index] += 1).is_none()
    });
    (kept.collect(), counts)
}

/// The items that accept findings, by place.
struct Homes<'a> {
    /// Item → the `allow` clauses in it. Items do not lie in each other.
    items: BTreeMap<Location, Vec<usize>>,
    model: &'a Model,
}

impl<'a> Homes<'a> {
    fn new(model: &'a Model) -> Homes<'a> {
        let mut items: BTreeMap<Location, Vec<usize>> = BTreeMap::new();
        for (index, allow) in model.allows.iter().enumerate() {
            items.entry(allow.within).or_default().push(index);
        }
        Homes { items, model }
    }

    /// Finds the `allow` that accepts a finding: one in the item that the finding points at, or,
    /// for a finding in another file than the policy's, in an item that asked for it.
    fn allow(&self, context: &Context<'_>, finding: &Diagnostic) -> Option<usize> {
        let own = context.trees.iter().any(|tree| tree.file() == finding.primary.at.file);
        if own {
            return self.at(context, finding, finding.primary.at);
        }
        finding.secondary.iter().find_map(|label| self.at(context, finding, label.at))
    }

    fn at(&self, context: &Context<'_>, finding: &Diagnostic, at: Location) -> Option<usize> {
        let upto =
            Location { file: at.file, span: crate::source::Span { start: at.span.start, end: u32::MAX } };
        let (item, allows) = self.items.range(..=upto).next_back()?;
        if item.file != at.file || item.span.end < at.span.end {
            return None;
        }
        let accepts = |index: &usize| {
            let allow = &self.model.allows[*index];
            allow.lint.text == finding.name.name && !context.is_over(allow.until)
        };
        allows.iter().copied().find(|index| accepts(index))
    }
}
