//! `countersign lint`: every mistake of a policy, each once, and what is not wise in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::canonical;
use crate::git::{Environment, Listing, Repository, Snapshot, Use};
use crate::lint::{self, Report};
use crate::policy::{self, Compiled, Paths};
use crate::register::{self, View};
use crate::render::{diagnostics, text_diff};
use crate::source::Sources;
use crate::time::Instant;
use crate::workspace;

use super::Exit;
use super::io::{self, Output};

/// The most bytes of a document that is read (1 MiB).
const MAX_DOCUMENT: usize = 1 << 20;

/// The most bytes of documents that are read in all (16 MiB).
const MAX_DOCUMENTS: usize = 16 << 20;

/// The forms of an answer about a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Each finding with its lines, for people.
    Human,
    /// One line a finding.
    Concise,
    /// The findings, for programs.
    Json,
    /// The compiled policy: what verdicts read, in the bytes that its digest is of.
    Kernel,
}

/// Arguments of `lint`.
#[derive(Args)]
pub struct Arguments {
    /// Policy files or folders; without any, the folder governance/
    paths: Vec<PathBuf>,
    /// Compares dates with this day or UTC time; without it, with the clock
    #[arg(long, value_parser = io::instant)]
    at: Option<Instant>,
    /// Mends what can be mended without a decision
    #[arg(long)]
    fix: bool,
    /// Makes the edits too that need a second look
    #[arg(long = "unsafe")]
    also_unsafe: bool,
    /// Shows the edits and writes none
    #[arg(long)]
    diff: bool,
    /// Prints the digests of the compiled policy
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    digest: bool,
    #[command(flatten)]
    output: Output<Format>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    if arguments.also_unsafe && !arguments.fix && !arguments.diff {
        return Err(io::usage(
            "`--unsafe` says which edits; add `--fix` to make them or `--diff` to see them",
        ));
    }
    let mut sources = load(&arguments.paths)?;
    let at = arguments.at.unwrap_or_else(io::now);
    if arguments.fix || arguments.diff {
        let look = |sources: &mut Sources| report(sources, at).1.findings;
        let fixed = lint::fix(&sources, arguments.also_unsafe, look);
        if arguments.diff {
            let shown =
                fixed.files.iter().map(|(path, before, after)| text_diff::unified(path, before, after));
            io::print(&shown.collect::<String>());
            return Ok(if fixed.files.is_empty() { Exit::Passed } else { Exit::Blocked });
        }
        for (path, _, after) in &fixed.files {
            io::replace_file(Path::new(path), after.as_bytes())?;
        }
        if fixed.count > 0 {
            io::note(&format!("mended {}\n", diagnostics::count(fixed.count, "finding")));
            sources = load(&arguments.paths)?;
        }
    }
    // What surrounds the policy joins the sources, and may be written in the language too.
    let files = sources.ids().count();
    let (compiled, report) = report(&mut sources, at);
    let mut after = String::new();
    if let Some(policy) = compiled.policy.as_ref().filter(|_| arguments.digest) {
        let (kernel, notes) = (policy.kernel.digest(), canonical::digest(&policy.notes));
        after = format!("kernel {kernel}\nnotes  {notes}\n");
        for system in &policy.kernel.systems {
            let scope = policy.kernel.scope(&BTreeSet::from([system.id.clone()]));
            after += &format!("scope  {scope} {}\n", system.id);
        }
    }
    if compiled.policy.is_none() && arguments.output.format == Format::Kernel {
        io::note(&diagnostics::human(&sources, &report.findings, io::view(io::error_paint())));
        return Ok(Exit::Blocked);
    }
    let kernel = || compiled.policy.as_ref().map_or(Vec::new(), |policy| canonical::bytes(&policy.kernel));
    let kernel = || String::from_utf8_lossy(&kernel()).into_owned();
    show(arguments, (&sources, files), &report, &after, kernel)?;
    let exit = if report.is_denied() { Exit::Blocked } else { Exit::Passed };
    io::leave((compiled, sources));
    Ok(exit)
}

