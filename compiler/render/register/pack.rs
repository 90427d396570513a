//! Every register in every form, with an index and the digest of each file.

use std::fmt::Write;

use minijinja::{Value as Shown, context};
use serde_json::json;

use crate::canonical;
use crate::register::calendar::Occasion;
use crate::register::{Name, Register, State};
use crate::render::escape;
use crate::render::json as forms;
use crate::render::page::page;

use super::html::STYLE;
use super::{csv, html, icalendar, markdown, whose};

/// What the index says of the whole.
const ABOUT: &str = "What the policy says of the management system, one page a register. Each is there as a page that \
     prints, as Markdown, as a table for spreadsheets and as JSON.";

/// A file of the pack.
struct File {
    name: String,
    register: Name,
    form: &'static str,
    text: String,
}

/// Makes the files of a pack: path and text. The same registers give the same bytes.
pub fn pack(registers: &[Register], occasions: &[Occasion]) -> Vec<(String, String)> {
    let Some(first) = registers.first() else { return Vec::new() };
    let mut files = Vec::new();
    for register in registers {
        let mut add = |form: &'static str, ending: &str, text: String| {
            let name = format!("{}.{ending}", register.name.word());
            files.push(File { name, register: register.name, form, text });
        };
        add("html", "html", html(register));
        add("markdown", "md", markdown(register));
        add("csv", "csv", csv(register));
        add("json", "json", super::json(register));
        if register.name == Name::Calendar {
            add("ics", "ics", icalendar(occasions, &register.organization.0, register.at));
        }
    }
    let digests: Vec<String> = files.iter().map(|file| digest(&file.text)).collect();
    let index = [
        ("index.html", page_index(registers, first, &files, &digests)),
        ("index.md", text_index(registers, first, &files, &digests)),
        ("index.json", tree_index(first, &files, &digests)),
    ];
    let mut all: Vec<(String, String)> = files.into_iter().map(|file| (file.name, file.text)).collect();
    all.extend(index.map(|(name, text)| (name.to_owned(), text)));
    all.sort();
    let sums: String = all.iter().map(|(name, text)| format!("{}  {name}\n", digest(text))).collect();
    all.push(("SHA256SUMS".to_owned(), sums));
    all
}

fn digest(text: &str) -> String {
    canonical::sha256_hex(text.as_bytes())
}

/// Lists the limits of the registers, each once.
fn limits(registers: &[Register]) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    for limit in registers.iter().flat_map(|register| register.name.limits()) {
        if !all.contains(limit) {
            all.push(limit);
        }
    }
    all
}

fn page_index(registers: &[Register], first: &Register, files: &[File], digests: &[String]) -> String {
    let rows = registers.iter().map(|register| {
        let own = files.iter().filter(|file| file.register == register.name);
        context! {
            word => register.name.word(), title => register.name.title(), about => register.name.about(),
            rows => register.rows.len(), missing => register.count(State::Missing),
            late => register.count(State::Late),
            forms => own.map(|file| context! { file => file.name.clone(), word => file.form }).collect::<Vec<_>>(),
        }
    });
    let listed = files.iter().zip(digests);
    let listed =
        listed.map(|(file, digest)| context! { file => file.name.clone(), digest => digest.clone() });
    let (kernel, notes) = &first.policy;
    let page = page("pack.html", include_str!("pack.html")).with("register.css", STYLE);
    page.render(context! {
        organization => escape::terminal(&first.organization.0),
        whose => escape::terminal(&whose(first)),
        about => ABOUT,
        registers => rows.collect::<Vec<_>>(),
        files => listed.collect::<Vec<_>>(),
        kernel, notes,
        limits => limits(registers).into_iter().map(Shown::from).collect::<Vec<_>>(),
        version => env!("CARGO_PKG_VERSION"),
    })
}

fn text_index(registers: &[Register], first: &Register, files: &[File], digests: &[String]) -> String {
    let mut out = format!("# Registers\n\n{}\n\n{ABOUT}\n\n", escape::markdown(&whose(first)));
    out.push_str("| register | rows | missing | late |\n|---|---|---|---|\n");
    for register in registers {
        let (name, rows) = (register.name, register.rows.len());
        let (missing, late) = (register.count(State::Missing), register.count(State::Late));
        let _ = writeln!(out, "| [{}]({}.md) | {rows} | {missing} | {late} |", name.title(), name.word());
    }
    out.push_str("\n| file | SHA-256 |\n|---|---|\n");
    for (file, digest) in files.iter().zip(digests) {
        let _ = writeln!(out, "| [{0}]({0}) | `{digest}` |", file.name);
    }
    for limit in limits(registers) {
        let _ = writeln!(out, "\n{limit}");
    }
    let (kernel, notes) = &first.policy;
    let _ = writeln!(out, "\nMade from the policy with kernel `{kernel}` and notes `{notes}`.");
    out
}

/// Renders the index as `countersign/pack/1`.
fn tree_index(first: &Register, files: &[File], digests: &[String]) -> String {
    let (title, repository) = &first.organization;
    let (kernel, notes) = &first.policy;
    let rows = files.iter().zip(digests).map(|(file, digest)| {
        json!({
            "path": file.name, "register": file.register.word(), "form": file.form,
            "sha256": digest,
        })
    });
    forms::text(&json!({
        "schema": "countersign/pack/1",
        "organization": title,
        "repository": repository,
        "at": first.at,
        "system": first.system,
        "policy": { "kernel": kernel, "notes": notes },
        "files": rows.collect::<Vec<_>>(),
    }))
}
