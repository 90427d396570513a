//! Whether a declared emergency brings back what was approved before, as the repository shows it.

use crate::approval::{self, Context, Found, Offered, Reliefs};
use crate::change::{Change, Changes, Reading};
use crate::facts::{Facts, Files, Row, Value};
use crate::git::{GitError, Oid, Repository};
use crate::history::{Reach, State};
use crate::kind::Kind;
use crate::policy::{Emergency, Paths, Policy};
use crate::statement::{Decision as Said, Statement};
use crate::time::Instant;
use crate::verdict::{Decision, ObligationResult};

use super::judge::Question;
use super::moments::{Options, Segment, Target, landed};
use super::{Stop, sides, statements};

/// Sorts out what relieves a change, and checks a declaration against the repository.
pub(super) fn of(
    (repo, files): (&Repository, &Files),
    q: &Question,
    policy: &Policy,
    changes: &Changes,
    offered: &statements::Offered,
    context: &Context,
) -> Result<Reliefs, Stop> {
    let offered = Offered { found: &offered.found, in_tree: &offered.in_tree, on_target: &offered.on_target };
    let mut reliefs = approval::reliefs(&offered, context);
    if let (Some(declared), Some(emergency)) = (&mut reliefs.declaration, &policy.kernel.emergency) {
        let restore = Restore { repo, files, q, policy, changes, states: &context.history.states, emergency };
        declared.refused = restore.refused(declared.restores, &context.history.reach)?;
    }
    Ok(reliefs)
}

struct Restore<'a> {
    repo: &'a Repository,
    /// The files that are parsed already.
    files: &'a Files,
    q: &'a Question<'a>,
    policy: &'a Policy,
    changes: &'a Changes,
    /// The states of the target, newest first.
    states: &'a [State],
    emergency: &'a Emergency,
}

impl Restore<'_> {
    /// Says why the change does not bring back what was approved at a commit; `None` where it does.
    fn refused(&self, to: Oid, reach: &Reach) -> Result<Option<String>, Stop> {
        if !self.q.restores {
            return Ok(Some("it brings back what itself came by an emergency".into()));
        }
        if let Reach::Shallow(error) = reach {
            return Ok(Some(error.message.clone()));
        }
        if self.changes.list.iter().any(|change| change.kind == Kind::Policy) {
            return Ok(Some(
                "an emergency brings values back, never the policy itself: split the change".into(),
            ));
        }
        let Some(place) = self.states.iter().position(|state| state.commit == to) else {
            return Ok(Some(format!(
                "{} is no commit at which {} stood within {}: name one of its first-parent commits",
                to.short(),
                self.q.target,
                self.emergency.restore_within
            )));
        };
        if self.ended(place) < self.emergency.restores_from(self.q.at) {
            return Ok(Some(format!(
                "what {} brought was last in force more than {} ago",
                to.short(),
                self.emergency.restore_within
            )));
        }
        if let Some(strange) = self.unlike(to)? {
            let name = if strange.artifact.is_empty() { "the rest of the file" } else { &strange.artifact };
            return Ok(Some(format!(
                "`{name}` in {} is not what it was at {}: an emergency only brings back, and new values need their approvals",
                strange.path,
                to.short()
            )));
        }
        self.not_approved(place)
    }

    /// Returns the earliest that a state can have ended.
    fn ended(&self, place: usize) -> Instant {
        place.checked_sub(1).map_or(self.q.at, |next| self.states[next].earliest)
    }

    /// Finds a change whose value after is not the one at a commit.
    fn unlike(&self, to: Oid) -> Result<Option<&Change>, Stop> {
        let kernel = &self.policy.kernel;
        let listing = self.repo.listing(self.repo.commit(to)?.tree, &Paths::governed(kernel))?;
        let then = sides::all_facts((self.repo, self.files), kernel, &listing)?;
        let now: Vec<&Facts> = self
            .changes
            .facts
            .iter()
            .filter(|(reading, _, _)| *reading == Reading::Old)
            .map(|(_, _, after)| after)
            .collect();
        let differs = |change: &&Change| {
            let after = value(now.iter().copied(), change);
            matches!(after, Some(Value::Unknown { .. })) || after != value(then.iter(), change)
        };
        Ok(self.changes.list.iter().find(differs))
    }

    /// Says why what a state holds was not approved by the ordinary way; `None` where it was.
    ///
    /// A signed record tells; without one the landing that brought it is judged again.
    fn not_approved(&self, place: usize) -> Result<Option<String>, Stop> {
        let facts = &self.states[place].facts;
        let same = self.states[place..].iter().take_while(|state| state.facts == *facts);
        let same: Vec<&State> = same.collect();
        if same.iter().any(|state| (self.q.approved)(state.commit)) {
            return Ok(None);
        }
        let Some(brought) = same.last() else { return Ok(None) };
        let target = Target { branch: self.q.target.to_owned(), tip: brought.commit };
        let options = Options {
            at: brought.latest,
            at_source: self.q.at_source,
            genesis: self.q.genesis,
            reports: self.q.reports,
            statements: self.q.statements,
            contributors: &[],
            chain: self.q.chain,
            approved: &|_| false,
            restores: false,
            law: None,
            outside: None,
            advice: false,
        };
        let short = brought.commit.short();
        let judged =
            match landed(self.repo, &target, &Segment::one(self.repo, brought.commit)?, &options, None) {
                Ok(judged) => judged,
                Err(Stop::Git(error)) => {
                    return Ok(Some(format!("how {short} landed cannot be told: {}", error.message)));
                }
                Err(Stop::Policy { .. }) => {
                    return Ok(Some(format!(
                        "how {short} landed cannot be told: the policy before it does not compile"
                    )));
                }
            };
        let relieved = judged.verdict.obligations.iter().any(|o| o.result == ObligationResult::Bypassed);
        Ok(match judged.decision() {
            Decision::Passed if !relieved => None,
            _ => Some(format!(
                "what {short} brought did not pass the gate when it landed, so nobody approved it"
            )),
        })
    }
}

