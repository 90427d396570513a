//! The one way to a verdict, whatever the moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::approval::{self, Approvals, Context, Contributor, Contributors, Found};
use crate::change::{Changes, Touched};
use crate::evidence::{self, Finding};
use crate::facts::Files;
use crate::git::{Commit, GitError, Listing, Oid, Repository};
use crate::history::{self, History};
use crate::label::Label;
use crate::names;
use crate::policy::{Duty, Kernel, PathGlob, Paths, Policy};
use crate::time::Instant;
use crate::verdict::{self, Extra, Inputs, Moment};

use super::sides::{self, PolicyEdit};
use super::{
    Approved, AtSource, InForce, Judgement, Stop, exports, outside, policy_at, relief, schedules, statements,
    unsound,
};

/// What is judged: two trees of the repository and what stands around them.
pub struct Question<'a> {
    /// When in its life.
    pub moment: Moment,
    /// The instant.
    pub at: Instant,
    /// Where the instant came from.
    pub at_source: AtSource,
    /// The target, `refs/heads/NAME`; `""` when staged.
    pub target: &'a str,
    /// The commit whose policy is in force and whose values are before.
    pub base: Option<Oid>,
    /// The tip of the primary branch, when the target is another one.
    pub primary: Option<Oid>,
    /// The head commit; `None` for the index.
    pub head: Option<Oid>,
    /// The commits that may contribute.
    pub commits: Vec<Commit>,
    /// First-parent commits of the landing, oldest first; empty unless landed.
    pub landing: Vec<Oid>,
    /// The kernel digest that an administrator vouches for.
    pub genesis: Option<&'a str>,
    /// Reports from outside the tree, by path relative to the folder given.
    pub reports: &'a [(String, Arc<[u8]>)],
    /// Statements from outside the trees: the approvals ref, or a record being verified.
    pub statements: &'a [Found],
    /// Contributors from outside the commits: they can only hurt.
    pub extra: &'a [Contributor],
    /// Digests of the target's records, by sequence.
    pub chain: &'a [String],
    /// Finds the signed record of a landing that passed, by no emergency, and holds a commit.
    pub approved: &'a dyn Fn(Oid) -> Option<Approved>,
    /// Whether an emergency may bring values back; not while it is asked how those landed.
    pub restores: bool,
    /// What law asked of touched schedules by a record of another version; else law is asked now.
    pub law: Option<&'a [Touched]>,
    /// What a record of another version says was outside of a chain, or in error in the policy; else
    /// both are looked at now.
    pub outside: Option<&'a [Extra]>,
    /// Limits that the caller knows of.
    pub limits: BTreeSet<&'static str>,
}

/// The policy in force and what the head does to it.
pub struct Policies {
    /// The policy in force; the head's own while adopting.
    pub in_force: InForce,
    /// Whether the head brings the first policy.
    pub adopting: bool,
    /// What the head does to it.
    pub edit: PolicyEdit,
}

impl Policies {
    /// Returns the kernel that the head would have.
    pub fn head(&self) -> &Kernel {
        &head_policy(&self.in_force.policy, &self.edit).kernel
    }

    /// Returns every path a judgement must list: what is governed before and after, what is
    /// stored, what is reported.
    pub fn listed(&self) -> Paths {
        let kernel = &self.in_force.policy.kernel;
        let reports = Paths::new(kernel.evidence.iter().map(|e| e.glob.as_str()));
        let exports = exports::paths(self.head());
        governed(&self.in_force.policy, &self.edit).and(policy_at::own_paths()).and(reports).and(exports)
    }
}

