//! What `approve` signs beside consent: the grant of an exception, the declaration of an emergency,
//! the review of one.

use std::collections::BTreeSet;

use crate::gate;
use crate::git::{Oid, Repository, Side};
use crate::label::Label;
use crate::policy::Kernel;
use crate::render;
use crate::statement::{self, About, Decision, Declaration, Grant, Review};

use super::super::{Exit, io, question};
use super::arguments::{Arguments, Outcome};
use super::draft::{Decided, Draft, signer_of};

/// Reads what an emergency is declared with, and refuses early what would not count.
pub fn declaration(arguments: &Arguments, repo: &Repository, kernel: &Kernel) -> Result<About, Exit> {
    let Some(emergency) = &kernel.emergency else {
        return Err(io::usage(
            "the policy in force has no `emergency`, so nobody can declare one; the duties of the change must be met",
        ));
    };
    if !emergency.declared_by.contains(&arguments.role) {
        return Err(io::usage(&format!(
            "the policy has {} declare an emergency, not {}",
            emergency.declared_by.join(" or "),
            arguments.role
        )));
    }
    let restores = arguments.restores.as_deref().unwrap_or_default();
    let restores = repo.resolve(restores, Side::Head).map_err(|e| io::stop(&e))?.commit;
    let incident = arguments.emergency.clone().unwrap_or_default();
    Ok(About::Declaration(Declaration { incident, restores: restores.to_string() }))
}

/// Prepares the grant of an exception, as the policy at HEAD has it.
pub fn exception(
    arguments: &Arguments,
    repo: &Repository,
    target: Option<&str>,
    name: &str,
) -> Result<Draft, Exit> {
    let (target, head) = question::range(repo, None, target)?;
    let at = question::instant(arguments.at).0;
    let in_force = policy_of(repo, head)?;
    let kernel = &in_force.policy.kernel;
    let Some(exception) = kernel.exceptions.iter().find(|e| e.id == name) else {
        let near = crate::diagnostic::did_you_mean(name, kernel.exceptions.iter().map(|e| e.id.as_str()));
        let hint = near.map_or(String::new(), |n| format!("; did you mean `{n}`?"));
        return Err(io::usage(&format!("the policy at HEAD has no exception `{name}`{hint}")));
    };
    let signer = signer_of(arguments, kernel, at)?;
    if exception.granted_by != signer.id {
        return Err(io::usage(&format!(
            "the policy has {} grant `{name}`, so a signature of {} would not count",
            exception.granted_by, signer.id
        )));
    }
    if !exception.is_open(at) {
        return Err(io::usage(&format!("`{name}` ended on {}", exception.until)));
    }
    let shown = render::relief::exception(exception, &signer.id, &arguments.role, &target.branch);
    let systems = exception
        .guards
        .iter()
        .flat_map(|guard| guard.systems.iter().flatten().map(Label::to_string))
        .collect();
    let stored = question::stored(repo, &target.branch, None).map_err(|e| io::stop(&e))?;
    let decided = Decided {
        decision: Decision::GrantException,
        about: Some(About::Grant(Grant { exception: name.to_owned() })),
        subject: exception.digest(),
        signer,
        contributors: Vec::new(),
        repository: &kernel.repository,
        policy: kernel.digests(&systems),
        seen: (target.tip, head),
        supersedes: Vec::new(),
        shown,
        at,
        target: target.branch,
    };
    Ok(decided.draft(arguments, &stored))
}

/// Prepares the review of an emergency that is on the target.
pub fn review(
    arguments: &Arguments,
    repo: &Repository,
    target: Option<&str>,
    digest: &str,
) -> Result<Draft, Exit> {
    let target = question::target(repo, target)?;
    let at = question::instant(arguments.at).0;
    let declared = gate::declared(repo, target.tip, digest).map_err(|e| io::stop(&e))?;
    let Some((declared, landed)) = declared else {
        return Err(io::usage(&format!(
            "{} holds no declaration of an emergency that starts with `{digest}`, or more than one; `countersign check` names the ones that are open",
            target.branch
        )));
    };
    let in_force = policy_of(repo, target.tip)?;
    let kernel = &in_force.policy.kernel;
    let signer = signer_of(arguments, kernel, at)?;
    let reviewers =
        kernel.emergency.as_ref().map(|emergency| emergency.review_by.as_slice()).unwrap_or_default();
    if !reviewers.contains(&arguments.role) {
        return Err(io::usage(&format!(
            "the policy has {} review emergencies, not {}",
            reviewers.join(" or "),
            arguments.role
        )));
    }
    let own = declared.approval.contributors.iter().any(|c| c.person == signer.id);
    if own || declared.approval.person == signer.id {
        return Err(io::usage(&format!(
            "{} declared this emergency or made its change, so this review would not count",
            signer.id
        )));
    }
    let outcome = match arguments.outcome {
        Outcome::Accepted => statement::Outcome::Accepted,
        Outcome::ToReverse => statement::Outcome::ToReverse,
    };
    let shown = render::relief::review(&declared, landed, outcome, &signer.id, &arguments.role);
    let stored = question::stored(repo, &target.branch, None).map_err(|e| io::stop(&e))?;
    let about = Review { declaration: declared.digest.clone(), landed: landed.to_string(), outcome };
    let decided = Decided {
        decision: Decision::ReviewEmergency,
        about: Some(About::Review(about)),
        subject: declared.subject.clone(),
        signer,
        contributors: Vec::new(),
        repository: &kernel.repository,
        policy: kernel.digests(&BTreeSet::new()),
        seen: (target.tip, target.tip),
        supersedes: Vec::new(),
        shown,
        at,
        target: target.branch,
    };
    Ok(decided.draft(arguments, &stored))
}

fn policy_of(repo: &Repository, commit: Oid) -> Result<gate::InForce, Exit> {
    let found = gate::at_commit(repo, commit).map_err(|e| question::stop(&e))?;
    found.ok_or_else(|| io::usage("there is no policy: no *.countersign file under governance/"))
}
