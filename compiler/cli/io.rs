//! The edge: streams, colour, clock, environment, output files.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};

use crate::git::GitError;
use crate::render::{diagnostics::View, human, paint::Paint};
use crate::time::Instant;

use super::Exit;

/// The forms that most answers have; a command with more has an enum of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// Options about output that every answering command has.
#[derive(Args)]
pub struct Output<F: Form = Format> {
    /// The form of what goes to standard output
    #[arg(long, value_enum, default_value = "human")]
    pub format: F,
    /// Also writes a form to a file; repeatable
    #[arg(long = "output", value_name = "FORMAT=PATH", value_parser = file_output::<F>)]
    pub files: Vec<(F, PathBuf)>,
}

/// An enum of forms, one of them `human`.
pub trait Form: ValueEnum + Copy + Send + Sync + 'static {}

impl<F: ValueEnum + Copy + Send + Sync + 'static> Form for F {}

/// Reads `FORMAT=PATH`.
pub fn file_output<F: Form>(text: &str) -> Result<(F, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("say FORMAT=PATH, for example json=verdict.json")?;
    Ok((F::from_str(format, true)?, PathBuf::from(path)))
}

impl<F: Form> Output<F> {
    /// Writes an answer in every form asked for.
    pub fn write(&self, render: impl Fn(F, Paint) -> String) -> Result<(), Exit> {
        write_forms(self.format, &self.files, render)
    }
}

/// Writes an answer to files in the forms asked for, and in one to standard output.
pub fn write_forms<F: Form>(
    format: F,
    files: &[(F, PathBuf)],
    render: impl Fn(F, Paint) -> String,
) -> Result<(), Exit> {
    for (format, path) in files {
        write_file(path, render(*format, Paint(false)).as_bytes())?;
    }
    print(&render(format, paint()));
    Ok(())
}

/// Writes to standard output; a closed pipe is not an error of ours.
pub fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes to standard error.
pub fn note(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Reports a mistake in how the program was called.
pub fn usage(message: &str) -> Exit {
    note(&format!("{}: {message}\n", error_paint().bad("error")));
    Exit::Usage
}

/// Reports why nothing can be decided.
pub fn stop(error: &GitError) -> Exit {
    note(&human::stop(error, error_paint()));
    if error.usage { Exit::Usage } else { Exit::Undecided }
}

/// Writes a file.
pub fn write_file(path: &std::path::Path, bytes: &[u8]) -> Result<(), Exit> {
    std::fs::write(path, bytes).map_err(|e| usage(&format!("cannot write {}: {e}", path.display())))
}

/// Writes a file that was read before: whole or not at all, with the permissions it has.
pub fn replace_file(path: &std::path::Path, bytes: &[u8]) -> Result<(), Exit> {
    let failed = |e: std::io::Error| usage(&format!("cannot write {}: {e}", path.display()));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || {
        let permissions = std::fs::metadata(path)?.permissions();
        let mut file = std::fs::File::create_new(&beside)?;
        file.set_permissions(permissions)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        failed(e)
    })
}

/// Tells whether to colour standard output.
pub fn paint() -> Paint {
    Paint(color(std::io::stdout().is_terminal()))
}

/// Tells whether to colour standard error.
pub fn error_paint() -> Paint {
    Paint(color(std::io::stderr().is_terminal()))
}

fn color(terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
    if set("NO_COLOR").is_some() || set("TERM").is_some_and(|t| t == "dumb") {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some_and(|v| v != "0") {
        return true;
    }
    terminal && set("CLICOLOR").is_none_or(|v| v != "0")
}

static ACCESSIBLE: AtomicBool = AtomicBool::new(false);

/// Says findings in sentences from now on, without drawings.
pub fn narrate() {
    ACCESSIBLE.store(true, Ordering::Relaxed);
}

/// Returns how findings are shown, given how the stream is coloured.
pub fn view(paint: Paint) -> View {
    let asked = std::env::var_os("COUNTERSIGN_ACCESSIBLE").is_some_and(|v| !v.is_empty() && v != "0");
    View { color: paint.0, width: width(), narrated: asked || ACCESSIBLE.load(Ordering::Relaxed) }
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).filter(|w| (40..=400).contains(w)).unwrap_or(100)
}

/// Reads the clock; the only place that does.
pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Instant(since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX)))
}

/// Reads `--at`.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse_flag(text)
        .ok_or_else(|| "say a UTC time like 2026-07-01T09:30:00Z or a day like 2026-07-01".into())
}

/// Leaves a large value to the end of the process, which gives all memory back at once: freeing a
/// large policy piece by piece takes a tenth of the time of reading it.
pub fn leave<T>(value: T) {
    std::mem::forget(value);
}