/// Judges a change.
///
/// # Errors
/// [`Stop`] where there is no verdict to give: objects that cannot be read, or a location that
/// matches nothing.
pub fn judge(
    repo: &Repository,
    q: &Question,
    policies: Policies,
    before: &Listing,
    after: &Listing,
    tree: Option<Oid>,
) -> Result<Judgement, Stop> {
    let mut limits = q.limits.clone();
    let Policies { mut in_force, adopting, edit } = policies;
    let old = if adopting { None } else { Some(&in_force.policy) };
    let files = &Files::default();
    let mut changes = sides::changes((repo, files), old, &edit, before, after)?;
    let unscheduled = schedules::ask(repo, &mut changes, &edit, [before, after], q.law, q.at)?;
    changes.deployed =
        exports::compare((repo, files), &head_policy(&in_force.policy, &edit).kernel, before, after)?;
    in_force.digests = in_force.policy.kernel.digests(&changes.systems());
    let policy = &in_force.policy;
    matched_somewhere(policy, &edit, before, after)?;

    let (statements, mut extra) = match q.moment {
        Moment::Staged => (Vec::new(), Vec::new()),
        _ => statements::on(repo, q, &changes, before, after)?,
    };
    let offered = statements::relieving(repo, q, &policy.kernel, &changes.digest(), before, after)?;
    let considered: BTreeSet<String> = statements.iter().chain(&offered.found).map(Found::id).collect();
    let paths = governed(policy, &edit);
    let contributors = match q.moment {
        // The person who commits is not known before the commit; nobody is asked to sign yet.
        Moment::Staged => Contributors::default(),
        _ => contributors(repo, q, &policy.kernel, &paths, &statements, &changes.digest())?,
    };
    let declared = offered.declares(&changes.digest());
    let history = history((repo, files), q, policy, &changes, &statements, declared)?;
    let context = Context {
        kernel: &policy.kernel,
        digest: &changes.digest(),
        after: &after_digests(&changes),
        scope: &in_force.digests.scope,
        target: q.target,
        at: q.at,
        contributors: &contributors,
        history: &history,
        chain: q.chain,
        max_age: max_age(&policy.kernel),
    };
    let (mut approvals, contributors) = count(q, &statements, &context);
    let context = Context { contributors: &contributors, ..context };
    let reliefs = relief::of((repo, files), q, policy, &changes, &offered, &context)?;
    approvals.set_aside(&reliefs);
    let evidence = reports(repo, q, &policy.kernel, &changes, [before, after])?;
    extra.extend(statements::removed(before, after));
    extra.extend(unscheduled);
    match q.outside {
        Some(recorded) => extra.extend_from_slice(recorded),
        None => {
            if !adopting {
                extra.extend(outside::look(repo, head_policy(policy, &edit), &changes, [before, after])?);
            }
            let limits = verdict::limits(&changes, q.at);
            let settings = verdict::settings(&changes);
            let said = limits.iter().chain(&extra).map(|extra| extra.reason.as_str());
            let said = said.chain(settings.iter().map(|held| held.reason.as_str())).collect();
            let edit = (&edit, adopting);
            let found = unsound::look((repo, files), edit, &changes.list, [before, after], q.at, &said)?;
            extra.extend(found);
        }
    }
    let verdict = verdict::evaluate(&Inputs {
        policy,
        changes: &changes,
        approvals: &approvals,
        reliefs: &reliefs,
        contributors: &contributors,
        evidence: &evidence,
        history: &history,
        at: q.at,
        moment: q.moment,
        extra: &extra,
    });
    let intermediate = intermediate(repo, q, &paths, before, after)?;
    if !policy.kernel.commits_signed && q.moment != Moment::Staged {
        limits.insert(names::AUTHOR_NAMES_CLAIMED.name);
    }
    if !intermediate.is_empty() && q.moment == Moment::Range {
        limits.insert(names::INTERMEDIATE_CHANGE.name);
    }
    limits.extend(STANDING_LIMITS.iter().filter(|_| q.moment != Moment::Staged).map(|row| row.name));

    let mut judgement = Judgement {
        moment: q.moment,
        at: q.at,
        at_source: q.at_source,
        target: q.target.to_owned(),
        base: q.base,
        head: q.head,
        tree,
        listing: sides::select(after, &paths),
        policy: in_force,
        primary: None,
        changes,
        contributors,
        approvals,
        relieving: reliefs.counted,
        considered,
        evidence,
        history,
        verdict,
        primary_verdict: None,
        intermediate,
        limits,
    };
    if let Some(primary) = q.primary {
        also_by_primary((repo, files), q, primary, &mut judgement, statements, before, after, &extra)?;
    }
    Ok(judgement)
}

/// What no run can check, said in every verdict on a target.
const STANDING_LIMITS: &[&names::Name] = &[
    &names::ADMIN_CAN_BYPASS,
    &names::RUNTIME_NOT_CHECKED,
    &names::ONE_HUMAN_PER_PERSON_CLAIMED,
    &names::SIGNER_SAW_SHOWN_TEXT,
    &names::CLOCK_OF_RUNNER,
    &names::TIP_AS_FETCHED,
];