/// Finds what one side says at the place of a change; nothing there and `Absent` are the same.
fn value<'f>(mut facts: impl Iterator<Item = &'f Facts>, change: &Change) -> Option<&'f Value> {
    let here = |row: &&Row| {
        (row.path.as_str(), row.pointer.as_str(), row.kind, row.artifact.as_str())
            == (change.path.as_str(), change.pointer.as_str(), change.kind, change.artifact.as_str())
    };
    let facts = facts.find(|facts| facts.system == change.system)?;
    let row = facts.rows.iter().find(here)?;
    (row.value != Value::Absent).then_some(&row.value)
}

/// Finds a declaration on a target by the start of its digest (`sha256:…`), and the commit with
/// which it landed.
///
/// # Errors
/// When objects cannot be read.
pub fn declared(repo: &Repository, tip: Oid, digest: &str) -> Result<Option<(Statement, Oid)>, GitError> {
    let digest = digest.strip_prefix("sha256:").unwrap_or(digest);
    let is_meant = |found: &Found| {
        found.statement().is_ok_and(|s| {
            s.approval.decision == Said::DeclareEmergency
                && s.digest.strip_prefix("sha256:").is_some_and(|own| own.starts_with(digest))
        })
    };
    let stored = repo.statement_files([tip])?.into_iter().map(Found::outside);
    let mut meant = stored.filter(is_meant);
    // Two that start alike are none: which one is meant must be certain.
    let (Some(found), None) = (meant.next(), meant.next()) else { return Ok(None) };
    let Ok(statement) = found.statement() else { return Ok(None) };
    let path = Paths::new([String::from_utf8_lossy(found.path()).as_ref()]);
    let mut landed = tip;
    for landing in repo.first_parents(tip, "the commit with which the declaration landed") {
        let landing = landing?;
        if repo.listing(landing.tree, &path)?.is_empty() {
            break;
        }
        landed = landing.id;
    }
    Ok(Some((statement.clone(), landed)))
}
