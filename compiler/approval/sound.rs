//! What every statement is asked before it counts, whatever it decides: is it about this, may this
//! person say it, is it of this chain and of this day.

use std::collections::BTreeSet;

use crate::names::{self, Name};
use crate::policy::{Duty, Kernel, POLICY_SYSTEM, within};
use crate::statement::{Approval, Decision, Statement};
use crate::time::Instant;

use super::{Context, Rejected};

/// How far a signer's clock may run ahead of the gate's, in seconds.
const CLOCK_SKEW: i64 = 300;

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
pub(super) fn short(digest: &str) -> String {
    digest.strip_prefix("sha256:").unwrap_or(digest).chars().take(12).collect()
}
