//! Tables of model ids, `tests/facts/*.csv`: each row is an id and how it must be read.
//!
//! The columns are the id, the `models` item that serves it (empty: the id alone must tell),
//! then what is expected: provider, family, version, binding, place. A cell holds no comma.

use std::path::Path;

use countersign::model_id::Binding;
use countersign::policy::standard;
use libtest_mimic::Trial;

use super::collect::{case_files, has_extension};
use super::{Outcome, read, relative};

/// Tells whether a file is such a table.
pub fn is_table(path: &Path) -> bool {
    relative(path).starts_with("tests/facts/") && has_extension(path, "csv")
}

/// Makes a trial for each row.
pub fn trials() -> Vec<Trial> {
    case_files().iter().filter(|path| is_table(path)).flat_map(|path| rows(path)).collect()
}

fn rows(path: &Path) -> Vec<Trial> {
    let name = relative(path).trim_start_matches("tests/").to_string();
    let text = match read(path) {
        Ok(text) => text,
        Err(error) => return vec![Trial::test(name, move || Err(error.into()))],
    };
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    let trial = |(number, line): (usize, &str)| {
        let line = line.to_owned();
        Trial::test(format!("{name}:{}: {line}", number + 1), move || row(&line))
    };
    lines.map(trial).collect()
}

fn row(line: &str) -> Outcome {
    let cells: Vec<&str> = line.split(',').collect();
    let [id, served_by, provider, family, version, binding, place] = cells[..] else {
        return Err(format!("a row has seven cells, this one {}", cells.len()).into());
    };
    let binding = Binding::parse(binding).ok_or("the binding is pinned, floating or unknown")?;
    let library = standard();
    if !served_by.is_empty() && !library.entries().iter().any(|entry| entry.name() == served_by) {
        return Err(format!("no `models` item is called {served_by}").into());
    }
    let got = library.model(id, served_by);
    let got = (got.provider, got.family, got.version, got.binding, got.place);
    let want = (provider.into(), family.into(), version.into(), binding, place.into());
    if got == want { Ok(()) } else { Err(format!("expected {want:?}\n     got {got:?}").into()) }
}
