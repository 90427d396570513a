//! The suite's own machinery: what is collected, how a case runs, how output is compared.

mod bless;
mod case;
mod catalogues;
mod collect;
mod compare;
pub mod edits;
pub mod examples;
mod inline;
mod law;
mod lints;
mod people;
pub mod repo;
mod run;
mod schema;
mod self_test;
pub mod style;
mod table;
mod tidy;
pub mod work;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

/// What a trial returns.
pub type Outcome = Result<(), Failed>;

/// The folder of `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the whole suite.
pub fn main() -> ExitCode {
    let (flags, rest): (Vec<String>, Vec<String>) = std::env::args().partition(|arg| arg == "--bless");
    let blessing = !flags.is_empty() || std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let arguments = Arguments::from_iter(rest);
    let bless = bless::Bless::new(blessing);
    let mut trials = collect::trials(&bless);
    trials.extend(catalogues::trials());
    trials.extend(table::trials());
    trials.extend(self_test::trials());
    trials.extend(schema::trials());
    trials.extend(tidy::trials());
    trials.extend(law::trials(&bless));
    trials.extend(lints::trials(&bless));
    trials.extend(crate::git::tests().iter().map(|(name, test)| plain(name, *test)));
    trials.extend(crate::property::ALL.iter().map(|(name, law)| plain(&format!("property::{name}"), *law)));
    trials.extend(crate::mutants::ALL.iter().map(|(name, test)| plain(&format!("mutants::{name}"), *test)));
    let conclusion = libtest_mimic::run(&arguments, trials);
    for path in bless.write() {
        println!("blessed {}", relative(&path));
    }
    conclusion.exit_code()
}

/// Makes a trial of a function that panics when it fails.
fn plain(name: &str, test: fn()) -> Trial {
    let name = name.strip_prefix("suite::").unwrap_or(name).replace("::", "/");
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// Shows a path from the repository root, with `/` between its parts.
pub fn relative(path: &Path) -> String {
    let short = path.strip_prefix(root()).unwrap_or(path);
    short.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Lists the regular files under a folder, sorted; none when there is no such folder.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Reads a file of this repository.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", relative(path)))
}
