//! `countersign record`: the change-approval record of what landed, or a preview of a proposal.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::approval::{Contributor, Found};
use crate::gate::{self, Approved, AtSource, Judgement, Options, Segment, Target};
use crate::git::{GitError, Ident, Oid, Repository, Side, Use};
use crate::names;
use crate::record::chain::{self, Link, RECORDS_REF};
use crate::record::{Chain, Frame, Landing, Record, Tool, build, digest, verify};
use crate::render::{human, json, record as page};
use crate::statement::{Decision as Said, InToto, Signer, seal_record};
use crate::time::Instant;
use crate::verdict::Decision;

use super::io::{self, Format, Output};
use super::question::{self, Stored};
use super::{Exit, check, ssh_keygen};

/// Arguments of `record`.
#[derive(Args)]
pub struct Arguments {
    /// A proposal, TARGET..HEAD: an unsigned preview
    range: Option<String>,
    /// Says that a preview is meant; a range gives one anyway
    #[arg(long, requires = "range")]
    candidate: bool,
    /// Records what landed up to this commit
    #[arg(long, value_name = "COMMIT", conflicts_with = "range")]
    landed: Option<String>,
    /// Records everything that landed since the last record
    #[arg(long, conflicts_with_all = ["range", "landed"])]
    landings: bool,
    /// Records one push
    #[arg(long, value_name = "FROM..TO", conflicts_with_all = ["range", "landed", "landings"])]
    push: Option<String>,
    /// Starts a chain again after the target was rewritten
    #[arg(long, conflicts_with_all = ["range", "landed", "landings", "push"], requires = "genesis")]
    adopt: bool,
    /// The kernel digest that an administrator reviewed, for the first record
    #[arg(long, value_name = "DIGEST")]
    genesis: Option<String>,
    /// Takes contributors and vetoes from an earlier preview
    #[arg(long, value_name = "FILE")]
    candidate_from: Option<PathBuf>,
    /// The branch, refs/heads/NAME
    #[arg(long, value_name = "REF")]
    target: Option<String>,
    /// Judges at this instant instead of now
    #[arg(long, value_name = "TIME", value_parser = io::instant)]
    at: Option<Instant>,
    /// The ref that holds the chain
    #[arg(long, value_name = "REF")]
    store: Option<String>,
    /// Writes each record as JSON, Markdown and HTML into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The gate's key
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
    /// Reads reports from this file or folder too
    #[arg(long, value_name = "PATH")]
    evidence: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// A record with its envelope.
struct Made {
    statement: InToto<Record>,
    digest: String,
    envelope: Vec<u8>,
    key: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let repo = question::open(Use::Deciding)?;
    let signer = arguments
        .sign
        .as_deref()
        .map(ssh_keygen::signer)
        .transpose()
        .map_err(|e| io::usage(&e.to_string()))?;
    let made = match &arguments.range {
        Some(range) => vec![candidate(arguments, &repo, range)?],
        None => landings(arguments, &repo, signer.as_deref())?,
    };
    if let Some(folder) = &arguments.out {
        made.iter().try_for_each(|m| write(folder, m))?;
    }
    arguments.output.write(|format, paint| match format {
        Format::Human if made.is_empty() => {
            "nothing to record: nothing governed landed since the last record\n".into()
        }
        Format::Human => {
            made.iter().map(|m| human::recorded(&m.statement.predicate, &m.digest, paint)).collect()
        }
        Format::Json => json::records(made.iter().map(|m| (&m.statement, m.digest.as_str()))),
    })?;
    let worst = made.iter().map(|m| m.statement.predicate.verdict.decision).max();
    Ok(check::exit(worst.unwrap_or(Decision::Passed)))
}

fn candidate(arguments: &Arguments, repo: &Repository, range: &str) -> Result<Made, Exit> {
    let (target, head) = question::range(repo, Some(range), arguments.target.as_deref())?;
    let run = Run::new(arguments, repo, &target)?;
    let digests = run.stored.chain();
    let judgement =
        gate::range(repo, &target, head, &run.options(&digests, &|commit| run.stored.approved(commit)))
            .map_err(|e| question::stop(&e))?;
    let landing = Landing {
        from: Some(target.tip),
        to: head,
        how: "candidate".into(),
        commits: vec![],
        skipped: vec![],
        tree: judgement.tree,
    };
    seal(&judgement, Frame { landing, chain: None, dated: None, tool: tool() }, None)
}

/// What a run of records shares.
struct Run<'a> {
    arguments: &'a Arguments,
    stored: Stored,
    reports: Vec<(String, std::sync::Arc<[u8]>)>,
    at: (Instant, AtSource),
    contributors: Vec<Contributor>,
    statements: Vec<Found>,
}

