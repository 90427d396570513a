//! Which statements count, and for the others the one reason why not.
//!
//! Three questions in turn. May this person say it here (repository, target, change, person,
//! key, role)? Only then may a statement take back another of the same person. Does the consent
//! still fit (rules, contributors, age, values in force)? That is asked of approvals alone: a
//! veto needs no fit, it stands while its signer is eligible, and a lift consents to nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::{self, Name};
use crate::policy::{Duty, Kernel, POLICY_SYSTEM, within};
use crate::statement::{Approval, Decision, Refused, Statement};
use crate::time::Instant;

use super::found::{Found, shown};
use super::relief::is_relief;
use super::{Approvals, Context, Rejected};

/// How far a signer's clock may run ahead of the gate's, in seconds.
const CLOCK_SKEW: i64 = 300;

/// How long an approval counts where no rule says otherwise, in seconds.
pub const DEFAULT_AGE: i64 = 30 * 86_400;

/// Why a statement does not count: a name and a line that ends with the next step.
pub(super) struct Why(pub(super) &'static Name, pub(super) String);

impl Why {
    /// Says it of a statement.
    pub(super) fn of(self, statement: &Statement) -> Rejected {
        let Why(name, message) = self;
        Rejected {
            statement: statement.digest.clone(),
            person: statement.approval.person.clone(),
            role: statement.approval.role.clone(),
            decision: Some(statement.approval.decision),
            reason: name.name.to_owned(),
            message,
        }
    }
}

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
            Ok(statement) if is_relief(statement.approval.decision) => {}
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

/// Checks that the statement is about its subject (`sha256:…`), here.
pub(super) fn here(statement: &Statement, subject: &str, context: &Context) -> Result<(), Why> {
    let approval = &statement.approval;
    let (repository, target) = (&context.kernel.repository, context.target);
    if approval.repository != *repository {
        let message = format!(
            "it was signed for the repository `{}` and this is `{repository}`: sign here with `countersign approve`",
            approval.repository
        );
        return Err(Why(&names::WRONG_REPOSITORY, message));
    }
    if approval.target != target {
        let message = format!(
            "it was signed for `{}` and this change goes to `{target}`: sign once for each, `countersign approve --target {target}`",
            approval.target
        );
        return Err(Why(&names::WRONG_TARGET, message));
    }
    if statement.subject != subject {
        let message = format!(
            "it was signed for the {} {} and this one is {}: look at it with `countersign diff`, then sign again",
            approval.decision.subject(),
            short(&statement.subject),
            short(subject)
        );
        return Err(Why(&names::WRONG_CHANGE, message));
    }
    Ok(())
}

/// Checks that the signer is the person, with the role, when signing and now, and that the
/// policy has that role decide so.
pub(super) fn authority(statement: &Statement, kernel: &Kernel, at: Instant) -> Result<(), Why> {
    let Approval { person: id, role, at: signed, decision, .. } = &statement.approval;
    held_at(statement, kernel, &moments(*signed, at))?;
    let named = match decision {
        // Who grants is named as a person; the role only says in which capacity.
        Decision::GrantException => return Ok(()),
        Decision::DeclareEmergency => {
            kernel.emergency.iter().flat_map(|e| &e.declared_by).map(String::as_str).collect()
        }
        Decision::ReviewEmergency => {
            kernel.emergency.iter().flat_map(|e| &e.review_by).map(String::as_str).collect()
        }
        Decision::Approve | Decision::Veto | Decision::Lift => named_roles(kernel),
    };
    if named.contains(role.as_str()) {
        return Ok(());
    }
    let could: Vec<String> = named
        .iter()
        .filter(|role| kernel.holds_role(id, role, at, false))
        .map(|role| format!("`--as {role}`"))
        .collect();
    let (what, asks) = match decision {
        Decision::DeclareEmergency => ("`emergency` does not have the role", "that may declare one"),
        Decision::ReviewEmergency => ("`emergency` does not have the role", "that reviews them"),
        _ => ("no rule asks for the role", "that a rule asks for"),
    };
    let next = match could.as_slice() {
        [] => format!("someone in a role {asks} must sign"),
        roles => format!("sign again with {}", roles.join(" or ")),
    };
    Err(Why(&names::ROLE_NOT_NAMED, format!("{what} `{role}`: {next}")))
}

/// Checks that the signer is the person, with the key and the role, at some moments.
pub(super) fn held_at(
    statement: &Statement,
    kernel: &Kernel,
    moments: &[(&'static str, Instant)],
) -> Result<(), Why> {
    let Approval { person: id, role, .. } = &statement.approval;
    let Some(person) = kernel.person(id) else {
        if kernel.bots.iter().any(|bot| bot.id == *id) {
            let message = format!("`{id}` is a bot: the person who decides must sign with an own key");
            return Err(Why(&names::NOT_FOR_BOTS, message));
        }
        let message = format!("the policy in force has no person `{id}`: add them by a policy change first");
        return Err(Why(&names::UNKNOWN_PERSON, message));
    };
    let keys: Vec<_> = person.keys.iter().filter(|key| key.key == statement.key).collect();
    if keys.is_empty() {
        let message = format!(
            "no key of `{id}` in the policy in force made this signature: sign with one of those, or add this one by a policy change"
        );
        return Err(Why(&names::UNKNOWN_KEY, message));
    }
    for (when, instant) in moments {
        let instant = *instant;
        if !keys.iter().any(|key| within(key.from, key.until, instant)) {
            let message =
                format!("the key of `{id}` is not valid {when} ({instant}): sign again with a key that is");
            return Err(Why(&names::KEY_NOT_VALID, message));
        }
    }
    for (when, instant) in moments {
        let instant = *instant;
        if !kernel.holds_role(id, role, instant, false) {
            let message = format!(
                "`{id}` does not hold the role `{role}` {when} ({instant}): someone who does must sign, or the role must be given by a policy change"
            );
            return Err(Why(&names::NOT_IN_ROLE, message));
        }
    }
    Ok(())
}

/// The two moments at which authority must hold, in words.
fn moments(signed: Instant, now: Instant) -> [(&'static str, Instant); 2] {
    [("at the time of signing", signed), ("at the time of the verdict", now)]
}

/// Returns every role that some rule or exception asks for; `owner` means each owner of a system. Which of
/// them the rules on this change ask for is for the verdict.
fn named_roles(kernel: &Kernel) -> BTreeSet<&str> {
    let (mut roles, mut needs) = (BTreeSet::new(), Vec::new());
    for rule in &kernel.rules {
        if let Duty::Require { approvals, .. } = &rule.duty {
            needs.extend(approvals);
        }
    }
    needs.extend(kernel.exceptions.iter().flat_map(|exception| &exception.approvals));
    for role in needs.into_iter().flat_map(|need| &need.roles) {
        if role == "owner" {
            roles.extend(kernel.owners(POLICY_SYSTEM));
        } else {
            roles.insert(role.as_str());
        }
    }
    roles
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

/// Checks that a statement was not signed after the instant of the verdict.
pub(super) fn before_now(approval: &Approval, context: &Context) -> Result<(), Why> {
    let at = &approval.at;
    if *at > context.at.plus_seconds(CLOCK_SKEW) {
        let message = format!(
            "it says that it was signed at {at}, after the instant of the verdict ({}): check the clocks, then sign again",
            context.at
        );
        return Err(Why(&names::FUTURE_DATED, message));
    }
    Ok(())
}

/// Checks that the record that a statement names is in the chain of the target.
pub(super) fn known(approval: &Approval, context: &Context) -> Result<(), Why> {
    let chain = &approval.chain;
    if let Some(head) = chain {
        let known = usize::try_from(head.sequence).ok().and_then(|n| context.chain.get(n));
        if known != Some(&head.record) {
            let message = format!(
                "it names record {} ({}), which is not in the chain of `{}` here: fetch the records first, `git fetch origin '+refs/countersign/*:refs/countersign/*'`; if it is still unknown, the chain was replaced",
                head.sequence,
                short(&head.record),
                context.target
            );
            return Err(Why(&names::CHAIN_UNKNOWN, message));
        }
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

/// Checks that the rules that were signed under are those here.
pub(super) fn same_rules(approval: &Approval, context: &Context) -> Result<(), Why> {
    let person = &approval.person;
    if approval.policy.scope != context.scope {
        let message = format!(
            "the rules or locations for what this change touches are not those that `{person}` signed under: look again, then sign again"
        );
        return Err(Why(&names::SCOPE_MOVED, message));
    }
    Ok(())
}

/// Checks that what was signed has not been in force since.
pub(super) fn not_used_up(approval: &Approval, context: &Context) -> Result<(), Why> {
    if let Some(state) = context.history.states.iter().find(|state| {
        let equal = |(system, digest): (&String, &String)| state.facts.get(system) == Some(digest);
        state.latest >= approval.at && !context.after.is_empty() && context.after.iter().all(equal)
    }) {
        let message = format!(
            "what it approves was in force after {}, so it is used up: bringing it back is a new change, sign again",
            state.commit.short()
        );
        return Err(Why(&names::ALREADY_IN_FORCE, message));
    }
    Ok(())
}

/// Shortens a digest for people.
fn short(digest: &str) -> String {
    digest.strip_prefix("sha256:").unwrap_or(digest).chars().take(12).collect()
}
