//! A statement before its signature: what every decision fills in, and whose key it is.

use crate::canonical;
use crate::git::Oid;
use crate::policy::{Kernel, Person, PolicyDigests, within};
use crate::record::chain::Link;
use crate::statement::{About, Approval, ChainHead, Decision, Seen, SignedContributor};
use crate::time::Instant;

use super::super::question::Stored;
use super::super::{Exit, io, ssh_keygen};
use super::arguments::Arguments;

/// A decision that is ready to be signed.
pub struct Draft {
    /// The digest of what is decided on.
    pub subject: String,
    /// Who signs.
    pub signer: Person,
    /// What is signed.
    pub approval: Approval,
    /// The text that was shown.
    pub shown: String,
}

/// What is decided, before the parts that every statement has.
pub struct Decided<'a> {
    pub decision: Decision,
    pub about: Option<About>,
    /// The digest of what is decided on.
    pub subject: String,
    pub signer: &'a Person,
    pub contributors: Vec<SignedContributor>,
    pub repository: &'a str,
    pub policy: PolicyDigests,
    /// The tip of the target and the head that were looked at.
    pub seen: (Oid, Oid),
    pub supersedes: Vec<String>,
    pub shown: String,
    pub at: Instant,
    pub target: String,
}

impl Decided<'_> {
    /// Adds the parts that every statement has.
    pub fn draft(self, arguments: &Arguments, stored: &Stored) -> Draft {
        let approval = Approval {
            about: self.about,
            at: self.at,
            chain: stored.links.last().map(head_of),
            contributors: self.contributors,
            decision: self.decision,
            person: self.signer.id.clone(),
            policy: self.policy,
            reason: arguments.say.clone(),
            repository: self.repository.to_owned(),
            role: arguments.role.clone(),
            seen: Seen { base: self.seen.0.to_string(), head: self.seen.1.to_string() },
            shown: format!("sha256:{}", canonical::sha256_hex(self.shown.as_bytes())),
            supersedes: self.supersedes,
            target: self.target,
        };
        Draft { subject: self.subject, signer: self.signer.clone(), approval, shown: self.shown }
    }
}

fn head_of(link: &Link) -> ChainHead {
    let sequence = link.record.chain.as_ref().map_or(0, |chain| chain.sequence);
    ChainHead { record: link.digest.clone(), sequence }
}

/// Finds whose key it is, and says early what would be refused later.
pub fn signer_of<'k>(arguments: &Arguments, kernel: &'k Kernel, at: Instant) -> Result<&'k Person, Exit> {
    let public = ssh_keygen::public_key(&arguments.key).map_err(|e| io::usage(&e.to_string()))?;
    let owner = kernel.persons.iter().find(|p| p.keys.iter().any(|k| k.key == public));
    let Some(person) = owner else {
        return Err(io::usage(
            "no person of the policy has this key; add it to your `person` item by a policy change",
        ));
    };
    if !person.keys.iter().any(|k| k.key == public && within(k.from, k.until, at)) {
        return Err(io::usage(&format!("this key of {} is not valid at {at}", person.id)));
    }
    if !kernel.roles.iter().any(|role| role.id == arguments.role) {
        let near =
            crate::diagnostic::did_you_mean(&arguments.role, kernel.roles.iter().map(|r| r.id.as_str()));
        let hint = near.map_or(String::new(), |n| format!("; did you mean `{n}`?"));
        return Err(io::usage(&format!("the policy has no role `{}`{hint}", arguments.role)));
    }
    if !kernel.holds_role(&person.id, &arguments.role, at, false) {
        return Err(io::usage(&format!("{} does not hold the role {} at {at}", person.id, arguments.role)));
    }
    Ok(person)
}
