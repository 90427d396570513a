//! What the deciding commands share: the repository, the target, what was stored.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::approval::Found;
use crate::diagnostic::Diagnostic;
use crate::gate::{Approved, AtSource, Options, Stop, Target};
use crate::git::{Environment, Files, GitError, Oid, Repository, Side, Use};
use crate::names;
use crate::record::chain::{self, Link, RECORDS_REF};
use crate::record::verify;
use crate::render::diagnostics;
use crate::source::Sources;
use crate::time::Instant;
use crate::verdict::Decision;

use super::{Exit, io};

/// The ref that holds statements unless `--store` names another.
pub const APPROVALS_REF: &str = "refs/countersign/approvals";

/// Opens the repository of the working directory.
pub fn open(purpose: Use) -> Result<Repository, Exit> {
    let environment = Environment::new(std::env::vars_os());
    let here =
        std::env::current_dir().map_err(|e| io::usage(&format!("cannot read the working directory: {e}")))?;
    Repository::open(&here, purpose, &environment).map_err(|e| io::stop(&e))
}

/// Reports why there is no judgement.
pub fn stop(stop: &Stop) -> Exit {
    match stop {
        Stop::Git(error) => io::stop(error),
        Stop::Policy { sources, diagnostics } => {
            invalid(sources, diagnostics, "the policy in force does not compile")
        }
    }
}

/// Reports a policy that does not compile.
pub fn invalid(sources: &Sources, found: &[Diagnostic], what: &str) -> Exit {
    io::note(&diagnostics::human(sources, found, io::view(io::error_paint())));
    io::usage(what)
}

/// Resolves `TARGET..HEAD`, or the target alone against `HEAD`.
pub fn range(repo: &Repository, spec: Option<&str>, target: Option<&str>) -> Result<(Target, Oid), Exit> {
    let resolve = |spec: &str, side| repo.resolve(spec, side).map_err(|e| io::stop(&e));
    let Some((left, right)) = spec.map(split).transpose()? else {
        let target = self::target(repo, target)?;
        return Ok((target, resolve("HEAD", Side::Head)?.commit));
    };
    let tip = resolve(left, Side::Target)?;
    let branch = match target {
        Some(name) => branch(repo, name)?,
        None => match tip.branch {
            Some(branch) => branch,
            None => self::target(repo, None)?.branch,
        },
    };
    Ok((Target { branch, tip: tip.commit }, resolve(right, Side::Head)?.commit))
}

fn split(spec: &str) -> Result<(&str, &str), Exit> {
    match spec.split_once("..") {
        Some((left, right)) if !left.is_empty() && !right.is_empty() && !right.starts_with('.') => {
            Ok((left, right))
        }
        _ => Err(io::usage(&format!(
            "`{spec}` is not a range; say TARGET..HEAD, for example refs/remotes/origin/main..HEAD"
        ))),
    }
}

/// Finds the target: `--target`, the CI's base branch, what the remote calls its main branch.
pub fn target(repo: &Repository, name: Option<&str>) -> Result<Target, Exit> {
    let ci = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"];
    let from_ci = || ci.iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let name = match name {
        Some(name) => name.to_owned(),
        None => match from_ci() {
            Some(name) => format!("refs/heads/{name}"),
            None => repo.default_target().map_err(|e| io::stop(&e))?.ok_or_else(|| {
                io::usage("no target is known; say which branch the change is for: --target refs/heads/main")
            })?,
        },
    };
    let resolved = repo.resolve(&name, Side::Target).map_err(|e| io::stop(&e))?;
    let branch = resolved
        .branch
        .ok_or_else(|| io::usage(&format!("`{name}` is not a branch; say --target refs/heads/NAME")))?;
    Ok(Target { branch, tip: resolved.commit })
}

/// Returns the full name of a branch that need not be here under that name.
fn branch(repo: &Repository, name: &str) -> Result<String, Exit> {
    if name.starts_with("refs/heads/") {
        return Ok(name.to_owned());
    }
    let resolved = repo.resolve(name, Side::Target).map_err(|e| io::stop(&e))?;
    resolved
        .branch
        .ok_or_else(|| io::usage(&format!("`{name}` is not a branch; say --target refs/heads/NAME")))
}

/// What was stored about a target.
pub struct Stored {
    /// The records, oldest first.
    pub links: Vec<Link>,
    /// The ref they were read from, and its tip.
    pub records: Option<(String, Oid)>,
    /// The statements of the approvals ref.
    pub statements: Vec<Found>,
    /// Its tip.
    pub approvals_tip: Option<Oid>,
}

impl Stored {
    /// Returns the digests of the records by sequence.
    pub fn chain(&self) -> Vec<String> {
        self.links.iter().map(|link| link.digest.clone()).collect()
    }

    /// Finds the signed record of a landing that passed, by no emergency, and holds a commit.
    pub fn approved(&self, commit: Oid) -> Option<Approved> {
        approved(&self.links, commit)
    }
}

