//! Pages under `tests/change/edits`: files, each with a table of edits and what they are reported as.
//!
//! A fence with `file=` is one version of a file. Each row of the table below it replaces the
//! text of the first cell, which must stand in the file once, by that of the second, and names
//! the kinds of the changes that are reported without a policy, sorted; `nothing` for none.
//! ` / ` parts kinds that are equally right. `⏎` in a cell is a line end.

use std::path::Path;

use countersign::change;
use libtest_mimic::Trial;

use super::{case, files_under, read, relative, root};

/// Lists the files of all pages: path and text.
pub fn all() -> Vec<(String, String)> {
    let pages = files_under(&root().join("tests/change/edits"));
    let texts: Vec<String> = pages.iter().filter_map(|page| read(page).ok()).collect();
    texts.iter().flat_map(|text| files(text)).map(|file| (file.path, file.text)).collect()
}

struct File<'t> {
    path: String,
    text: String,
    rows: Vec<(usize, Vec<&'t str>)>,
}

/// Makes a trial of each file of a page.
pub fn trials(page: &Path) -> Vec<Trial> {
    let name = relative(page);
    let short = name.strip_prefix("tests/").unwrap_or(&name).to_string();
    let text = match read(page) {
        Ok(text) => text,
        Err(error) => return vec![Trial::test(short, move || Err(error.into()))],
    };
    let trial = |file: File<'_>| {
        let failed: Vec<String> = file.rows.iter().filter_map(|row| check(&file, row).err()).collect();
        let rows = file.rows.len();
        Trial::test(format!("{short}: {}", file.path), move || match failed.len() {
            0 if rows == 0 => Err("no row below the file".into()),
            0 => Ok(()),
            n => Err(format!("{n} of {rows} rows\n{}", failed.join("\n")).into()),
        })
    };
    files(&text).into_iter().map(trial).collect()
}

fn files(text: &str) -> Vec<File<'_>> {
    let mut files: Vec<File<'_>> = Vec::new();
    let mut open: Option<usize> = None;
    for (i, line) in text.lines().enumerate() {
        match (open, case::fence(line)) {
            (Some(ticks), Some(found)) if found >= ticks => open = None,
            (None, Some(ticks)) => {
                open = Some(ticks);
                let path = line.split_once("file=").map(|(_, path)| path.trim().to_string());
                files.push(File { path: path.unwrap_or_default(), text: String::new(), rows: Vec::new() });
            }
            (Some(_), _) => {
                if let Some(file) = files.last_mut() {
                    file.text.push_str(line);
                    file.text.push('\n');
                }
            }
            (None, None) if line.starts_with("| `") => {
                let cells = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
                if let Some(file) = files.last_mut() {
                    file.rows.push((i + 1, cells));
                }
            }
            (None, None) => {}
        }
    }
    files
}

fn check(file: &File<'_>, (line, cells): &(usize, Vec<&str>)) -> Result<(), String> {
    let [from, to, wanted] = cells[..] else { return Err(format!("line {line}: not three cells")) };
    let (from, to) = (cell(from), cell(to));
    if file.text.matches(&from).count() != 1 {
        return Err(format!("line {line}: `{from}` stands {} times", file.text.matches(&from).count()));
    }
    let after = file.text.replacen(&from, &to, 1);
    let found = change::detect(&file.path, None, Some(file.text.as_bytes()), Some(after.as_bytes()));
    let mut kinds: Vec<&str> = found.list.iter().map(|change| change.kind.word()).collect();
    kinds.sort_unstable();
    let mut got = kinds.join(", ");
    if let Some(unknown) = found.unknown.first() {
        got = format!("unknown: {}", unknown.message);
    } else if got.is_empty() {
        got.push_str("nothing");
    }
    if wanted.split(" / ").any(|wanted| wanted == got) {
        return Ok(());
    }
    Err(format!("line {line}: `{from}` → `{to}` is {got}, not {wanted}"))
}

fn cell(text: &str) -> String {
    text.trim_matches('`').replace('⏎', "\n")
}