/// Reads the policy in force from listings of [`policy_at::own_paths`], or the head's own at
/// genesis.
///
/// # Errors
/// `no-policy` and the genesis reasons; [`Stop::Policy`] when the one in force does not compile.
pub fn policies(
    repo: &Repository,
    q: &Question,
    before: &Listing,
    after: &Listing,
) -> Result<Policies, Stop> {
    if let Some(in_force) = policy_at::in_force(repo, before, q.base)? {
        let edit = sides::policy_edit(repo, Some(&in_force.policy), before, after)?;
        return Ok(Policies { in_force, adopting: false, edit });
    }
    let adopt = |head: InForce| Policies {
        edit: PolicyEdit::Changed(Box::new(head.policy.clone())),
        in_force: head,
        adopting: true,
    };
    let head = policy_at::in_force(repo, after, q.head)?;
    let Some(head) = head else {
        let error =
            GitError::new(&names::NO_POLICY, "there is no policy: no *.countersign file under governance/")
                .help("write one (policies/starter is a beginning), then run `countersign lint`");
        return Err(error.into());
    };
    let kernel = head.policy.kernel.digest();
    match q.genesis {
        // A hook cannot wait for an administrator; the gate on the target will.
        None if q.moment == Moment::Staged => Ok(adopt(head)),
        None => {
            let error = GitError::new(
                &names::NO_POLICY,
                format!("{} has no policy yet; this change brings the first", q.target),
            )
            .help("adopting a policy needs someone who vouches for it: review it in a clone, run")
            .help("  countersign lint --digest")
            .help("and give the kernel digest to the gate:  countersign check … --genesis sha256:…");
            Err(error.into())
        }
        Some(vouched) if vouched == kernel => {
            if !q.chain.is_empty() {
                let error = GitError::new(
                    &names::GENESIS_AFTER_RECORDS,
                    format!("{} has records already; a policy is adopted once", q.target),
                )
                .help("restore the policy that the last record names, and change it by an ordinary change");
                return Err(error.into());
            }
            Ok(adopt(head))
        }
        Some(vouched) => {
            let error = GitError::new(
                &names::GENESIS_DIFFERS,
                format!("the policy at the head is {kernel}, not the one vouched for, {vouched}"),
            )
            .help("review the policy again and give its digest, or go back to the reviewed one");
            Err(error.into())
        }
    }
}

/// Refuses a policy whose locations match nothing, before and after: such a slot governs nothing.
fn matched_somewhere(old: &Policy, edit: &PolicyEdit, before: &Listing, after: &Listing) -> Result<(), Stop> {
    let policy = head_policy(old, edit);
    for slot in &policy.kernel.slots {
        for at in slot.at.iter().chain(&slot.deployed) {
            let Ok(glob) = PathGlob::new(&at.path) else { continue };
            let found = |listing: &Listing| listing.keys().any(|path| glob.matches(path));
            if !found(after) && !found(before) {
                let name = format!("{}.{}", slot.system, slot.artifact);
                let mut error = GitError::new(
                    &names::LOCATION_MATCHES_NOTHING,
                    format!("`{name}` is governed at {}, and no tracked file is there", at.path),
                )
                .help("add the file, or correct the location in the policy in this same change");
                error.usage = true;
                return Err(error.into());
            }
        }
    }
    Ok(())
}

/// Returns the policy that the head would have.
fn head_policy<'p>(old: &'p Policy, edit: &'p PolicyEdit) -> &'p Policy {
    match edit {
        PolicyEdit::Changed(new) => new,
        _ => old,
    }
}

/// Returns every path that the policy in force or the one of the head governs.
fn governed(old: &Policy, edit: &PolicyEdit) -> Paths {
    let paths = Paths::governed(&old.kernel);
    match edit {
        PolicyEdit::Changed(new) => paths.and(Paths::governed(&new.kernel)),
        _ => paths,
    }
}