impl<'a> Run<'a> {
    fn new(arguments: &'a Arguments, repo: &Repository, target: &Target) -> Result<Run<'a>, Exit> {
        let mut stored =
            question::stored(repo, &target.branch, arguments.store.as_deref()).map_err(|e| io::stop(&e))?;
        let (contributors, vetoes) = preview(arguments.candidate_from.as_deref())?;
        let mut statements = std::mem::take(&mut stored.statements);
        statements.extend(vetoes);
        Ok(Run {
            arguments,
            stored,
            reports: question::reports(arguments.evidence.as_deref())?,
            at: question::instant(arguments.at),
            contributors,
            statements,
        })
    }

    fn options<'b>(
        &'b self,
        chain: &'b [String],
        approved: &'b dyn Fn(Oid) -> Option<Approved>,
    ) -> Options<'b> {
        let genesis = self.arguments.genesis.as_deref();
        Options {
            law: None,
            outside: None,
            contributors: &self.contributors,
            ..question::options(self.at, genesis, &self.reports, &self.statements, chain, approved)
        }
    }
}

/// Reads a preview: only what can hurt is taken from it, since nobody signed it.
fn preview(file: Option<&Path>) -> Result<(Vec<Contributor>, Vec<Found>), Exit> {
    let Some(file) = file else { return Ok((Vec::new(), Vec::new())) };
    let wrong = |why: String| io::usage(&format!("--candidate-from {}: {why}", file.display()));
    let bytes = std::fs::read(file).map_err(|e| wrong(e.to_string()))?;
    let record = verify::open(&bytes).map_err(|d| wrong(d.message))?.statement.predicate;
    let vetoes = record.statements.counted.iter().filter(|s| s.decision == Said::Veto);
    let found = vetoes.map(|s| Found::envelope(s.envelope.as_bytes()));
    Ok((record.contributors.clone(), found.collect()))
}

fn landings(
    arguments: &Arguments,
    repo: &Repository,
    signer: Option<&dyn Signer>,
) -> Result<Vec<Made>, Exit> {
    let mut target = question::target(repo, arguments.target.as_deref())?;
    let upto = arguments.landed.as_deref().or(arguments
        .push
        .as_deref()
        .and_then(|p| p.split_once(".."))
        .map(|p| p.1));
    if let Some(commit) = upto {
        target.tip = repo.resolve(commit, Side::Head).map_err(|e| io::stop(&e))?.commit;
    }
    let mut run = Run::new(arguments, repo, &target)?;
    in_order(&run)?;
    let segments = segments(arguments, repo, &target, &run)?;
    if let Some(push) = &arguments.push {
        pushed_from(repo, push, &run)?;
    }
    let mut made: Vec<Made> = Vec::new();
    let mut digests = run.stored.chain();
    let mut links = run.stored.links.clone();
    // Only the first record of a chain may rest on what an administrator vouches for.
    let mut genesis = arguments.genesis.clone();
    for segment in &segments {
        let adopting = segment.how == "adopt";
        let approved = |commit| question::approved(&links, commit);
        let options = Options { genesis: genesis.as_deref(), ..run.options(&digests, &approved) };
        let judgement =
            gate::landed(repo, &target, segment, &options, None).map_err(|e| question::stop(&e))?;
        let frame = Frame {
            landing: Landing {
                from: segment.from,
                to: segment.to(),
                how: segment.how.into(),
                commits: segment.commits.clone(),
                skipped: segment.skipped.clone(),
                tree: judgement.tree,
            },
            chain: Some(Chain {
                sequence: digests.len() as u64,
                previous: digests.last().cloned(),
                genesis: adopting.then(|| genesis.clone()).flatten(),
                approvals_tip: run.stored.approvals_tip,
            }),
            dated: Some(gate::dated(repo, segment.to()).map_err(|e| io::stop(&e))?),
            tool: tool(),
        };
        require_signer(&judgement, signer)?;
        let record = seal(&judgement, frame, signer)?;
        digests.push(record.digest.clone());
        links.push(Link {
            digest: record.digest.clone(),
            record: record.statement.predicate.clone(),
            envelope: record.envelope.as_slice().into(),
        });
        made.push(record);
        genesis = None;
    }
    store(arguments, repo, &mut run, &target, &made)?;
    Ok(made)
}

/// Refuses a clock that is behind the last record.
fn in_order(run: &Run) -> Result<(), Exit> {
    let last = run.stored.links.last().map(|link| link.record.at);
    match last.filter(|last| run.at.0 < *last) {
        None => Ok(()),
        Some(last) => Err(io::stop(
            &GitError::new(
                &names::CLOCK_WENT_BACK,
                format!("it is {} here, and the last record was made at {last}", run.at.0),
            )
            .help("set the clock right, or give an instant after the last record with --at"),
        )),
    }
}

