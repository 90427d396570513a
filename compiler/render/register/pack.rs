//! Every register in every form, the policy, and the documents it names, with an index and the digest
//! of each file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use minijinja::{Value as Shown, context};
use serde_json::{Value, json};

use crate::canonical;
use crate::register::calendar::Occasion;
use crate::register::{Enclosure, Name, Register, State};
use crate::render::escape;
use crate::render::json as forms;
use crate::render::page::page;

use super::html::STYLE;
use super::{csv, html, icalendar, markdown, whose};

/// What the index says of the whole.
const ABOUT: &str = "What the policy says of the management system, one page a register. Each is there as a page that \
     prints, as Markdown, as a table for spreadsheets and as JSON. With them lie the policy and the documents that it \
     names, as the repository had them.";

/// Where the policy lies in the pack.
const POLICY: &str = "policy";
/// Where the documents lie in the pack.
const DOCUMENTS: &str = "documents";

/// A register in one of its forms.
struct File {
    name: String,
    register: Name,
    form: &'static str,
    text: String,
}

/// A file that is enclosed as it is, or why it is not.
struct Kept {
    /// What the policy names; for a file of the policy, its path.
    named: String,
    /// Where it lies in the pack, and its digest; else why it does not.
    file: Result<(String, String), String>,
}

impl Kept {
    fn new(folder: &str, named: &str, path: &str, bytes: &[u8]) -> Kept {
        let file = (format!("{folder}/{path}"), canonical::sha256_hex(bytes));
        Kept { named: named.to_owned(), file: Ok(file) }
    }

    fn path(&self) -> &str {
        self.file.as_ref().map_or("", |(path, _)| path)
    }

    fn digest(&self) -> &str {
        self.file.as_ref().map_or("", |(_, digest)| digest)
    }

    fn missing(&self) -> &str {
        self.file.as_ref().err().map_or("", String::as_str)
    }

    fn shown(&self) -> Shown {
        context! { named => escape::terminal(&self.named), path => escape::terminal(self.path()),
        digest => self.digest(), missing => escape::terminal(self.missing()) }
    }

    fn tree(&self) -> Value {
        let file = self.file.as_ref().ok();
        json!({
            "named": self.named,
            "path": file.map(|(path, _)| path),
            "sha256": file.map(|(_, digest)| digest),
            "missing": self.file.as_ref().err(),
        })
    }
}

/// What goes into the index.
struct Contents<'a> {
    registers: &'a [Register],
    first: &'a Register,
    files: Vec<File>,
    policy: Vec<Kept>,
    documents: Vec<Kept>,
}

/// Makes the files of a pack: path and bytes. The same registers and documents give the same bytes.
///
/// `policy` are the files of the policy, by path.
pub fn pack(
    registers: &[Register],
    occasions: &[Occasion],
    policy: &[(String, Arc<[u8]>)],
    enclosed: &[Enclosure],
) -> Vec<(String, Arc<[u8]>)> {
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
    let kept = |(path, bytes): &(String, Arc<[u8]>)| Kept::new(POLICY, path, path, bytes);
    let contents = Contents {
        registers,
        first,
        files,
        policy: policy.iter().map(kept).collect(),
        documents: enclosed.iter().flat_map(documents).collect(),
    };
    let index = [
        ("index.html", page_index(&contents)),
        ("index.md", text_index(&contents)),
        ("index.json", tree_index(&contents)),
    ];
    let made = contents.files.into_iter().map(|file| (file.name, file.text));
    let made = made.chain(index.map(|(name, text)| (name.to_owned(), text)));
    let mut all: BTreeMap<String, Arc<[u8]>> =
        made.map(|(name, text)| (name, Arc::from(text.into_bytes()))).collect();
    let enclosed = enclosed.iter().flat_map(|enclosure| &enclosure.files);
    all.extend(policy.iter().map(|(path, bytes)| (format!("{POLICY}/{path}"), bytes.clone())));
    all.extend(enclosed.map(|(path, bytes)| (format!("{DOCUMENTS}/{path}"), bytes.clone())));
    let sums: String =
        all.iter().map(|(name, bytes)| format!("{}  {name}\n", canonical::sha256_hex(bytes))).collect();
    let mut all: Vec<(String, Arc<[u8]>)> = all.into_iter().collect();
    all.push(("SHA256SUMS".to_owned(), Arc::from(sums.into_bytes())));
    all
}