/// Finds who contributed: from the commits, and from what signers' tools computed.
fn contributors(
    repo: &Repository,
    q: &Question,
    kernel: &Kernel,
    paths: &Paths,
    statements: &[Found],
    digest: &str,
) -> Result<Contributors, GitError> {
    let paths = paths.clone().and(Paths::new([POLICY_GLOB]));
    let mut found = approval::contributors(repo, kernel, &paths, &q.commits, q.at)?;
    for (person, commits) in approval::stated(statements, kernel, digest, q.at) {
        found.add_stated(&person, &commits);
    }
    for contributor in q.extra {
        found.add_stated(&contributor.person, &contributor.commits);
    }
    Ok(found)
}

/// Sorts the statements, and on a landing tells who only landed what others had signed for.
fn count(q: &Question, statements: &[Found], context: &Context) -> (Approvals, Contributors) {
    if q.moment == Moment::Landed {
        let about = statements.iter().filter(|f| f.subject() == Some(context.digest));
        let named: Vec<_> = about.filter_map(|f| f.statement().ok().cloned()).collect();
        let mut replayed = context.contributors.clone();
        let commits = q.commits.iter().map(|commit| commit.id).collect();
        replayed.replay(&commits, &approval::stated_commits(&named));
        let approvals =
            approval::count(statements.to_vec(), &Context { contributors: &replayed, ..*context });
        if !approvals.counted.is_empty() {
            return (approvals, replayed);
        }
    }
    (approval::count(statements.to_vec(), context), context.contributors.clone())
}

const POLICY_GLOB: &str = "governance/**/*.countersign";

/// Reads as much of the past as this change and its statements need.
fn history(
    (repo, files): (&Repository, &Files),
    q: &Question,
    policy: &Policy,
    changes: &Changes,
    statements: &[Found],
    declared: bool,
) -> Result<History, Stop> {
    let Some(tip) = q.base.filter(|_| !changes.is_empty()) else { return Ok(History::default()) };
    let oldest = statements.iter().filter_map(Found::at).min();
    let mut need = history::Need::of(&policy.kernel, changes, oldest, q.at);
    if let Some(emergency) = policy.kernel.emergency.as_ref().filter(|_| declared) {
        need.restoring(emergency, q.at);
    }
    let facts = |listing: &Listing| sides::all_facts((repo, files), &policy.kernel, listing);
    Ok(history::read(repo, &policy.kernel, tip, q.at, &need, &facts)?)
}

/// Returns the facts digest after, for each system as it is read now.
fn after_digests(changes: &Changes) -> BTreeMap<String, String> {
    let rows = changes.document.systems.iter().filter(|row| row.1 == crate::change::Reading::Old);
    rows.map(|(system, _, _, after)| (system.clone(), after.clone())).collect()
}

/// Returns the longest that any rule lets an approval count, in seconds.
fn max_age(kernel: &Kernel) -> i64 {
    let valid = kernel.rules.iter().filter_map(|rule| rule.valid?.seconds());
    valid.chain([approval::DEFAULT_AGE]).max().unwrap_or(approval::DEFAULT_AGE)
}

/// Judges the reports that some rule may ask for: in the tree judged, or given from outside.
fn reports(
    repo: &Repository,
    q: &Question,
    kernel: &Kernel,
    changes: &Changes,
    [before, after]: [&Listing; 2],
) -> Result<Vec<Finding>, GitError> {
    if changes.is_empty() || q.moment == Moment::Staged {
        return Ok(Vec::new());
    }
    let asked: BTreeSet<&str> = kernel
        .rules
        .iter()
        .flat_map(|rule| match &rule.duty {
            Duty::Require { evidence, .. } => evidence.as_slice(),
            Duty::Never(_) => &[],
        })
        .chain(kernel.exceptions.iter().flat_map(|exception| &exception.evidence))
        .map(Label::as_str)
        .collect();
    let digest = changes.digest();
    let mut findings = Vec::new();
    for evidence in kernel.evidence.iter().filter(|e| asked.contains(e.id.as_str())) {
        let Ok(glob) = PathGlob::new(&evidence.glob) else { continue };
        let stored = |listing: &Listing| -> Result<BTreeMap<String, Arc<[u8]>>, GitError> {
            let files = listing
                .iter()
                .filter(|(path, entry)| glob.matches(path) && matches!(entry.mode, 0o100_644 | 0o100_755));
            let read = |(path, entry): (&Vec<u8>, &crate::git::Entry)| {
                Ok((String::from_utf8_lossy(path).into_owned(), repo.blob(entry.oid)?))
            };
            files.map(read).collect()
        };
        let mut reports = stored(after)?;
        let earlier = if evidence.renewed { stored(before)? } else { BTreeMap::new() };
        let outside = q.reports.iter().filter(|(path, _)| glob.matches(path.as_bytes()));
        reports.extend(outside.cloned());
        let reports: Vec<_> = reports.into_iter().collect();
        findings.push(evidence::judge(evidence, &reports, &earlier, &digest, q.at));
    }
    Ok(findings)
}