/// Compiles a policy and looks at it, with the repository around it where there is one.
fn report(sources: &mut Sources, at: Instant) -> (Compiled, Report) {
    let compiled = policy::compile(sources);
    let around = tracked(sources)
        .and_then(|(repository, listing)| with_documents(sources, &compiled, at, (&repository, listing)));
    let report = lint::run(sources, &compiled, at, around.as_ref());
    (compiled, report)
}

/// Reads what a policy governs, as the index of its repository has it.
fn around(compiled: &Compiled, (repository, listing): (&Repository, Listing)) -> Option<Snapshot> {
    let policy = compiled.policy.as_ref()?;
    let governed = Paths::governed(&policy.kernel);
    repository.snapshot(listing, None, &|path| governed.matches(path)).ok()
}

/// Reads the same, with the texts of the documents that the policy names.
pub fn with_documents(
    sources: &Sources,
    compiled: &Compiled,
    at: Instant,
    (repository, listing): (&Repository, Listing),
) -> Option<Snapshot> {
    let mut snapshot = around(compiled, (repository, listing))?;
    let policy = compiled.policy.as_ref()?;
    let named = register::named(&View::new(sources, &compiled.model, policy, at, None, None));
    let literal: BTreeSet<&[u8]> = named.iter().map(String::as_bytes).collect();
    let globs = Paths::new(named.iter().map(String::as_str).filter(|name| !name.contains("://")));
    let is_named = |path: &[u8]| lint::is_text(path) && (literal.contains(path) || globs.matches(path));
    let mut left = MAX_DOCUMENTS;
    for (_, entry) in snapshot.listing.iter().filter(|(path, _)| is_named(path)) {
        let regular = entry.mode & 0o170_000 == 0o100_000;
        if !regular || snapshot.blobs.contains_key(&entry.oid) {
            continue;
        }
        // What cannot be read is no text that could claim something.
        let Ok(bytes) = repository.blob(entry.oid) else { continue };
        if bytes.len() <= left.min(MAX_DOCUMENT) {
            left -= bytes.len();
            snapshot.blobs.insert(entry.oid, bytes);
        }
    }
    Some(snapshot)
}

/// Opens the repository whose policy this is and lists its index: the one at the working directory, when
/// every file lies in its folder for policies. Where git cannot be read there is no advice about it.
pub fn tracked(sources: &Sources) -> Option<(Repository, Listing)> {
    let own = |id| sources.get(id).path.starts_with(&format!("{}/", policy::FOLDER));
    if !sources.ids().all(own) {
        return None;
    }
    let here = std::env::current_dir().ok()?;
    let repository = Repository::open(&here, Use::Staged, &Environment::new(std::env::vars_os())).ok()?;
    if repository.work_dir()?.canonicalize().ok()? != here.canonicalize().ok()? {
        return None;
    }
    let listing = repository.index(&Paths::new(["**"])).ok()?;
    Some((repository, listing))
}

fn show(
    arguments: &Arguments,
    (sources, files): (&Sources, usize),
    report: &Report,
    after: &str,
    kernel: impl Fn() -> String,
) -> Result<(), Exit> {
    arguments.output.write(|format, paint| match format {
        Format::Human => {
            let mut text = diagnostics::human(sources, &report.findings, io::view(paint));
            if text.is_empty() && after.is_empty() {
                text = format!("no mistakes in {}\n", diagnostics::count(files, "policy file"));
            }
            text + &beside(report, after.is_empty()) + after
        }
        Format::Concise => diagnostics::concise(sources, &report.findings) + after,
        Format::Json => diagnostics::json(sources, &report.findings),
        Format::Kernel => kernel(),
    })
}

/// Says what the findings do not show.
fn beside(report: &Report, alone: bool) -> String {
    let mut text = String::new();
    if report.silenced > 0 && alone {
        text += &format!("{} silenced by `allow`\n", diagnostics::count(report.silenced, "finding"));
    }
    if !report.not_run.is_empty() && alone {
        let count = diagnostics::count(report.not_run.len(), "lint");
        text += &format!("{count} not run: this is not the policy of the repository here\n");
    }
    text
}

/// Loads the policy files that a command names.
pub fn load(paths: &[PathBuf]) -> Result<Sources, Exit> {
    let default = [PathBuf::from(policy::FOLDER)];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    workspace::load_all(&paths).map_err(|e| io::usage(&e.to_string()))
}