/// Lists what is enclosed of a document, and what is not.
fn documents(enclosure: &Enclosure) -> Vec<Kept> {
    let named = &enclosure.named;
    let files = enclosure.files.iter().map(|(path, bytes)| Kept::new(DOCUMENTS, named, path, bytes));
    let missing = enclosure.left_out.iter().map(|why| Kept { named: named.clone(), file: Err(why.clone()) });
    files.chain(missing).collect()
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

fn page_index(contents: &Contents<'_>) -> String {
    let rows = contents.registers.iter().map(|register| {
        let own = contents.files.iter().filter(|file| file.register == register.name);
        context! {
            word => register.name.word(), title => register.name.title(), about => register.name.about(),
            rows => register.rows.len(), missing => register.count(State::Missing),
            late => register.count(State::Late),
            forms => own.map(|file| context! { file => file.name.clone(), word => file.form }).collect::<Vec<_>>(),
        }
    });
    let listed = contents
        .files
        .iter()
        .map(|file| context! { file => file.name.clone(), digest => digest(&file.text) });
    let (kernel, notes) = &contents.first.policy;
    let page = page("pack.html", include_str!("pack.html")).with("register.css", STYLE);
    page.render(context! {
        organization => escape::terminal(&contents.first.organization.0),
        whose => escape::terminal(&whose(contents.first)),
        about => ABOUT,
        registers => rows.collect::<Vec<_>>(),
        files => listed.collect::<Vec<_>>(),
        policy => contents.policy.iter().map(Kept::shown).collect::<Vec<_>>(),
        documents => contents.documents.iter().map(Kept::shown).collect::<Vec<_>>(),
        kernel, notes,
        limits => limits(contents.registers).into_iter().map(Shown::from).collect::<Vec<_>>(),
        version => env!("CARGO_PKG_VERSION"),
    })
}

fn text_index(contents: &Contents<'_>) -> String {
    let first = contents.first;
    let mut out = format!("# Registers\n\n{}\n\n{ABOUT}\n\n", escape::markdown(&whose(first)));
    out.push_str("| register | rows | missing | late |\n|---|---|---|---|\n");
    for register in contents.registers {
        let (name, rows) = (register.name, register.rows.len());
        let (missing, late) = (register.count(State::Missing), register.count(State::Late));
        let _ = writeln!(out, "| [{}]({}.md) | {rows} | {missing} | {late} |", name.title(), name.word());
    }
    if !contents.documents.is_empty() {
        out.push_str("\n| document | file | SHA-256 |\n|---|---|---|\n");
    }
    for kept in &contents.documents {
        let named = escape::markdown(&kept.named);
        let _ = match &kept.file {
            Ok((path, digest)) => writeln!(out, "| {named} | {} | `{digest}` |", escape::markdown(path)),
            Err(why) => writeln!(out, "| {named} | {} | |", escape::markdown(why)),
        };
    }
    out.push_str("\n| file | SHA-256 |\n|---|---|\n");
    for kept in &contents.policy {
        let _ = writeln!(out, "| {} | `{}` |", escape::markdown(kept.path()), kept.digest());
    }
    for file in &contents.files {
        let _ = writeln!(out, "| [{0}]({0}) | `{1}` |", file.name, digest(&file.text));
    }
    for limit in limits(contents.registers) {
        let _ = writeln!(out, "\n{limit}");
    }
    let (kernel, notes) = &first.policy;
    let _ = writeln!(out, "\nMade from the policy with kernel `{kernel}` and notes `{notes}`.");
    out
}

/// Renders the index as `countersign/pack/1`.
fn tree_index(contents: &Contents<'_>) -> String {
    let first = contents.first;
    let (title, repository) = &first.organization;
    let (kernel, notes) = &first.policy;
    let rows = contents.files.iter().map(|file| {
        json!({
            "path": file.name, "register": file.register.word(), "form": file.form,
            "sha256": digest(&file.text),
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
        "policy_files": contents.policy.iter().map(Kept::tree).collect::<Vec<_>>(),
        "documents": contents.documents.iter().map(Kept::tree).collect::<Vec<_>>(),
    }))
}
