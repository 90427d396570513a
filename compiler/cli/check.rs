//! `countersign check`: the gate.

use std::path::PathBuf;

use clap::Args;

use crate::gate::{self, Judgement, Segment, Stop, Target};
use crate::git::{Oid, Repository, Side, Use};
use crate::names;
use crate::render::{human, json};
use crate::time::Instant;
use crate::verdict::Decision;

use super::io::{self, Format, Output};
use super::{Exit, question};

/// Arguments of `check`.
#[derive(Args)]
pub struct Arguments {
    /// What to judge: TARGET..HEAD; without it, the target against HEAD
    range: Option<String>,
    /// Judges the index against HEAD, before a commit; honours PRE_COMMIT_FROM_REF and _TO_REF
    #[arg(long, conflicts_with_all = ["range", "landed", "landings", "genesis"])]
    staged: bool,
    /// Judges one commit that landed
    #[arg(long, value_name = "COMMIT", conflicts_with_all = ["range", "landings"])]
    landed: Option<String>,
    /// Judges each first-parent commit of the range against its own parent
    #[arg(long)]
    landings: bool,
    /// The branch the change is for, refs/heads/NAME
    #[arg(long, value_name = "REF")]
    target: Option<String>,
    /// Judges at this instant instead of now
    #[arg(long, value_name = "TIME", value_parser = io::instant)]
    at: Option<Instant>,
    /// Reads reports from this file or folder too
    #[arg(long, value_name = "PATH")]
    evidence: Option<PathBuf>,
    /// Adopts the first policy: the kernel digest that an administrator reviewed
    #[arg(long, value_name = "DIGEST")]
    genesis: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let at = question::instant(arguments.at);
    if arguments.staged {
        return match hook_range() {
            Some(pushed) => judge_pushed(arguments, &pushed, at),
            None => {
                let repo = question::open(Use::Staged)?;
                let options = question::options(at, None, &[], &[], &[], &|_| None);
                let options = gate::Options { advice: true, ..options };
                let judgement = gate::staged(&repo, &options).map_err(|e| question::stop(&e))?;
                show(arguments, &[judgement])
            }
        };
    }
    match (&arguments.range, arguments.landings, &arguments.landed) {
        (Some(range), false, None) => judge_range(arguments, range, at),
        _ => judge_other(arguments, at),
    }
}

/// What pre-commit hands over outside a commit.
struct Pushed {
    range: String,
    /// The branch of the remote that a push goes to, `refs/heads/NAME`.
    branch: Option<String>,
}

fn hook_range() -> Option<Pushed> {
    let variable = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let (from, to) = variable("PRE_COMMIT_FROM_REF").zip(variable("PRE_COMMIT_TO_REF"))?;
    Some(Pushed { range: format!("{from}..{to}"), branch: variable("PRE_COMMIT_REMOTE_BRANCH") })
}

/// Judges a push as the gate would. A push to a branch that the policy does not judge lands
/// nothing: it is how a change reaches those who approve it.
fn judge_pushed(arguments: &Arguments, pushed: &Pushed, at: (Instant, gate::AtSource)) -> Result<Exit, Exit> {
    let target = arguments.target.as_deref().or(pushed.branch.as_deref());
    let elsewhere =
        |stop: &Stop| matches!(stop, Stop::Git(error) if error.reason == names::NOT_A_TARGET.name);
    let (repo, target, head) = open_range(&pushed.range, target)?;
    with_options(arguments, &repo, &target, at, |options| match gate::range(&repo, &target, head, options) {
        Err(stop) if arguments.target.is_none() && elsewhere(&stop) => Ok(Vec::new()),
        judged => judged.map(|j| vec![j]),
    })
}

fn judge_range(arguments: &Arguments, range: &str, at: (Instant, gate::AtSource)) -> Result<Exit, Exit> {
    let (repo, target, head) = open_range(range, arguments.target.as_deref())?;
    with_options(arguments, &repo, &target, at, |options| {
        gate::range(&repo, &target, head, options).map(|j| vec![j])
    })
}

fn open_range(range: &str, target: Option<&str>) -> Result<(Repository, Target, Oid), Exit> {
    let repo = question::open(Use::Deciding)?;
    let (target, head) = question::range(&repo, Some(range), target)?;
    Ok((repo, target, head))
}

fn judge_other(arguments: &Arguments, at: (Instant, gate::AtSource)) -> Result<Exit, Exit> {
    let repo = question::open(Use::Deciding)?;
    if let Some(commit) = &arguments.landed {
        let target = question::target(&repo, arguments.target.as_deref())?;
        let commit = repo.resolve(commit, Side::Head).map_err(|e| io::stop(&e))?.commit;
        return with_options(arguments, &repo, &target, at, |options| {
            gate::landed(&repo, &target, &Segment::one(&repo, commit)?, options, None).map(|j| vec![j])
        });
    }
    let (target, head) = question::range(&repo, arguments.range.as_deref(), arguments.target.as_deref())?;
    if !arguments.landings {
        return with_options(arguments, &repo, &target, at, |options| {
            gate::range(&repo, &target, head, options).map(|j| vec![j])
        });
    }
    // With a range, the steps from its left end to its right one; alone, the target's tip.
    let (after, tip) = match &arguments.range {
        Some(_) => (Some(target.tip), head),
        None => (repo.commit(target.tip).map_err(|e| io::stop(&e))?.parents.first().copied(), target.tip),
    };
    let pushed = Target { branch: target.branch.clone(), tip };
    with_options(arguments, &repo, &target, at, |options| {
        let signed = gate::signed_subjects(&repo, after, tip, options)?;
        let (segments, _) = gate::segments(&repo, &pushed, after, &signed, options)?;
        segments.iter().map(|s| gate::landed(&repo, &pushed, s, options, None)).collect()
    })
}

fn with_options(
    arguments: &Arguments,
    repo: &Repository,
    target: &Target,
    at: (Instant, gate::AtSource),
    judge: impl Fn(&gate::Options) -> Result<Vec<Judgement>, Stop>,
) -> Result<Exit, Exit> {
    let stored = question::stored(repo, &target.branch, None).map_err(|e| io::stop(&e))?;
    let reports = question::reports(arguments.evidence.as_deref())?;
    let chain = stored.chain();
    let approved = |commit| stored.approved(commit);
    let genesis = arguments.genesis.as_deref();
    let options = question::options(at, genesis, &reports, &stored.statements, &chain, &approved);
    let judgements = judge(&options).map_err(|e| question::stop(&e))?;
    show(arguments, &judgements)
}

/// Shows one judgement as it is, several one after the other.
fn show(arguments: &Arguments, judgements: &[Judgement]) -> Result<Exit, Exit> {
    arguments.output.write(|format, paint| match (format, judgements) {
        (Format::Human, []) => "passed: nothing governed landed\n".into(),
        (Format::Human, all) => all.iter().map(|j| human::verdict(j, paint)).collect::<Vec<_>>().join("\n"),
        (Format::Json, [one]) => json::verdict(one),
        (Format::Json, all) => json::verdicts(all),
    })?;
    let worst = judgements.iter().map(Judgement::decision).max().unwrap_or(Decision::Passed);
    Ok(exit(worst))
}

/// Returns the exit code of a decision.
pub fn exit(decision: Decision) -> Exit {
    match decision {
        Decision::Passed => Exit::Passed,
        Decision::Blocked => Exit::Blocked,
        Decision::Unknown => Exit::Undecided,
    }
}
