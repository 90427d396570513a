//! Proves what no compiler checks: direction between folders, pages for names, nothing left out.
//!
//! A rule is a function from text to the breaches in it, so that [`teeth`] can show that it bites.

mod direction;
mod formats;
mod pages;
mod source;
mod teeth;
mod text;

use libtest_mimic::Trial;

use super::Outcome;

/// Makes the trials.
pub fn trials() -> Vec<Trial> {
    let all: &[(&str, fn() -> Outcome)] = &[
        ("folders use only folders of lower rank", direction::ranks),
        ("the map names every folder and no other", direction::map_is_whole),
        ("libraries are named where they belong", source::libraries),
        ("pure folders have no clock, disk, environment or process", source::purity),
        ("only the command line prints", source::printing),
        ("no file is long and nothing is left to do", source::size_and_leftovers),
        ("names are unique and well made", pages::names),
        ("every name has a page and every page a name", pages::names_and_pages),
        ("pages have their sections", pages::sections),
        ("the examples of a lint raise it, or nothing", pages::page_examples),
        ("every format of the library has a page and every page a format", formats::pages),
        ("the library is formatted", formats::formatted),
        ("every format finds what it declares in its samples", formats::samples),
        ("every file under tests is collected", text::collected),
        ("links lead somewhere", text::links),
        ("nothing claims conformity with the EU AI Act", text::claims),
        ("the library says of nobody that enough is done", text::verdicts),
        ("every rule bites", teeth::all),
    ];
    all.iter().map(|(name, test)| Trial::test(format!("tidy: {name}"), *test)).collect()
}

/// Fails with all breaches, one a line.
pub(super) fn none(mut breaches: Vec<String>) -> Outcome {
    breaches.sort();
    breaches.dedup();
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}
