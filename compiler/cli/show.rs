//! `countersign show`: the registers that an auditor asks for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diagnostic::did_you_mean;
use crate::facts::Files;
use crate::lint::Surroundings;
use crate::policy;
use crate::register::calendar::{self, Occasion};
use crate::register::{self, Name, Register, View};
use crate::render::register as forms;
use crate::time::Instant;

use super::io;
use super::{Exit, lint, pack, question};

/// Arguments of `show`.
#[derive(Args)]
pub struct Arguments {
    /// The register
    #[arg(value_parser = name, value_name = "REGISTER")]
    register: Name,
    /// Policy files or folders; without any, the folder governance/
    #[arg(long, value_name = "PATH")]
    policy: Vec<PathBuf>,
    /// Only what concerns this system
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// Compares dates with this day or UTC time; without it, with the clock
    #[arg(long, value_parser = io::instant, value_name = "TIME")]
    at: Option<Instant>,
    /// Writes every register in every form, the policy and the documents it names into this folder, with an
    /// index and digests; only of `pack`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The form of what goes to standard output
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Also writes a form to a file; repeatable
    #[arg(long = "output", value_name = "FORMAT=PATH", value_parser = io::file_output::<Format>)]
    files: Vec<(Format, PathBuf)>,
}

/// The forms of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people at a terminal.
    Table,
    /// For a page beside the code.
    Markdown,
    /// For a spreadsheet.
    Csv,
    /// For programs.
    Json,
    /// For a browser and a printer.
    Html,
    /// For a calendar; only of `calendar`.
    Ics,
}

/// Reads the name of a register.
fn name(text: &str) -> Result<Name, String> {
    let words = || Name::ALL.iter().map(|name| name.word());
    Name::ALL.iter().copied().find(|name| name.word() == text).ok_or_else(|| {
        match did_you_mean(text, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a register is one of {}", words().collect::<Vec<_>>().join(", ")),
        }
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let mut asked = arguments.files.iter().map(|(format, _)| *format).chain([arguments.format]);
    if arguments.register != Name::Calendar && asked.any(|format| format == Format::Ics) {
        return Err(io::usage("only the register `calendar` has days for a calendar"));
    }
    if arguments.register != Name::Pack && arguments.out.is_some() {
        return Err(io::usage("`--out` writes the whole pack: say `show pack --out DIR`"));
    }
    let mut sources = lint::load(&arguments.policy)?;
    let own = pack::policy_files(&sources);
    let tracked = lint::tracked(&sources);
    let compiled = policy::compile(&sources);
    let Some(policy) = &compiled.policy else {
        return Err(question::invalid(&sources, &compiled.diagnostics, "the policy does not compile"));
    };
    let only = arguments.system.as_deref();
    if let Some(system) = only.filter(|name| compiled.model.systems.iter().all(|s| s.id.name != *name)) {
        let near = did_you_mean(system, compiled.model.systems.iter().map(|s| s.id.name.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(io::usage(&format!("the policy has no system `{system}`{hint}")));
    }
    let at = arguments.at.unwrap_or_else(io::now);
    let around = |(repository, listing): &(_, crate::git::Listing)| {
        lint::with_documents(&sources, &compiled, at, (repository, listing.clone()))
    };
    let snapshot = tracked.as_ref().and_then(around);
    let around =
        snapshot.map(|snapshot| Surroundings::new(policy, &snapshot, &mut sources, &Files::default()));
    let view = View::new(&sources, &compiled.model, policy, at, around.as_ref(), only);
    let register = Register::new(arguments.register, &view);
    let days = || calendar::occasions(&view);
    if let Some(folder) = &arguments.out {
        let registers: Vec<Register> = Name::ALL.iter().map(|name| Register::new(*name, &view)).collect();
        let tracked = tracked.as_ref().map(|(repository, listing)| (repository, listing));
        let enclosed = pack::enclosures(register::named(&view), tracked);
        pack::write(folder, &forms::pack(&registers, &days(), &own, &enclosed))?;
    }
    let form = |format, paint: crate::render::paint::Paint| render(&register, days, format, io::view(paint));
    io::write_forms(arguments.format, &arguments.files, form)?;
    Ok(Exit::Passed)
}

fn render(
    register: &Register,
    days: impl Fn() -> Vec<Occasion>,
    format: Format,
    view: crate::render::diagnostics::View,
) -> String {
    match format {
        Format::Table => forms::table(register, view),
        Format::Markdown => forms::markdown(register),
        Format::Csv => forms::csv(register),
        Format::Json => forms::json(register),
        Format::Html => forms::html(register),
        Format::Ics => forms::icalendar(&days(), &register.organization.0, register.at),
    }
}
