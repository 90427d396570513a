//! Runs a case in its world and tells where it differs from what the page says.

use std::path::Path;

use super::bless::Bless;
use super::case::{self, Case, Command, Step};
use super::world::{Output, World};
use super::{compare, files_under, read, relative, root, schema};

/// Folders whose pages run in a copy of their own folder.
const FOLDERS: &[&str] = &["examples/", "policies/"];
/// The folder of this repository's own policy, whose page runs in a copy of what it is about.
const OWN: &str = "governance";
/// How far `Given` may lead from page to page.
const DEPTH: usize = 4;

/// Runs one case of a page.
pub fn run(page: &Path, case: &Case, bless: &Bless) -> Result<(), String> {
    let mut world = start(page, case)?;
    steps(page, case, &mut world, bless, DEPTH)?;
    world.written().iter().try_for_each(|text| published(page, text))
}

/// What the program writes keeps to the schemas that it publishes, whatever the page is about.
fn published(page: &Path, text: &str) -> Result<(), String> {
    let breaches = schema::breaches(text);
    match breaches.is_empty() {
        true => Ok(()),
        false => Err(format!("{}: not as docs/schema says:\n{}", relative(page), breaches.join("\n"))),
    }
}

/// A page in a folder under `examples/` or `policies/` runs in a copy of that folder, and so does
/// a page that begins with such a page; the one of `governance/` in a copy of what it governs.
fn start(page: &Path, case: &Case) -> Result<World, String> {
    let given = match case.steps.first() {
        Some(Step::Given { link, .. }) => beside(page, link)?,
        _ => page.to_path_buf(),
    };
    match given.parent() {
        Some(folder) if relative(folder) == OWN => World::of_files(&own_files()),
        Some(folder) if FOLDERS.iter().any(|start| relative(folder).starts_with(start)) => {
            World::of_folder(folder)
        }
        _ => World::new(),
    }
}

/// Lists what the repository's own policy is about.
fn own_files() -> Vec<std::path::PathBuf> {
    let folders = [OWN, ".ci", ".github", "examples", "policies", "stdlib"].map(|folder| root().join(folder));
    let mut files: Vec<_> = folders.iter().flat_map(|folder| files_under(folder)).collect();
    files.push(root().join("README.md"));
    files
}

fn beside(page: &Path, link: &str) -> Result<std::path::PathBuf, String> {
    let path = page.parent().unwrap_or(page).join(link);
    path.canonicalize().map_err(|error| format!("{}: `{link}`: {error}", relative(page)))
}

fn steps(page: &Path, case: &Case, world: &mut World, bless: &Bless, depth: usize) -> Result<(), String> {
    for step in &case.steps {
        let result = match step {
            Step::Given { link, line } => given(page, link, world, depth)
                .map_err(|error| format!("line {line}: given {link}:\n{error}")),
            Step::Revision { line, text, how } => {
                revision(text, how, world).map_err(|error| format!("line {line}: {error}"))
            }
            Step::Console { .. } => console(page, step, world, bless),
        };
        result.map_err(|error| format!("{}: {error}", relative(page)))?;
    }
    Ok(())
}

fn given(page: &Path, link: &str, world: &mut World, depth: usize) -> Result<(), String> {
    let depth = depth.checked_sub(1).ok_or("`Given` leads from page to page without end")?;
    let other = beside(page, link)?;
    let cases = case::parse(&read(&other)?)?;
    let [only] = cases.as_slice() else {
        return Err(format!("a page that is given has one case, not {}", cases.len()));
    };
    // What a page prints is rewritten where it runs for itself.
    steps(&other, only, world, &Bless::new(false), depth)
}

fn prepare(how: &case::Attributes, world: &mut World) -> Result<(), String> {
    if let Some(at) = how.at {
        world.set_clock(at);
    }
    world.set_people(how.author.as_deref(), how.committer.as_deref());
    match &how.branch {
        Some(branch) => world.branch(branch, how.from.as_deref()),
        None => Ok(()),
    }
}

fn revision(text: &str, how: &case::Attributes, world: &mut World) -> Result<(), String> {
    prepare(how, world)?;
    if let Some(file) = &how.file {
        world.write(file, text)?;
    }
    match &how.commit {
        Some(message) => world.commit(message),
        None => Ok(()),
    }
}

fn console(page: &Path, step: &Step, world: &mut World, bless: &Bless) -> Result<(), String> {
    let Step::Console { lines, ticks, how, commands } = step else { return Ok(()) };
    prepare(how, world)?;
    let mut wrong = Vec::new();
    let mut rewritten = Vec::new();
    for command in commands {
        let output =
            world.shell(&command.script).map_err(|error| format!("line {}: {error}", command.line))?;
        published(page, &output.lines.join("\n"))?;
        let right = output.exit == command.exit && compare::matches(&command.expected, &output.lines);
        rewritten.extend(show(command, (!right).then_some(&output)));
        if !right {
            wrong.push(explain(command, &output));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    if bless.wanted() {
        let longest = rewritten.iter().filter_map(|line| case::fence(line)).max().unwrap_or(0);
        if longest >= *ticks {
            return Err(format!("line {}: the output has a fence; open the block with more", lines.start));
        }
        bless.note(page, lines.clone(), rewritten);
        return Ok(());
    }
    Err(wrong.join("\n"))
}

/// Returns the lines of a command for the page, with other output when it is given.
fn show(command: &Command, output: Option<&Output>) -> Vec<String> {
    let (lines, exit) = match output {
        Some(output) => (&output.lines, output.exit),
        None => (&command.expected, command.exit),
    };
    let mut shown = command.shown.clone();
    shown.extend(lines.iter().cloned());
    if exit != 0 {
        shown.push(format!("[exit {exit}]"));
    }
    shown.extend(std::iter::repeat_n(String::new(), command.gap));
    shown
}

fn explain(command: &Command, output: &Output) -> String {
    let mut text = format!("line {}: $ {}\n", command.line, command.script);
    if output.exit != command.exit {
        text.push_str(&format!("exit {}, where the page says {}\n", output.exit, command.exit));
    }
    text + &compare::difference(&command.expected, &output.lines)
}