fn segments(
    arguments: &Arguments,
    repo: &Repository,
    target: &Target,
    run: &Run,
) -> Result<Vec<Segment>, Exit> {
    let digests = run.stored.chain();
    let options = run.options(&digests, &|_| None);
    let stopped = |e: gate::Stop| question::stop(&e);
    let end = chain::end(&run.stored.links);
    if arguments.adopt && end.is_some() {
        return Ok(vec![gate::adopt_again(repo, target, &options).map_err(stopped)?]);
    }
    let (first, after) = match end {
        Some(end) => (None, Some(end)),
        None => {
            let segment = gate::adoption(repo, target, &options).map_err(stopped)?;
            let to = segment.to();
            (Some(segment), Some(to))
        }
    };
    let signed = gate::signed_subjects(repo, after, target.tip, &options).map_err(stopped)?;
    let (rest, _) = gate::segments(repo, target, after, &signed, &options).map_err(stopped)?;
    Ok(first.into_iter().chain(rest).collect())
}

/// Checks that `--push FROM..TO` starts where the last record ends.
fn pushed_from(repo: &Repository, push: &str, run: &Run) -> Result<(), Exit> {
    let Some((from, _)) = push.split_once("..") else {
        return Err(io::usage(&format!("`{push}` is not a push; say FROM..TO")));
    };
    let from = repo.resolve(from, Side::Head).map_err(|e| io::stop(&e))?.commit;
    match chain::end(&run.stored.links).filter(|end| *end != from) {
        None => Ok(()),
        Some(end) => Err(io::usage(&format!(
            "the last record ends at {end}, so the next push to record starts there, not at {from}"
        ))),
    }
}

fn require_signer(j: &Judgement, signer: Option<&dyn Signer>) -> Result<(), Exit> {
    match (&j.policy.policy.kernel.records_by, signer) {
        (Some(bot), None) => {
            Err(io::usage(&format!("the policy wants records signed by {bot}; give its key with --sign")))
        }
        _ => Ok(()),
    }
}

fn seal(judgement: &Judgement, frame: Frame, signer: Option<&dyn Signer>) -> Result<Made, Exit> {
    let at = judgement.at;
    let statement = build(judgement, frame);
    let payload = crate::canonical::bytes(&statement);
    let envelope = seal_record(&payload, signer).map_err(|e| io::usage(&e.to_string()))?;
    let opened = verify::open(&envelope).map_err(|d| io::usage(&d.message))?;
    if signer.is_some() {
        let wrong = verify::inside(&opened);
        if let Some(first) = wrong.first() {
            return Err(io::usage(&format!("the record would not verify at {at}: {}", first.message)));
        }
    }
    Ok(Made { digest: digest(&payload), key: opened.key, statement, envelope })
}

fn store(
    arguments: &Arguments,
    repo: &Repository,
    run: &mut Run,
    target: &Target,
    made: &[Made],
) -> Result<(), Exit> {
    if made.is_empty() {
        return Ok(());
    }
    let known = run.stored.records.clone();
    let name = arguments
        .store
        .clone()
        .or(known.as_ref().map(|(name, _)| name.clone()))
        .unwrap_or(RECORDS_REF.into());
    let files: Vec<(String, Vec<u8>)> = made
        .iter()
        .filter_map(|m| {
            Some((
                chain::path(&target.branch, m.statement.predicate.chain.as_ref()?.sequence),
                m.envelope.clone(),
            ))
        })
        .collect();
    let ident =
        Ident { name: "countersign".into(), email: "countersign@localhost".into(), seconds: run.at.0.0 };
    let message = format!(
        "record {} landing{} of {}",
        files.len(),
        if files.len() == 1 { "" } else { "s" },
        target.branch
    );
    repo.append(&name, &files, &message, &ident, known.map(|(_, tip)| tip)).map_err(|e| io::stop(&e))?;
    Ok(())
}

/// Writes a record in its three forms, named by its number.
fn write(folder: &Path, made: &Made) -> Result<(), Exit> {
    let record = &made.statement.predicate;
    let stem = record.chain.as_ref().map_or("candidate".into(), |c| format!("{:08}", c.sequence));
    std::fs::create_dir_all(folder)
        .map_err(|e| io::usage(&format!("cannot create {}: {e}", folder.display())))?;
    let sealed = page::Sealed { record, digest: &made.digest, signed_by: made.key.as_deref() };
    io::write_file(&folder.join(format!("{stem}.json")), &made.envelope)?;
    io::write_file(&folder.join(format!("{stem}.md")), page::markdown(&sealed).as_bytes())?;
    io::write_file(&folder.join(format!("{stem}.html")), page::html(&sealed).as_bytes())
}

/// Names the program that decides. A binary cannot vouch for itself; an auditor uses another. A
/// development build is no release that anybody could compare with, so it names no digest.
fn tool() -> Tool {
    let executable = std::env::current_exe().ok().filter(|_| !cfg!(debug_assertions));
    let bytes = executable.and_then(|path| std::fs::read(path).ok());
    let sha256 = bytes.map_or(String::new(), |bytes| crate::canonical::sha256_hex(&bytes));
    Tool { version: env!("CARGO_PKG_VERSION").into(), sha256 }
}
