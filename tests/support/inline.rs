//! Policies with the findings written where they are expected: `// error: [name, name]` ends a
//! line. And the examples of the pages in `docs/lints`, which raise their page's name or nothing.

use std::path::Path;

use countersign::diagnostic::Diagnostic;
use countersign::names::Stage;
use countersign::source::Sources;
use countersign::time::Instant;

use super::examples::Example;
use super::{Outcome, compare, read, relative, style};

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
    if let Some(breach) = findings.iter().flat_map(style::breaches).next() {
        return Err(format!("{name}: against docs/style.md: {breach}").into());
    }
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
    let example = Example { text: text.to_owned(), at: Instant(0), files: Vec::new() };
    (example.sources(), example.findings(stage))
}
