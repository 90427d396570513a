//! What lint calls an error in the policy that a change brings, and not in the one in force.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::facts::Files;
use crate::git::{GitError, Listing, Repository};
use crate::lint;
use crate::names::{self, Name};
use crate::policy::Paths;
use crate::source::Sources;
use crate::time::Instant;
use crate::verdict::Extra;

use super::policy_at;
use super::sides::{self, PolicyEdit};

/// Lints whose finding the gate tells by a reason of its own, where that is told.
const TOLD: &[(&str, &Name)] = &[
    ("schedule-missing", &names::NO_SCHEDULE),
    ("below-floor", &names::BELOW_LEGAL_FLOOR),
    ("above-ceiling", &names::ABOVE_LEGAL_CEILING),
    ("prohibited-data-kept", &names::ABOVE_LEGAL_CEILING),
    ("undeclared-provider", &names::PROVIDER_OUTSIDE_CHAIN),
    ("foreign-endpoint", &names::ADDRESS_OUTSIDE_CHAIN),
];

/// Lists the errors that are new at the head; where a policy is adopted, every one.
///
/// Both policies are looked at on the same day, each with the governed files beside it, so that time
/// alone makes no error new. Where the policy does not change nothing is looked at.
pub fn look(
    (repo, files): (&Repository, &Files),
    edit: &PolicyEdit,
    adopting: bool,
    [before, after]: [&Listing; 2],
    at: Instant,
    said: &[Extra],
) -> Result<Vec<Extra>, GitError> {
    if !matches!(edit, PolicyEdit::Changed(_)) {
        return Ok(Vec::new());
    }
    let Some((sources, mut errors)) = errors((repo, files), after, at)? else { return Ok(Vec::new()) };
    let is_said = |reason: &Name| said.iter().any(|extra| extra.reason == reason.name);
    errors.retain(|error| !TOLD.iter().any(|(lint, reason)| *lint == error.name.name && is_said(reason)));
    if !adopting && !errors.is_empty() {
        let known = self::errors((repo, files), before, at)?.map(|(_, known)| known).unwrap_or_default();
        errors = new(errors, &known);
    }
    let extra = |error: &Diagnostic| {
        let (path, place) = sources.place(error.primary.at);
        Extra {
            reason: names::POLICY_IN_ERROR.name.to_owned(),
            message: format!("{path}:{place}: {} ({})", error.message, error.name.name),
            unknown: false,
        }
    };
    Ok(errors.iter().map(extra).collect())
}

/// Finds the errors of the policy that a listing holds.
fn errors(
    (repo, files): (&Repository, &Files),
    listing: &Listing,
    at: Instant,
) -> Result<Option<(Sources, Vec<Diagnostic>)>, GitError> {
    let Some((mut sources, compiled)) = policy_at::compile(repo, listing)? else { return Ok(None) };
    let Some(policy) = &compiled.policy else { return Ok(None) };
    let governed = sides::select(listing, &Paths::governed(&policy.kernel));
    let snapshot = repo.snapshot(governed, None, &|_| true)?;
    let errors = lint::errors(&mut sources, &compiled, at, (&snapshot, files));
    Ok(Some((sources, errors)))
}

/// Leaves out as many errors as are known already with the same words.
fn new(errors: Vec<Diagnostic>, known: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut left: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for one in known {
        *left.entry((one.name.name, one.message.clone())).or_default() += 1;
    }
    let mut fresh = Vec::new();
    for error in errors {
        match left.get_mut(&(error.name.name, error.message.clone())) {
            Some(count @ 1..) => *count -= 1,
            _ => fresh.push(error),
        }
    }
    fresh
}
