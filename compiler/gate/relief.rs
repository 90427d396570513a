//! Whether a declared emergency brings back what was approved before, as the repository shows it.

use std::collections::BTreeMap;

use crate::approval::{self, Context, Found, Offered, Reliefs};
use crate::change::{Change, Changes, Reading};
use crate::facts::{Facts, Files, Row, Value};
use crate::git::{GitError, Landing, Oid, Repository};
use crate::history::{Reach, State};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Emergency, Paths, Policy};
use crate::statement::{Decision as Said, Statement};
use crate::time::Instant;
use crate::verdict::Decision;

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
        self.not_approved(to)
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

    /// Says why what a commit holds was not approved by the ordinary way; `None` where it was.
    ///
    /// That the commit itself passed is not enough: it may only have come after a value that landed
    /// past the gate. So each value is traced to the landing that brought it, or to the adoption of
    /// the policy, by which what was in force is vouched for.
    fn not_approved(&self, to: Oid) -> Result<Option<String>, Stop> {
        let kernel = &self.policy.kernel;
        let governed = Paths::governed(kernel);
        let read = |tree: Oid| -> Result<Vec<Facts>, GitError> {
            let listing = self.repo.listing(tree, &governed)?;
            sides::all_facts((self.repo, self.files), kernel, &listing)
        };
        let mut run: Vec<Landing> = Vec::new();
        // By the place in the run of the landing that brought them.
        let mut brought: BTreeMap<usize, Vec<&Change>> = BTreeMap::new();
        let mut sought: Vec<&Change> = self.changes.list.iter().collect();
        let mut wanted = Vec::new();
        for landing in self.repo.first_parents(to, "the landings that brought these values") {
            let landing = match landing {
                Ok(landing) => landing,
                Err(error) => return Ok(Some(error.message)),
            };
            match run.last() {
                None => wanted = read(landing.tree)?,
                Some(last)
                    if self.repo.differences(Some(last.tree), Some(landing.tree), &governed)?.is_empty() => {}
                Some(_) => {
                    let facts = read(landing.tree)?;
                    let same = |change: &&Change| value(facts.iter(), change) == value(wanted.iter(), change);
                    let (still, here) = sought.into_iter().partition(same);
                    sought = still;
                    brought.insert(run.len() - 1, here);
                }
            }
            let adopted = (self.q.approved)(landing.id).is_some_and(|by| by.adopts && by.to == landing.id);
            if adopted {
                sought.clear();
            }
            run.push(landing);
            if sought.is_empty() {
                break;
            }
        }
        // What the first commit of all has, it brought.
        brought.entry(run.len().saturating_sub(1)).or_default().extend(sought);
        for (place, changes) in brought.into_iter().filter(|(_, changes)| !changes.is_empty()) {
            let recorded = (self.q.approved)(run[place].id).is_some_and(|by| {
                run[..=place].iter().any(|landing| landing.id == by.to)
                    && changes.iter().all(|change| by.paths.contains(&change.path))
            });
            if !recorded && let Some(why) = self.did_not_pass(&run[place], &changes)? {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    /// Judges the landing that brought some values again, and says why they did not pass with it by
    /// the ordinary way.
    fn did_not_pass(&self, landing: &Landing, brought: &[&Change]) -> Result<Option<String>, Stop> {
        let known = self.states.iter().find(|state| state.commit == landing.id).map(|state| state.latest);
        let target = Target { branch: self.q.target.to_owned(), tip: landing.id };
        let options = Options {
            at: known.unwrap_or(Instant(landing.seconds)).min(self.q.at),
            at_source: self.q.at_source,
            genesis: None,
            reports: self.q.reports,
            statements: self.q.statements,
            contributors: &[],
            chain: self.q.chain,
            approved: &|_| None,
            restores: false,
            law: None,
            outside: None,
            advice: false,
        };
        let short = landing.id.short();
        let segment = Segment::one(self.repo, landing.id)?;
        let judged = match landed(self.repo, &target, &segment, &options, None) {
            Ok(judged) => judged,
            Err(Stop::Git(error)) if error.reason == names::NO_POLICY.name => {
                return Ok(Some(format!(
                    "what {short} brought is older than the policy, and no signed record of a passed adoption \
                     vouches for it"
                )));
            }
            Err(Stop::Git(error)) => {
                return Ok(Some(format!("how {short} landed cannot be told: {}", error.message)));
            }
            Err(Stop::Policy { .. }) => {
                return Ok(Some(format!(
                    "how {short} landed cannot be told: the policy before it does not compile"
                )));
            }
        };
        // With anything in it governed, a file is governed whole.
        let governed = |change: &&Change| judged.changes.list.iter().any(|then| then.path == change.path);
        Ok(match judged.decision() {
            Decision::Passed if brought.iter().all(governed) => None,
            Decision::Passed => {
                Some(format!("what {short} brought was not governed when it landed, so nobody approved it"))
            }
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
