//! `countersign approve`: shows one change, then signs one person's decision on it.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::canonical;
use crate::gate::{self, Judgement, Target};
use crate::git::{Ident, Oid, Repository, Use};
use crate::policy::{Kernel, Person, PolicyDigests, within};
use crate::record::chain::Link;
use crate::render::{self, human, json, paint::Paint};
use crate::statement::{
    About, Approval, ChainHead, Decision, Seen, SignedContributor, Signer, Statement, file_name,
    seal_approval,
};
use crate::time::Instant;

use super::io::{self, Format, Output};
use super::question::{self, APPROVALS_REF, Stored};
use super::{Exit, relief, ssh_keygen};

/// Arguments of `approve`.
#[derive(Args)]
pub struct Arguments {
    /// The change: TARGET..HEAD; without it, the target against HEAD
    range: Option<String>,
    /// The role you exercise
    #[arg(long = "as", value_name = "ROLE")]
    pub(super) role: String,
    /// Your SSH key; a public key file means that the agent signs
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The branch the decision is for, refs/heads/NAME; repeatable
    #[arg(long, value_name = "REF")]
    target: Vec<String>,
    /// Signs as of this instant instead of now
    #[arg(long, value_name = "TIME", value_parser = io::instant)]
    pub(super) at: Option<Instant>,
    /// Adds the statement to a ref instead of the working tree (refs/countersign/approvals)
    #[arg(long, value_name = "REF")]
    store: Option<String>,
    /// Why, in a few words; becomes part of what is signed
    #[arg(long, value_name = "TEXT", default_value = "")]
    say: String,
    /// Refuses the change; stands until you lift it
    #[arg(long, conflicts_with = "lift")]
    veto: bool,
    /// Takes back your veto, without approving
    #[arg(long)]
    lift: bool,
    /// Grants an exception of the policy at HEAD that names you
    #[arg(long, value_name = "NAME", conflicts_with_all = ["range", "veto", "lift", "emergency", "review"])]
    exception: Option<String>,
    /// Declares that the change brings back at once what was approved before; names the incident
    #[arg(long, value_name = "TEXT", requires = "restores", conflicts_with_all = ["veto", "lift", "review"])]
    pub(super) emergency: Option<String>,
    /// The landed commit whose values an emergency brings back
    #[arg(long, value_name = "COMMIT", requires = "emergency")]
    pub(super) restores: Option<String>,
    /// Reviews an emergency that landed: the digest of its declaration
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["range", "veto", "lift"])]
    review: Option<String>,
    /// What the review found
    #[arg(long, value_name = "OUTCOME", value_enum, requires = "review", default_value = "accepted")]
    pub(super) outcome: Outcome,
    #[command(flatten)]
    output: Output,
}

/// What a review can find.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Outcome {
    /// It was right to restore
    Accepted,
    /// It is to be reversed by an ordinary change
    ToReverse,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let repo = question::open(Use::Advice)?;
    let targets: Vec<Option<&str>> = match arguments.target.as_slice() {
        [] => vec![None],
        named => named.iter().map(|t| Some(t.as_str())).collect(),
    };
    // Everything is checked and shown before anything is signed.
    let mut drafts = Vec::new();
    for target in targets {
        drafts.push(match (&arguments.exception, &arguments.review) {
            (Some(name), _) => relief::exception(arguments, &repo, target, name)?,
            (_, Some(digest)) => relief::review(arguments, &repo, target, digest)?,
            _ => draft(arguments, &repo, target)?,
        });
    }
    for draft in &drafts {
        io::note(&draft.shown);
    }
    confirm(arguments, &drafts)?;
    let signer = ssh_keygen::signer(&arguments.key).map_err(|e| io::usage(&e.to_string()))?;
    let mut written = Vec::new();
    for draft in drafts {
        written.push(sign(arguments, &repo, draft, signer.as_ref())?);
    }
    arguments.output.write(|format, _| match format {
        Format::Human => written.iter().map(|w| format!("wrote {}\n", w.place)).collect(),
        Format::Json => json::statements(written.iter().map(|w| (&w.statement, w.place.as_str()))),
    })?;
    Ok(Exit::Passed)
}

/// A decision that is ready to be signed.
pub(super) struct Draft {
    /// The digest of what is decided on.
    subject: String,
    signer: Person,
    approval: Approval,
    shown: String,
}

/// What is decided, before the parts that every statement has.
pub(super) struct Decided<'a> {
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
    pub(super) fn draft(self, arguments: &Arguments, stored: &Stored) -> Draft {
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

struct Written {
    statement: Statement,
    place: String,
}

fn draft(arguments: &Arguments, repo: &Repository, target: Option<&str>) -> Result<Draft, Exit> {
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

fn head_of(link: &Link) -> ChainHead {
    let sequence = link.record.chain.as_ref().map_or(0, |chain| chain.sequence);
    ChainHead { record: link.digest.clone(), sequence }
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

/// Finds whose key it is, and says early what would be refused later.
pub(super) fn signer_of<'k>(
    arguments: &Arguments,
    kernel: &'k Kernel,
    at: Instant,
) -> Result<&'k Person, Exit> {
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

/// Asks, but only a person at a terminal.
fn confirm(arguments: &Arguments, drafts: &[Draft]) -> Result<(), Exit> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Ok(());
    }
    let n = drafts.len();
    let what = if n == 1 { "this decision".to_owned() } else { format!("these {n} decisions") };
    io::note(&format!("sign {what} as {}? [y/N] ", arguments.role));
    let mut line = String::new();
    let _ = stdin.lock().read_line(&mut line);
    if matches!(line.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err(io::usage("not signed")) }
}

fn sign(
    arguments: &Arguments,
    repo: &Repository,
    draft: Draft,
    signer: &dyn Signer,
) -> Result<Written, Exit> {
    let (person, digest, at) = (draft.signer, draft.subject, draft.approval.at);
    let envelope = seal_approval(signer, &digest, &draft.approval).map_err(|e| io::usage(&e.to_string()))?;
    // What we wrote must be what every reader accepts.
    let statement = crate::statement::read(&envelope)
        .map_err(|e| io::usage(&format!("the signature does not hold: {e}")))?;
    let path = file_name(&statement);
    let place = match &arguments.store {
        None => {
            let root = repo
                .work_dir()
                .ok_or_else(|| io::usage("a bare repository has no working tree; use --store"))?;
            let file = root.join(&path);
            let folder = file.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)
                .map_err(|e| io::usage(&format!("cannot create {}: {e}", folder.display())))?;
            io::write_file(&file, &envelope)?;
            let next = match statement.approval.decision {
                Decision::GrantException => {
                    "commit it where the exception is, or with the first change that needs it"
                }
                Decision::DeclareEmergency => {
                    "commit it with the change itself: it counts only from the tree that lands"
                }
                Decision::ReviewEmergency => "land it on the target; nothing governed changes by it",
                _ => "commit it to the branch of the change",
            };
            format!("{path}\n{next}: git add {path}")
        }
        Some(name) => {
            let email = person.emails.first().cloned().unwrap_or_default();
            let ident = Ident { name: person.name, email, seconds: at.0 };
            let tip = repo.reference(name).map_err(|e| io::stop(&e))?;
            let message = format!("{} on {}", statement.approval.decision.word(), digest);
            repo.append(name, &[(path.clone(), envelope)], &message, &ident, tip)
                .map_err(|e| io::stop(&e))?;
            let push = if name == APPROVALS_REF { APPROVALS_REF } else { name };
            format!("{path} to {name}\npush it: git push origin {push}")
        }
    };
    Ok(Written { statement, place })
}
