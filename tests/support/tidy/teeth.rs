//! Shows each rule something that breaks it.

use countersign::names::Level;
use countersign::names::{Name, Stage};

use crate::support::Outcome;

use super::{direction, pages, source, text};

const TWICE: Name = Name { name: "Twice", level: Level::Note, stage: Stage::Limit, summary: "", page: "" };

/// Every rule finds what it is for, and lets pass what it is not.
pub fn all() -> Outcome {
    let map = direction::parse("| 1 | `a/` `b.rs` | x |\n| 2 | `c/` | y |\nprose | 3 | `d` |\n");
    bites("rank", direction::breaches("compiler/a/x.rs", "use crate::c::C;", &map), 1)?;
    bites("rank, in code", direction::breaches("compiler/a/x.rs", "let c = crate::c::new();", &map), 1)?;
    bites("rank, through super", direction::breaches("compiler/a/mod.rs", "use super::c::C;", &map), 1)?;
    bites("rank, many at once", direction::breaches("compiler/a/x.rs", "use crate::{c::C, b};", &map), 1)?;
    bites("rank, downwards", direction::breaches("compiler/c/x.rs", "use crate::a::A;", &map), 0)?;
    bites("rank, one line", direction::breaches("compiler/a/x.rs", "use crate::b::B;", &map), 0)?;
    bites("rank, a comment", direction::breaches("compiler/a/x.rs", "/// See [`crate::c`].", &map), 0)?;
    bites("library", source::library_breaches("compiler/model/x.rs", "use nom::Parser;"), 1)?;
    bites("library at home", source::library_breaches("compiler/syntax/x.rs", "use nom::Parser;"), 0)?;
    bites("a longer name", source::library_breaches("compiler/model/x.rs", "use phenom::X;"), 0)?;
    bites("purity", source::purity_breaches("compiler/verdict/x.rs", "std::fs::read(p)"), 1)?;
    bites("the world's own folder", source::purity_breaches("compiler/git/x.rs", "std::fs::read(p)"), 0)?;
    bites("printing", source::printing_breaches("compiler/policy/x.rs", "    println!()"), 1)?;
    bites("printing in tests", source::printing_breaches("compiler/policy/tests.rs", "println!()"), 0)?;
    bites("length", source::size_breaches("x.rs", &"\n".repeat(701)), 1)?;
    bites("leftovers", source::size_breaches("x.rs", &format!("// {}{}: more", "TO", "DO")), 1)?;
    bites("names", pages::name_breaches(&[&TWICE, &TWICE]), 5)?;
    bites("sections of a lint", pages::section_breaches("docs/lints/a.md", "# a\nSum.\n## Why\n"), 2)?;
    bites("sections of a reason", pages::section_breaches("docs/reasons/a.md", "# b\n## Why it stops\n"), 4)?;
    bites("links", text::link_breaches("p", "[a](b) [c](https://d.example)", &|_| Ok(false)), 1)?;
    bites("claims", text::claim_breaches("p", "A record proves\nconformity with the AI Act."), 1)?;
    bites("denials", text::claim_breaches("p", "A record is not conformity with the AI Act."), 0)?;
    bites(
        "verdicts",
        text::verdict_breaches("p", "/// Who does this\n/// complies. Nobody is not compliant."),
        1,
    )
}

fn bites(rule: &str, breaches: Vec<String>, count: usize) -> Outcome {
    if breaches.len() == count {
        return Ok(());
    }
    Err(format!("{rule}: {count} expected, {} found: {breaches:?}", breaches.len()).into())
}
