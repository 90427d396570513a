//! Who contributed according to signed statements: what a squash or a rebase cannot erase.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::Oid;
use crate::policy::Kernel;
use crate::statement::Statement;
use crate::time::Instant;

use super::found::Found;
use super::sound::authority;

/// Returns the contributors that valid statements on a change (`sha256:…`) name, each with the
/// commits named, sorted.
///
/// A statement is heard if its signer could veto the change at the instant; whether it counts
/// plays no part, for what it says here can only disqualify. This is the first of two steps: add
/// the result to the contributors, then [`super::count`] the statements against all of them.
pub fn stated(found: &[Found], kernel: &Kernel, change: &str, at: Instant) -> Vec<(String, Vec<Oid>)> {
    let mut persons: BTreeMap<&str, BTreeSet<Oid>> = BTreeMap::new();
    for statement in about(found, change) {
        let same = statement.approval.repository == kernel.repository;
        if !same || authority(statement, kernel, at).is_err() {
            continue;
        }
        for contributor in &statement.approval.contributors {
            let commits = contributor.commits.iter().filter_map(|id| Oid::parse(id));
            persons.entry(&contributor.person).or_default().extend(commits);
        }
    }
    persons.into_iter().map(|(person, commits)| (person.to_owned(), commits.into_iter().collect())).collect()
}

/// Returns the commits that some statements name as contributing: who committed another commit
/// of a landing that they approve only landed it.
pub fn stated_commits(counted: &[Statement]) -> BTreeSet<Oid> {
    let contributors = counted.iter().flat_map(|statement| &statement.approval.contributors);
    contributors.flat_map(|c| &c.commits).filter_map(|id| Oid::parse(id)).collect()
}

fn about<'a>(found: &'a [Found], change: &'a str) -> impl Iterator<Item = &'a Statement> {
    found.iter().filter_map(|one| one.statement().ok()).filter(move |statement| statement.subject == change)
}
