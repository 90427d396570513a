//! `countersign approve`: shows one change, then signs one person's decision on it.

mod arguments;
mod consent;
mod draft;
mod relief;

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use crate::git::{Ident, Repository, Use};
use crate::render::json;
use crate::statement::{Decision, Signer, Statement, file_name, seal_approval};

use super::io::{self, Format};
use super::question::{self, APPROVALS_REF};
use super::{Exit, ssh_keygen};
use draft::Draft;

pub use arguments::Arguments;

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
            _ => consent::draft(arguments, &repo, target)?,
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

struct Written {
    statement: Statement,
    place: String,
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
