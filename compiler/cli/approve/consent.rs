//! What `approve` signs about a change: consent, a veto, its lift, the declaration of an emergency.

use std::collections::BTreeSet;

use crate::gate::{self, Judgement, Target};
use crate::git::{Oid, Repository};
use crate::render::{self, human, paint::Paint};
use crate::statement::{About, Decision, SignedContributor, Statement};

use super::super::{Exit, io, question};
use super::arguments::Arguments;
use super::draft::{Decided, Draft, signer_of};
use super::relief;

/// Prepares the decision on a change for one target.
pub fn draft(arguments: &Arguments, repo: &Repository, target: Option<&str>) -> Result<Draft, Exit> {
    let (target, head) = question::range(repo, arguments.range.as_deref(), target)?;
    let stored = question::stored(repo, &target.branch, None).map_err(|e| io::stop(&e))?;
    let at = question::instant(arguments.at);
    let chain = stored.chain();
    let approved = |commit| stored.approved(commit);
    let options = question::options(at, None, &[], &stored.statements, &chain, &approved);
    let options = gate::Options { advice: true, genesis: None, ..options };
    let judgement = match gate::range(repo, &target, head, &options) {
        // The people whom a first policy names sign its adoption, before anyone vouches for it.
        Err(gate::Stop::Git(e)) if e.reason == crate::names::NO_POLICY.name => {
            let kernel = gate::head_kernel(repo, head).map_err(|e| question::stop(&e))?;
            let options = gate::Options { genesis: kernel.as_deref(), ..options };
            gate::range(repo, &target, head, &options)
        }
        other => other,
    };
    let judgement = judgement.map_err(|e| question::stop(&e))?;
    refuse_unreadable(&judgement)?;
    let kernel = &judgement.policy.policy.kernel;
    let decision = match (arguments.veto, arguments.lift, &arguments.emergency) {
        (true, ..) => Decision::Veto,
        (_, true, _) => Decision::Lift,
        (.., Some(_)) => Decision::DeclareEmergency,
        _ => Decision::Approve,
    };
    let signer = signer_of(arguments, kernel, judgement.at)?;
    let about = match decision {
        Decision::DeclareEmergency => Some(relief::declaration(arguments, repo, kernel)?),
        _ => None,
    };
    let contributed = judgement.contributors.persons().contains(signer.id.as_str());
    if decision == Decision::Approve && contributed {
        return Err(io::usage(&format!(
            "{} contributed to this change, so this approval would not count",
            signer.id
        )));
    }
    let supersedes = supersedes(arguments, &judgement, &signer.id, decision)?;
    let shown = shown(arguments, &judgement, &signer.id, decision, &target, about.as_ref());
    let contributors = judgement.contributors.list.iter().map(|c| SignedContributor {
        commits: c.commits.iter().map(Oid::to_string).collect(),
        person: c.person.clone(),
    });
    let decided = Decided {
        decision,
        about,
        subject: judgement.changes.digest(),
        signer,
        contributors: contributors.collect(),
        repository: &kernel.repository,
        policy: judgement.policy.digests.clone(),
        seen: (target.tip, head),
        supersedes,
        shown,
        at: judgement.at,
        target: target.branch,
    };
    Ok(decided.draft(arguments, &stored))
}

fn refuse_unreadable(j: &Judgement) -> Result<(), Exit> {
    if j.changes.is_empty() {
        return Err(io::usage("nothing governed changed, so there is nothing to decide"));
    }
    if j.changes.unknown_after().next().is_some() {
        io::note(&human::diff(&j.changes, io::error_paint()));
        io::note("cannot sign what cannot be read: mend the file first, then approve\n");
        return Err(Exit::Undecided);
    }
    if !j.contributors.unknown.is_empty() {
        io::note(&human::verdict(j, io::error_paint()));
        return Err(Exit::Undecided);
    }
    Ok(())
}

/// Collects the earlier statements of the same person that this one replaces.
fn supersedes(
    arguments: &Arguments,
    j: &Judgement,
    person: &str,
    decision: Decision,
) -> Result<Vec<String>, Exit> {
    let own = j.approvals.counted.iter().filter(|s| s.approval.person == person);
    let (vetoes, approvals): (Vec<&Statement>, Vec<&Statement>) = own
        .filter(|s| s.approval.decision != Decision::Lift)
        .partition(|s| s.approval.decision == Decision::Veto);
    let digests = |list: &[&Statement]| list.iter().map(|s| s.digest.clone()).collect::<BTreeSet<_>>();
    let same_role: Vec<&Statement> =
        approvals.into_iter().filter(|s| s.approval.role == arguments.role).collect();
    match decision {
        Decision::Lift if vetoes.is_empty() => {
            Err(io::usage(&format!("{person} has no veto on this change to lift")))
        }
        Decision::Lift => Ok(digests(&vetoes).into_iter().collect()),
        Decision::Approve if !vetoes.is_empty() => {
            Err(io::usage(&format!("{person} has a veto on this change; lift it first with --lift")))
        }
        Decision::Approve | Decision::Veto => Ok(digests(&same_role).into_iter().collect()),
        _ => Ok(Vec::new()),
    }
}

/// Builds the text that is shown and whose digest is signed: never coloured, never wrapped.
fn shown(
    arguments: &Arguments,
    j: &Judgement,
    person: &str,
    decision: Decision,
    target: &Target,
    about: Option<&About>,
) -> String {
    let verb = match decision {
        Decision::Approve => "approves",
        Decision::Veto => "vetoes",
        Decision::Lift => "lifts the veto on",
        _ => "declares an emergency and restores by",
    };
    let by: BTreeSet<&str> = j.contributors.persons();
    format!(
        "{person} as {} {verb} this change for {}:\n{}{}\nchange  {}\nby      {}\n\n",
        arguments.role,
        target.branch,
        human::diff(&j.changes, Paint(false)),
        about.map_or(String::new(), render::relief::declared),
        j.changes.digest(),
        by.into_iter().collect::<Vec<_>>().join(", "),
    )
}