/// Lists inner first-parent commits whose governed entries neither end of the range has.
fn intermediate(
    repo: &Repository,
    q: &Question,
    paths: &Paths,
    before: &Listing,
    after: &Listing,
) -> Result<Vec<Oid>, GitError> {
    if q.moment == Moment::Staged {
        return Ok(Vec::new());
    }
    let inner: Vec<Oid> = match q.moment {
        Moment::Landed => q.landing.iter().copied().filter(|id| Some(*id) != q.head).collect(),
        _ => q.commits.iter().map(|c| c.id).filter(|id| Some(*id) != q.head).collect(),
    };
    let (before, after) = (sides::select(before, paths), sides::select(after, paths));
    let mut found = Vec::new();
    for id in inner {
        let listing = repo.listing(repo.commit(id)?.tree, paths)?;
        let strange = listing
            .iter()
            .any(|(path, entry)| before.get(path) != Some(entry) && after.get(path) != Some(entry));
        if strange {
            found.push(id);
        }
    }
    Ok(found)
}

/// Judges again by the policy of the primary branch: an old branch cannot keep an old, lax one.
#[allow(clippy::too_many_arguments)]
fn also_by_primary(
    (repo, files): (&Repository, &Files),
    q: &Question,
    primary: Oid,
    judgement: &mut Judgement,
    statements: Vec<Found>,
    before: &Listing,
    after: &Listing,
    extra: &[Extra],
) -> Result<(), Stop> {
    let tree = repo.commit(primary)?.tree;
    let listing = repo.listing(tree, &policy_at::own_paths())?;
    let Some(mut in_force) = policy_at::in_force(repo, &listing, Some(primary))? else {
        let error = GitError::new(&names::NO_POLICY, "the primary branch has no policy")
            .help("adopt the policy on the first branch of `targets` first");
        return Err(error.into());
    };
    let kernel = &in_force.policy.kernel;
    let edit = sides::policy_edit(repo, Some(&judgement.policy.policy), before, after)?;
    let mut changes = sides::changes((repo, files), Some(&in_force.policy), &edit, before, after)?;
    schedules::ask(repo, &mut changes, &edit, [before, after], q.law, q.at)?;
    changes.deployed = judgement.changes.deployed.clone();
    // What was signed is the change as the target's policy reads it; authority is the primary's.
    let digest = judgement.changes.digest();
    let offered = statements::relieving(repo, q, kernel, &digest, before, after)?;
    let declared = offered.declares(&digest);
    let history = history((repo, files), q, &in_force.policy, &changes, &statements, declared)?;
    let context = Context {
        kernel,
        digest: &digest,
        after: &after_digests(&judgement.changes),
        scope: &judgement.policy.digests.scope,
        target: q.target,
        at: q.at,
        contributors: &judgement.contributors,
        history: &judgement.history,
        chain: q.chain,
        max_age: max_age(kernel),
    };
    let (approvals, _) = count(q, &statements, &context);
    let reliefs = relief::of((repo, files), q, &in_force.policy, &changes, &offered, &context)?;
    let evidence = reports(repo, q, kernel, &judgement.changes, [before, after])?;
    let verdict = verdict::evaluate(&Inputs {
        policy: &in_force.policy,
        changes: &changes,
        approvals: &approvals,
        reliefs: &reliefs,
        contributors: &judgement.contributors,
        evidence: &evidence,
        history: &history,
        at: q.at,
        moment: q.moment,
        extra,
    });
    in_force.digests = in_force.policy.kernel.digests(&changes.systems());
    judgement.primary = Some(in_force);
    judgement.primary_verdict = Some(verdict);
    Ok(())
}