/// Finds among some records the soundly signed one of a landing that passed, by no emergency, and
/// holds a commit.
pub fn approved(links: &[Link], commit: Oid) -> Option<Approved> {
    let of_commit = |link: &&Link| {
        let record = &link.record;
        record.landing.commits.contains(&commit)
            && record.verdict.decision == Decision::Passed
            && record.emergency.as_ref().is_none_or(|emergency| emergency.refused.is_some())
    };
    let sound = |link: &&Link| {
        let opened = verify::open(&link.envelope);
        opened.is_ok_and(|opened| opened.key.is_some() && verify::inside(&opened).is_empty())
    };
    let record = &links.iter().find(of_commit).filter(sound)?.record;
    let paths = record.change.changes.iter().map(|change| change.path.clone()).collect();
    Some(Approved { to: record.landing.to, paths, adopts: record.landing.how == "adopt" })
}

/// Reads records and statements from their refs.
pub fn stored(repo: &Repository, branch: &str, store: Option<&str>) -> Result<Stored, GitError> {
    let (records, files) = records(repo, store)?;
    let links = chain::read(&files, branch)?;
    let approvals_tip = repo.reference(APPROVALS_REF)?;
    let mut statements = Vec::new();
    if let Some(tip) = approvals_tip {
        repo.check_append_only(APPROVALS_REF)?;
        statements = repo.statement_files([tip])?.into_iter().map(Found::outside).collect();
    }
    let last = links.last().and_then(|link| link.record.chain.as_ref()?.approvals_tip);
    if let Some(last) = last {
        let descends = match approvals_tip {
            Some(tip) => repo.is_ancestor(last, tip)?,
            None => false,
        };
        if !descends {
            let message =
                format!("{APPROVALS_REF} does not hold {}, which the last record read there", last.short());
            return Err(GitError::new(&names::APPROVALS_REWRITTEN, message)
                .help("git fetch origin '+refs/countersign/*:refs/countersign/*'")
                .help(
                    "if it stays, somebody rewrote the ref: a veto may be gone; compare with another clone",
                ));
        }
    }
    Ok(Stored { links, records, statements, approvals_tip })
}

/// Reads the records of a target alone.
pub fn stored_records(repo: &Repository, branch: &str, store: Option<&str>) -> Result<Vec<Link>, GitError> {
    chain::read(&records(repo, store)?.1, branch)
}

type Store = (Option<(String, Oid)>, Files);

/// Reads the record store: the one named, or the first of the usual places that exists.
fn records(repo: &Repository, store: Option<&str>) -> Result<Store, GitError> {
    let usual = [RECORDS_REF, "refs/heads/countersign/records", "refs/remotes/origin/countersign/records"];
    let places: Vec<&str> = store.map_or(usual.to_vec(), |name| vec![name]);
    for name in places {
        if let Some((tip, files)) = repo.read_ref_tree(name)? {
            return Ok((Some((name.to_owned(), tip)), files));
        }
    }
    Ok((None, Files::new()))
}

/// Returns the instant of a run and where it came from.
pub fn instant(flag: Option<Instant>) -> (Instant, AtSource) {
    flag.map_or_else(|| (io::now(), AtSource::Clock), |at| (at, AtSource::Flag))
}

/// Puts the options of a run together.
pub fn options<'a>(
    at: (Instant, AtSource),
    genesis: Option<&'a str>,
    reports: &'a [(String, Arc<[u8]>)],
    statements: &'a [Found],
    chain: &'a [String],
    approved: &'a dyn Fn(Oid) -> Option<Approved>,
) -> Options<'a> {
    // Any run that is not one of a forge's own pipeline is advice; a pipeline may still be one.
    let advice = std::env::var_os("CI").is_none_or(|v| v.is_empty() || v == "false");
    Options {
        at: at.0,
        at_source: at.1,
        genesis,
        reports,
        statements,
        contributors: &[],
        chain,
        approved,
        restores: true,
        law: None,
        outside: None,
        advice,
    }
}

/// The most that is read of reports from outside, in bytes (64 MiB).
const MAX_REPORTS: u64 = 64 << 20;

/// Reads the reports under a file or folder; paths are relative to the folder.
pub fn reports(path: Option<&Path>) -> Result<Vec<(String, Arc<[u8]>)>, Exit> {
    let Some(root) = path else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut total = 0;
    for entry in walkdir::WalkDir::new(root).follow_links(false).max_depth(32).sort_by_file_name() {
        let entry =
            entry.map_err(|e| io::usage(&format!("cannot read --evidence {}: {e}", root.display())))?;
        if !entry.file_type().is_file() {
            continue;
        }
        total += entry.metadata().map_or(0, |m| m.len());
        if total > MAX_REPORTS {
            return Err(io::usage(&format!(
                "--evidence {} holds more than {} MiB",
                root.display(),
                MAX_REPORTS >> 20
            )));
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let relative = if relative.as_os_str().is_empty() {
            PathBuf::from(entry.file_name())
        } else {
            relative.to_owned()
        };
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else { continue };
        let bytes = std::fs::read(entry.path())
            .map_err(|e| io::usage(&format!("cannot read {}: {e}", entry.path().display())))?;
        found.push((parts.join("/"), Arc::from(bytes)));
    }
    Ok(found)
}
