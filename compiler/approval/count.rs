//! Which statements count, and for the others the one reason why not.
//!
//! Three questions in turn. May this person say it here (repository, target, change, person,
//! key, role)? Only then may a statement take back another of the same person. Does the consent
//! still fit (rules, contributors, age, values in force)? That is asked of approvals alone: a
//! veto needs no fit, it stands while its signer is eligible, and a lift consents to nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::names;
use crate::statement::{Approval, Decision, Refused, Statement};

use super::found::{Found, shown};
use super::sound::{Why, authority, before_now, here, known, not_used_up, same_rules, short};
use super::{Approvals, Context, Rejected};

/// How long an approval counts where no rule says otherwise, in seconds.
pub const DEFAULT_AGE: i64 = 30 * 86_400;

impl Rejected {
    /// Names a file that could not even be read.
    pub(super) fn unread(found: &Found, refused: &Refused) -> Rejected {
        Rejected {
            statement: shown(found.path()),
            person: String::new(),
            role: String::new(),
            decision: None,
            reason: refused.reason.to_owned(),
            message: refused.message.clone(),
        }
    }
}

/// Sorts the statements into those that count and those that do not, each with its reason.
///
/// The contributors in the context must already hold those that statements name; see
/// [`super::stated`]. More statements than [`super::MAX_STATEMENTS`] must have been refused before.
pub fn count(found: Vec<Found>, context: &Context) -> Approvals {
    let mut approvals = Approvals::default();
    let mut read: BTreeMap<&str, &Statement> = BTreeMap::new();
    for one in &found {
        match one.statement() {
            // What relieves of duties is no consent, and is sorted out by [`super::reliefs`].
            Ok(statement) if statement.approval.decision.is_relief() => {}
            // One payload may have several valid signatures; which envelope is kept must not
            // depend on the order in which files were found.
            Ok(statement) => {
                let kept = read.entry(&statement.digest).or_insert(statement);
                if statement.envelope < kept.envelope {
                    *kept = statement;
                }
            }
            Err(refused) => approvals.rejected.push(Rejected::unread(one, refused)),
        }
    }
    let mut reject = |statement: &Statement, why: Why| approvals.rejected.push(why.of(statement));

    read.retain(|_, statement| {
        let why = here(statement, context.digest, context)
            .and_then(|()| authority(statement, context.kernel, context.at));
        why.map_err(|why| reject(statement, why)).is_ok()
    });
    let vetoes = |person: &str| {
        let own = |s: &&&Statement| s.approval.person == person && s.approval.decision == Decision::Veto;
        read.values().filter(own).map(|s| s.digest.clone()).collect::<BTreeSet<_>>()
    };
    let sound = read.values().copied().filter(|statement| {
        let why = retracts(statement, context, &vetoes(&statement.approval.person));
        why.map_err(|why| reject(statement, why)).is_ok()
    });
    let sound: Vec<&Statement> = sound.collect();
    let taken_back = taken_back(&sound);
    let is_live = |s: &&&Statement| !taken_back.contains_key(&s.digest);
    let blockers: BTreeMap<&str, &str> = sound
        .iter()
        .filter(is_live)
        .filter(|s| s.approval.decision == Decision::Veto)
        .map(|s| (s.approval.person.as_str(), s.digest.as_str()))
        .collect();
    for statement in &sound {
        let approval = &statement.approval;
        let why = if let Some(by) = taken_back.get(&statement.digest) {
            Err(Why(&names::SUPERSEDED, format!("{} of `{}` replaces it", short(by), approval.person)))
        } else if approval.decision == Decision::Approve {
            fits(approval, context, blockers.get(approval.person.as_str()).copied())
        } else {
            Ok(())
        };
        match why {
            Ok(()) => approvals.counted.push((*statement).clone()),
            Err(why) => reject(statement, why),
        }
    }
    approvals.rejected.sort_by(|a, b| a.sorted_by().cmp(&b.sorted_by()));
    approvals.rejected.dedup();
    approvals
}

/// Checks what a statement needs before it may take back another: a veto nothing more, so that
/// no doubt about a clock or a chain silences a refusal.
fn retracts(statement: &Statement, context: &Context, vetoes: &BTreeSet<String>) -> Result<(), Why> {
    let Approval { decision, person, supersedes, .. } = &statement.approval;
    if *decision == Decision::Veto {
        return Ok(());
    }
    before_now(&statement.approval, context)?;
    known(&statement.approval, context)?;
    if *decision == Decision::Lift && !supersedes.iter().any(|digest| vetoes.contains(digest)) {
        let message = format!(
            "none of the statements it names is a veto of `{person}` on this change here: fetch the approvals first, `git fetch origin '+refs/countersign/*:refs/countersign/*'`"
        );
        return Err(Why(&names::NOTHING_TO_LIFT, message));
    }
    Ok(())
}

/// Finds the statements that another one of the same person names, and by which; times play no part.
fn taken_back(sound: &[&Statement]) -> BTreeMap<String, String> {
    let by_digest: BTreeMap<&str, &Statement> = sound.iter().map(|s| (s.digest.as_str(), *s)).collect();
    let mut taken_back = BTreeMap::new();
    for by in sound {
        for digest in &by.approval.supersedes {
            let own = by_digest.get(digest.as_str()).is_some_and(|s| s.approval.person == by.approval.person);
            if own {
                taken_back.entry(digest.clone()).or_insert_with(|| by.digest.clone());
            }
        }
    }
    taken_back
}

/// Checks that what an approval consents to is what stands here now.
fn fits(approval: &Approval, context: &Context, veto: Option<&str>) -> Result<(), Why> {
    same_rules(approval, context)?;
    let person = &approval.person;
    if let Some(own) = context.contributors.list.iter().find(|c| c.person == *person) {
        let commits: Vec<String> = own.commits.iter().take(3).map(|id| id.short()).collect();
        let how = own.r#as.join(", ");
        let message = format!(
            "`{person}` contributed to this change ({how} of {}): someone else in the role must sign",
            commits.join(", ")
        );
        return Err(Why(&names::CONTRIBUTOR, message));
    }
    if approval.at < context.at.plus_seconds(context.max_age.saturating_neg()) {
        let days = context.max_age / 86_400;
        let message = format!(
            "it was signed at {}, and approvals count for at most {days} days: sign again",
            approval.at
        );
        return Err(Why(&names::TOO_OLD, message));
    }
    not_used_up(approval, context)?;
    if let Some(veto) = veto {
        let message = format!(
            "the veto {} of `{person}` stands, and this approval does not name it: lift it with `countersign approve --lift`",
            short(veto)
        );
        return Err(Why(&names::SUPERSEDED, message));
    }
    Ok(())
}
