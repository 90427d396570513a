//! The examples of the pages in `docs/lints`: *Avoid* raises the page's name and nothing else,
//! *Prefer* nothing.
//!
//! An example is a `countersign` fence, completed with what it lacks by a frame, so that a page shows
//! only what matters. `at=` on the fence is the instant. Fences with `file=` before it are the files
//! of the repository around it; with them, lints that need one look too.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign::diagnostic::Diagnostic;
use countersign::git::{Entry, Oid, Snapshot};
use countersign::lint;
use countersign::names::{Level, Stage};
use countersign::policy;
use countersign::source::Sources;
use countersign::syntax;
use countersign::time::Instant;

use super::{case, people};

/// What a fragment of a policy is completed with, one item a paragraph.
const FRAME: &str = include_str!("frame.countersign");
/// The instant of an example that names none.
const AT: &str = "2026-07-01T09:00:00Z";

/// One example of a page.
pub struct Example {
    /// The text of the `countersign` fence.
    pub text: String,
    /// The instant.
    pub at: Instant,
    /// Paths and texts of the repository around it.
    pub files: Vec<(String, String)>,
}

/// Compiles the examples of the page of a name.
pub fn breaches(page: &str, name: &str, text: &str) -> Vec<String> {
    let row = lint::find_name(name);
    let stage = row.map_or(Stage::Policy, |row| row.stage);
    let mut breaches = Vec::new();
    for (heading, expected) in [("## Avoid", BTreeSet::from([name])), ("## Prefer", BTreeSet::new())] {
        let examples = match under(text, heading) {
            Ok(examples) => examples,
            Err(error) => return vec![format!("{page}: {error}")],
        };
        if examples.is_empty() {
            breaches.push(format!("{page}: no `countersign` block under `{heading}`"));
        }
        for example in examples {
            let findings = example.findings(stage);
            let matters = |finding: &&Diagnostic| {
                // A fragment has no tests and few words; advice about that is left to whole policies.
                finding.name.level > Level::Note || stage != Stage::Lint || finding.name.name == name
            };
            let findings: Vec<&Diagnostic> = findings.iter().filter(matters).collect();
            let found: BTreeSet<&str> = findings.iter().map(|finding| finding.name.name).collect();
            if found != expected {
                let told: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
                breaches.push(format!("{page}: {heading} raises {found:?}: {}", told.join("; ")));
            }
        }
    }
    breaches
}

impl Example {
    /// Returns the texts as sources: the fragment, and what completes it.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        sources.add("case.countersign", with_keys(&self.text));
        if let Some(rest) = frame(&self.text) {
            sources.add("frame.countersign", with_keys(&rest));
        }
        sources
    }

    /// Finds what a stage and those before it say; lints are a stage of their own.
    pub fn findings(&self, stage: Stage) -> Vec<Diagnostic> {
        let mut sources = self.sources();
        match stage {
            Stage::Syntax => sources.ids().take(1).flat_map(|file| syntax::parse(&sources, file).1).collect(),
            Stage::Lint => self.look(&mut sources),
            _ => policy::compile(&sources).diagnostics,
        }
    }

    /// Lints some sources at the instant and in the repository of the example.
    pub fn look(&self, sources: &mut Sources) -> Vec<Diagnostic> {
        let compiled = policy::compile(sources);
        let snapshot = (!self.files.is_empty()).then(|| self.snapshot());
        lint::run(sources, &compiled, self.at, snapshot.as_ref()).findings
    }

    fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (number, (path, text)) in (1..).zip(&self.files) {
            let oid = Oid([number; 20]);
            snapshot.listing.insert(path.clone().into_bytes(), Entry { mode: 0o100_644, oid });
            snapshot.blobs.insert(oid, Arc::from(text.as_bytes()));
        }
        snapshot
    }
}

/// Puts in the public keys of the suite's people: `{{key:ada}}`.
pub fn with_keys(text: &str) -> String {
    let mut parts = text.split("{{key:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (who, rest) = part.split_once("}}").unwrap_or((part, ""));
        out += &people::public_key(who);
        out += rest;
    }
    out
}

/// Returns what a fragment needs to be a whole policy: the items of the frame that it does not
/// declare itself. A text with an edition and an organization is whole.
fn frame(text: &str) -> Option<String> {
    let declares =
        |head: &str| text.lines().any(|line| line.split_whitespace().take(2).eq(head.split_whitespace()));
    if ["edition ", "organization "].iter().all(|word| text.lines().any(|line| line.starts_with(word))) {
        return None;
    }
    // A clause may start like an item; only what is not indented is one.
    let single = |word: &str| text.lines().any(|line| line.split(' ').next() == Some(word));
    let wanted = FRAME.split("\n\n").filter(|item| {
        let head = item.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let once = ["edition ", "organization ", "otherwise "].iter().any(|word| head.starts_with(word));
        !(declares(&head) || once && single(head.split(' ').next().unwrap_or_default()))
    });
    Some(wanted.collect::<Vec<_>>().join("\n\n"))
}

/// Lists the examples between a heading and the next.
pub fn under(text: &str, heading: &str) -> Result<Vec<Example>, String> {
    let at = Instant::parse(AT).ok_or("the suite's instant is none")?;
    let mut examples = Vec::new();
    let mut files = Vec::new();
    let mut here = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(ticks) = case::fence(line) else {
            if line.starts_with('#') {
                here = line == heading;
            }
            continue;
        };
        let close = "`".repeat(ticks);
        let body: String =
            lines.by_ref().take_while(|line| *line != close).flat_map(|line| [line, "\n"]).collect();
        let (language, how) = case::attributes(&line[ticks..])?;
        match (here, how.file) {
            (true, Some(path)) => files.push((path, body)),
            (true, None) if language == "countersign" => {
                let files = std::mem::take(&mut files);
                examples.push(Example { text: body, at: how.at.unwrap_or(at), files });
            }
            _ => {}
        }
    }
    Ok(examples)
}
