//! `countersign verify`: does a record say what the repository says?

use std::path::PathBuf;

use clap::Args;

use crate::approval::Found;
use crate::gate::{self, AtSource, Options, Segment, Target};
use crate::git::{Repository, Use};
use crate::names;
use crate::record::verify::{self, Difference, Opened};
use crate::record::{Frame, Record, RecordState, build, chain};
use crate::render::{json, verified};
use crate::verdict::Extra;

use super::io::{self, Format, Output};
use super::{Exit, question};

/// Arguments of `verify`.
#[derive(Args)]
pub struct Arguments {
    /// Record files
    #[arg(required = true, value_name = "FILE")]
    records: Vec<PathBuf>,
    /// The ref that holds the chain of records
    #[arg(long, value_name = "REF")]
    store: Option<String>,
    /// Reads reports from this file or folder too, as the gate did
    #[arg(long, value_name = "PATH")]
    evidence: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// A record's verification.
pub struct Outcome {
    /// The file.
    pub file: String,
    /// The record, where it could be opened.
    pub opened: Option<Opened>,
    /// What does not agree.
    pub differences: Vec<Difference>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let repo = question::open(Use::Deciding)?;
    let mut outcomes = Vec::new();
    for file in &arguments.records {
        let bytes =
            std::fs::read(file).map_err(|e| io::usage(&format!("cannot read {}: {e}", file.display())))?;
        let file = file.display().to_string();
        outcomes.push(match verify::open(&bytes) {
            Err(difference) => Outcome { file, opened: None, differences: vec![difference] },
            Ok(opened) => {
                let mut differences = verify::inside(&opened);
                differences.extend(outside(arguments, &repo, &opened)?);
                Outcome { file, opened: Some(opened), differences }
            }
        });
    }
    arguments.output.write(|format, paint| match format {
        Format::Human => outcomes
            .iter()
            .map(|o| verified::human(&o.file, o.opened.as_ref(), &o.differences, paint))
            .collect(),
        Format::Json => {
            json::verified(outcomes.iter().map(|o| (o.file.as_str(), o.opened.as_ref(), &o.differences[..])))
        }
    })?;
    let agree = outcomes.iter().all(|o| o.differences.is_empty());
    Ok(if agree { Exit::Passed } else { Exit::Mismatch })
}

/// Derives the record again from the repository and compares.
fn outside(arguments: &Arguments, repo: &Repository, opened: &Opened) -> Result<Vec<Difference>, Exit> {
    let record = &opened.statement.predicate;
    let stored = question::stored_records(repo, &record.target, arguments.store.as_deref())
        .map_err(|e| io::stop(&e))?;
    let mut found = in_chain(opened, &stored);
    let before =
        record.chain.as_ref().map_or(stored.len(), |c| usize::try_from(c.sequence).unwrap_or(usize::MAX));
    let digests: Vec<String> = stored.iter().take(before).map(|link| link.digest.clone()).collect();
    let statements = statements(repo, record)?;
    let reports = question::reports(arguments.evidence.as_deref())?;
    let at_source = if record.at_source == AtSource::Clock.word() { AtSource::Clock } else { AtSource::Flag };
    let genesis = record.chain.as_ref().and_then(|c| c.genesis.clone());
    let another = record.tool.other_version().is_some();
    let outside = looked_at(record);
    let options = Options {
        at: record.at,
        at_source,
        genesis: genesis.as_deref(),
        reports: &reports,
        statements: &statements,
        contributors: &[],
        chain: &digests,
        approved: &|commit| question::approved(&stored[..before.min(stored.len())], commit),
        restores: true,
        // The same version asks law anew; of another one, what the record says stands.
        law: another.then_some(&record.change.schedules),
        outside: another.then_some(&outside),
        advice: record.limits.iter().any(|l| l == crate::names::NOT_THE_GATE.name),
    };
    let target = Target { branch: record.target.clone(), tip: record.landing.to };
    let judgement = match record.state {
        RecordState::Landed => {
            let segment = Segment {
                from: record.landing.from,
                commits: record.landing.commits.clone(),
                skipped: record.landing.skipped.clone(),
                how: "single",
            };
            gate::landed(repo, &target, &segment, &options, recorded(repo, record)?)
        }
        RecordState::Candidate => {
            let tip = record.landing.from.ok_or_else(|| io::usage("the candidate names no target tip"))?;
            gate::range(repo, &Target { tip, ..target }, record.landing.to, &options)
        }
    };
    let judgement = judgement.map_err(|e| question::stop(&e))?;
    let frame = Frame {
        landing: record.landing.clone(),
        chain: record.chain.clone(),
        dated: match record.state {
            RecordState::Landed => Some(gate::dated(repo, record.landing.to).map_err(|e| io::stop(&e))?),
            RecordState::Candidate => None,
        },
        tool: record.tool.clone(),
    };
    found.extend(verify::compare(&opened.statement, &build(&judgement, frame)));
    Ok(found)
}

/// Lists what a record says was outside of a chain, or in error.
fn looked_at(record: &Record) -> Vec<Extra> {
    let names = [
        names::PROVIDER_OUTSIDE_CHAIN.name,
        names::ADDRESS_OUTSIDE_CHAIN.name,
        names::POLICY_IN_ERROR.name,
        names::FILE_IN_ERROR.name,
    ];
    let blocked = record.verdict.reasons.iter();
    blocked.filter(|extra| names.contains(&extra.reason.as_str())).cloned().collect()
}

/// Checks the record's place in the chain that is here.
fn in_chain(opened: &Opened, links: &[chain::Link]) -> Vec<Difference> {
    let Some(own) = &opened.statement.predicate.chain else { return Vec::new() };
    let number = usize::try_from(own.sequence).unwrap_or(usize::MAX);
    let difference = |message: String| vec![Difference { at: "/predicate/chain".into(), message }];
    match links.get(number) {
        Some(link) if link.digest == opened.digest => Vec::new(),
        Some(link) => difference(format!("the chain here has another record {number}: {}", link.digest)),
        None => difference(format!(
            "the chain here ends before record {number}; fetch it: git fetch origin '+refs/countersign/*:refs/countersign/*'"
        )),
    }
}

/// Collects what was considered then: the envelopes in the record, the approvals ref as it was.
fn statements(repo: &Repository, record: &Record) -> Result<Vec<Found>, Exit> {
    let tip = record.chain.as_ref().and_then(|chain| chain.approvals_tip);
    let files = match tip {
        Some(tip) => repo.statement_files([tip]).map_err(|e| io::stop(&e))?,
        None => Vec::new(),
    };
    Ok(files.into_iter().map(Found::outside).collect())
}

/// Returns the policy as it was compiled then, if its sources are those of the commit now: a
/// later compiler must not change what a record says.
fn recorded(repo: &Repository, record: &Record) -> Result<Option<gate::InForce>, Exit> {
    let listing = repo
        .commit(record.policy.commit)
        .and_then(|commit| repo.listing(commit.tree, &gate::own_paths()))
        .map_err(|e| io::stop(&e))?;
    let Some((sources, _)) = gate::compile(repo, &listing).map_err(|e| io::stop(&e))? else {
        return Ok(None);
    };
    let same = sources.ids().map(|id| {
        let file = sources.get(id);
        (file.path.clone(), crate::canonical::sha256_hex(file.text.as_bytes()))
    });
    if same.collect::<Vec<_>>() != record.policy.source {
        return Ok(None);
    }
    let mut compiled = record.policy.compiled.clone();
    let library = compiled.kernel.library();
    // Of another library only the readings that the record holds are known; they stand.
    if library.digest() != record.change.models.library {
        compiled
            .kernel
            .read_with(library.as_recorded(&record.change.models.library, &record.change.models.read));
    }
    Ok(Some(gate::InForce::new(Some(record.policy.commit), compiled, sources)))
}
