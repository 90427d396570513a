//! What lint calls an error after a change, and not before it: in the policy, or in a governed file.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::facts::Files;
use crate::git::{GitError, Listing, Repository};
use crate::lint::{self, Wanted};
use crate::names::{self, Name};
use crate::policy::Paths;
use crate::source::{FileId, Sources};
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
    ("schedule-not-carried-out", &names::DIFFERS_FROM_SCHEDULE),
    ("schedule-not-carried-out", &names::RULE_ERASES_LESS),
    ("schedule-not-carried-out", &names::INVARIANT_UNKNOWN),
];

/// Lists the errors that are new at the head; where a policy is adopted, every one.
///
/// Both sides are looked at on the same day, each policy with the governed files beside it, so that
/// time alone makes no error new. Where the policy does not change, only those lints are asked that a
/// change of a governed value wakes.
pub fn look(
    (repo, files): (&Repository, &Files),
    (edit, adopting): (&PolicyEdit, bool),
    changes: &[Change],
    [before, after]: [&Listing; 2],
    at: Instant,
    said: &BTreeSet<&str>,
) -> Result<Vec<Extra>, GitError> {
    let wanted = match edit {
        PolicyEdit::Changed(_) => Wanted::Every,
        PolicyEdit::None => Wanted::WokenBy(changes),
        PolicyEdit::Broken(_) => return Ok(Vec::new()),
    };
    if wanted.is_nothing() {
        return Ok(Vec::new());
    }
    let side = |listing| errors((repo, files), listing, at, wanted);
    let Some(Side { sources, policy_files, mut errors }) = side(after)? else { return Ok(Vec::new()) };
    let is_told = |error: &Diagnostic| {
        TOLD.iter().any(|(lint, reason)| *lint == error.name.name && said.contains(reason.name))
    };
    errors.retain(|error| !is_told(error));
    if !adopting && !errors.is_empty() {
        let known = side(before)?.map(|side| side.errors).unwrap_or_default();
        errors = new(errors, &known);
    }
    let extra = |error: &Diagnostic| {
        let (path, place) = sources.place(error.primary.at);
        let of_policy = policy_files.contains(&error.primary.at.file);
        let reason = if of_policy { &names::POLICY_IN_ERROR } else { &names::FILE_IN_ERROR };
        Extra {
            reason: reason.name.to_owned(),
            message: format!("{path}:{place}: {} ({})", error.message, error.name.name),
            unknown: false,
        }
    };
    Ok(errors.iter().map(extra).collect())
}

/// What is wrong on one side.
struct Side {
    sources: Sources,
    /// Those of the sources that are the policy; the others are governed files.
    policy_files: Vec<FileId>,
    errors: Vec<Diagnostic>,
}

/// Finds the errors of the policy that a listing holds.
fn errors(
    (repo, files): (&Repository, &Files),
    listing: &Listing,
    at: Instant,
    wanted: Wanted<'_>,
) -> Result<Option<Side>, GitError> {
    let Some((mut sources, compiled)) = policy_at::compile(repo, listing)? else { return Ok(None) };
    let Some(policy) = &compiled.policy else { return Ok(None) };
    let policy_files = sources.ids().collect();
    let governed = sides::select(listing, &Paths::governed(&policy.kernel));
    let snapshot = repo.snapshot(governed, None, &|_| true)?;
    let errors = lint::errors(&mut sources, &compiled, at, (&snapshot, files), wanted);
    Ok(Some(Side { sources, policy_files, errors }))
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
