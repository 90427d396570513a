//! Policies with the findings written where they are expected: `// error: [name, name]` ends a
//! line. And the examples of the pages in `docs/lints`, which raise their page's name or nothing.

use std::collections::BTreeSet;
use std::path::Path;

use countersign::diagnostic::Diagnostic;
use countersign::names::{self, Stage};
use countersign::policy;
use countersign::source::Sources;
use countersign::syntax;

use super::{Outcome, compare, read, relative};

/// What a fragment of a policy is completed with, one item a paragraph.
const FRAME: &str = include_str!("frame.countersign");

/// Runs a file of `tests/{syntax,model,policy}/{good,bad}`.
pub fn run(path: &Path) -> Outcome {
    let text = read(path)?;
    let name = relative(path);
    let stage = if name.starts_with("tests/syntax/") { Stage::Syntax } else { Stage::Policy };
    let expected: Vec<String> = shown(expectations(&text));
    if name.contains("/good/") != expected.is_empty() {
        return Err(format!("{name}: only a file in `bad/` announces findings, and each one does").into());
    }
    let (sources, findings) = findings(&text, stage);
    let place = |finding: &Diagnostic| sources.place(finding.primary.at);
    let found = shown(findings.iter().map(|f| (place(f).1.line, f.name.name.to_owned())).collect());
    if found == expected {
        return Ok(());
    }
    let told =
        findings.iter().map(|f| format!("{}:{}: {} [{}]", place(f).0, place(f).1, f.message, f.name.name));
    let told = told.collect::<Vec<_>>().join("\n");
    Err(format!("{name}\n{}{told}", compare::difference(&expected, &found)).into())
}

/// Compiles the examples of the page of a name: *Avoid* raises it alone, *Prefer* nothing.
pub fn page_breaches(page: &str, name: &str, text: &str) -> Vec<String> {
    let stage = names::find(name).map_or(Stage::Policy, |row| row.stage);
    let mut breaches = Vec::new();
    for (heading, expected) in [("## Avoid", BTreeSet::from([name])), ("## Prefer", BTreeSet::new())] {
        let blocks = blocks(text, heading);
        if blocks.is_empty() {
            breaches.push(format!("{page}: no `countersign` block under `{heading}`"));
        }
        for block in blocks {
            let (_, findings) = findings(&block, stage);
            let found: BTreeSet<&str> = findings.iter().map(|finding| finding.name.name).collect();
            if found != expected {
                let told: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
                breaches.push(format!("{page}: {heading} raises {found:?}: {}", told.join("; ")));
            }
        }
    }
    breaches
}

/// Lists the expected findings of a text as (line from 1, name), in order.
///
/// `warning:` and `note:` are read like `error:`; the names say the level.
pub fn expectations(text: &str) -> Vec<(u32, String)> {
    let mut expected = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let after = ["// error: [", "// warning: [", "// note: ["]
            .iter()
            .find_map(|mark| line.rfind(mark).map(|at| &line[at + mark.len()..]));
        let Some((names, _)) = after.and_then(|rest| rest.split_once(']')) else { continue };
        expected.extend(names.split(',').map(|name| (number, name.trim().to_owned())));
    }
    expected
}

fn shown(mut findings: Vec<(u32, String)>) -> Vec<String> {
    findings.sort();
    findings.iter().map(|(line, name)| format!("line {line}: {name}")).collect()
}

fn findings(text: &str, stage: Stage) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("case.countersign", text);
    if stage == Stage::Syntax {
        let findings = syntax::parse(&sources, file).1;
        return (sources, findings);
    }
    if let Some(rest) = frame(text) {
        sources.add("frame.countersign", rest);
    }
    let findings = policy::compile(&sources).diagnostics;
    (sources, findings)
}

/// Returns what a fragment needs to be a whole policy: the items of the frame that it does not
/// declare itself. A text with an organization is whole.
fn frame(text: &str) -> Option<String> {
    let declares =
        |head: &str| text.lines().any(|line| line.split_whitespace().take(2).eq(head.split_whitespace()));
    if text.lines().any(|line| line.starts_with("organization ")) {
        return None;
    }
    let single = |word: &str| text.lines().any(|line| line.split_whitespace().next() == Some(word));
    let wanted = FRAME.split("\n\n").filter(|item| {
        let head = item.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let once = head.starts_with("edition ") || head.starts_with("otherwise ");
        !(declares(&head) || once && single(head.split(' ').next().unwrap_or_default()))
    });
    Some(wanted.collect::<Vec<_>>().join("\n\n"))
}

/// Lists the `countersign` blocks between a heading and the next.
fn blocks(text: &str, heading: &str) -> Vec<String> {
    let mut here = false;
    let mut open: Option<String> = None;
    let mut found = Vec::new();
    for line in text.lines() {
        match open.take() {
            Some(block) if line.starts_with("```") => found.push(block),
            Some(block) => open = Some(block + line + "\n"),
            None if line.starts_with('#') => here = line == heading,
            None if here && line == "```countersign" => open = Some(String::new()),
            None => {}
        }
    }
    found
}
