//! Catalogues of the library against tables that people can read, `tests/catalogues/*.csv`.
//!
//! `ids.csv` has runs of ids (a prefix with a first and a last number, or one whole id) as published
//! lists count them. `dates.csv` has, for the laws, each id with the days from which it applies;
//! an id without a day has an empty cell. A cell holds no comma.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use countersign::model::governance::{Catalogue, Governance};
use countersign::policy;
use countersign::source::Sources;
use countersign::stdlib::MODULES;
use libtest_mimic::Trial;

use super::collect::has_extension;
use super::tidy::none;
use super::{Outcome, read, relative, root};

/// Tells whether a file is such a table.
pub fn is_table(path: &Path) -> bool {
    relative(path).starts_with("tests/catalogues/") && has_extension(path, "csv")
}

/// Makes the trials.
pub fn trials() -> Vec<Trial> {
    let all: &[(&str, fn() -> Outcome)] = &[
        ("every id is in a table and every table's id is there", ids),
        ("laws apply from the days of the table", dates),
        ("what is said has a source, a day and a confidence", provenance),
        ("crosswalks name ids that there are, of several catalogues", crosswalks),
        ("the page counts as the catalogues do", page),
    ];
    all.iter().map(|(name, test)| Trial::test(format!("catalogues: {name}"), *test)).collect()
}

/// Reads every catalogue of the library as a policy that uses them all does.
fn library() -> Governance {
    let names = MODULES.iter().filter(|module| module.path.starts_with("stdlib/catalogues/"));
    let uses: String = names.map(|module| format!("use {}\n", module.name)).collect();
    let mut sources = Sources::default();
    sources.add("all.countersign", format!("edition 2026\n{uses}"));
    policy::compile(&sources).model.governance
}

/// Lists the catalogues that have ids; the parts of a voice chain are none.
fn catalogues(library: &Governance) -> impl Iterator<Item = &Catalogue> {
    library.catalogues.iter().filter(|catalogue| !catalogue.provisions.is_empty())
}

/// Cuts a table into rows of `N` cells.
fn rows<const N: usize>(name: &str) -> Result<Vec<[String; N]>, String> {
    let text = read(&root().join("tests/catalogues").join(name))?;
    let row = |line: &str| {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        <[String; N]>::try_from(cells)
            .map_err(|cells| format!("{name}: {N} cells, not {}: {line}", cells.len()))
    };
    text.lines().skip(1).map(row).collect()
}

fn ids() -> Outcome {
    let mut wanted: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut breaches = Vec::new();
    let mut want = |catalogue: &str, id: String, kind: &str| {
        if !wanted.entry(catalogue.to_owned()).or_default().insert((id.clone(), kind.to_owned())) {
            breaches.push(format!("{catalogue}:{id} stands in two rows"));
        }
    };
    for [catalogue, kind, prefix, first, last, _] in rows::<6>("ids.csv")? {
        if first.is_empty() {
            want(&catalogue, prefix, &kind);
            continue;
        }
        let number = |cell: &str| cell.parse::<u32>().map_err(|error| format!("{cell}: {error}"));
        for n in number(&first)?..=number(&last)? {
            want(&catalogue, format!("{prefix}{n}"), &kind);
        }
    }
    let dated: BTreeSet<(String, String)> =
        rows::<5>("dates.csv")?.into_iter().map(|[catalogue, id, ..]| (catalogue, id)).collect();
    for (catalogue, id) in dated {
        want(&catalogue, id, "clause");
    }
    let library = library();
    let mut there: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for catalogue in catalogues(&library) {
        let ids = catalogue.provisions.iter().map(|provision| {
            (provision.id.name.to_string(), if provision.clause { "clause" } else { "control" }.to_owned())
        });
        there.insert(catalogue.id.name.to_string(), ids.collect());
    }
    let all: BTreeSet<&String> = wanted.keys().chain(there.keys()).collect();
    let empty = BTreeSet::new();
    for name in all {
        let (table, ours) = (wanted.get(name).unwrap_or(&empty), there.get(name).unwrap_or(&empty));
        let missing = table.difference(ours).map(|(id, kind)| format!("{name}: no {kind} {id}"));
        breaches.extend(missing);
        breaches
            .extend(ours.difference(table).map(|(id, kind)| format!("{name}: {kind} {id} is in no table")));
    }
    none(breaches)
}

fn dates() -> Outcome {
    let mut wanted: BTreeSet<[String; 5]> = rows::<5>("dates.csv")?.into_iter().collect();
    let mut breaches = Vec::new();
    let names: BTreeSet<String> = wanted.iter().map(|[catalogue, ..]| catalogue.clone()).collect();
    let library = library();
    for catalogue in catalogues(&library) {
        for provision in &catalogue.provisions {
            let (name, id) = (catalogue.id.name.clone(), provision.id.name.clone());
            if !names.contains(name.as_str()) {
                continue;
            }
            let mut days: Vec<(String, String)> =
                provision.effective.iter().map(|(day, whose)| (day.to_string(), whose.clone())).collect();
            if days.is_empty() {
                days.push((String::new(), String::new()));
            }
            for (day, whose) in days {
                let row =
                    [name.to_string(), id.to_string(), day, whose, provision.read.confidence.to_owned()];
                if !wanted.remove(&row) {
                    breaches.push(format!("no row `{}`", row.join(",")));
                }
            }
        }
    }
    breaches.extend(wanted.iter().map(|row| format!("no catalogue says `{}`", row.join(","))));
    none(breaches)
}

fn provenance() -> Outcome {
    let library = library();
    let mut breaches = Vec::new();
    let mut check = |name: String, read: &countersign::model::governance::Reading| {
        if read.sources.is_empty() || read.verified.is_none() || read.confidence == "none" {
            breaches.push(format!("{name}: no source, no day or no confidence"));
        }
    };
    for catalogue in catalogues(&library) {
        for provision in &catalogue.provisions {
            check(format!("{}:{}", catalogue.id.name, provision.id.name), &provision.read);
        }
    }
    for crosswalk in &library.crosswalks {
        check(crosswalk.id.name.to_string(), &crosswalk.read);
    }
    none(breaches)
}

fn crosswalks() -> Outcome {
    let library = library();
    let ids: BTreeSet<String> = catalogues(&library)
        .flat_map(|c| c.provisions.iter().map(|provision| format!("{}:{}", c.id.name, provision.id.name)))
        .collect();
    let mut breaches = Vec::new();
    for crosswalk in &library.crosswalks {
        let name = &crosswalk.id.name;
        let unknown = crosswalk.joins.iter().filter(|id| !ids.contains(*id));
        breaches.extend(unknown.map(|id| format!("{name}: there is no {id}")));
        let schemes: BTreeSet<&str> =
            crosswalk.joins.iter().filter_map(|id| Some(id.split_once(':')?.0)).collect();
        if schemes.len() < 2 {
            breaches.push(format!("{name}: joins ids of one catalogue"));
        }
    }
    if library.crosswalks.is_empty() {
        breaches.push("there are none".to_owned());
    }
    none(breaches)
}

fn page() -> Outcome {
    let text = read(&root().join("docs/catalogues.md"))?;
    let library = library();
    let mut rows: Vec<String> = catalogues(&library)
        .map(|catalogue| format!("| `std.{0}` | {1} |", catalogue.id.name, catalogue.provisions.len()))
        .collect();
    rows.push(format!("| `std.crosswalk` | {} |", library.crosswalks.len()));
    none(rows.into_iter().filter(|row| !text.contains(row)).map(|row| format!("no row `{row}`")).collect())
}
