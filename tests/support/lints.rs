//! What holds for every lint: its page says what it is, its fixes mend, the index lists it.

use std::collections::BTreeMap;
use std::path::Path;

use countersign::diagnostic::Diagnostic;
use countersign::lint::{self, Fix, Lint, Needs, Topic};
use countersign::names::{Level, Stage};
use countersign::policy;
use countersign::source::Sources;
use countersign::syntax;
use countersign::time::Instant;
use libtest_mimic::Trial;

use super::bless::Bless;
use super::examples::{self, Example};
use super::{Outcome, collect, files_under, read, root};

/// Where the index is.
const INDEX: &str = "docs/lints/README.md";

/// Makes the trials.
pub fn trials(bless: &Bless) -> Vec<Trial> {
    let (index, facts) = (bless.clone(), bless.clone());
    vec![
        Trial::test("lint: the index lists every lint", move || current(&index, INDEX, index_text(), 0)),
        Trial::test("lint: every page says level and fix", move || pages(&facts)),
        Trial::test("lint: fixes mend what they are for", fixes),
        Trial::test("lint: enough lints carry a fix", share),
        Trial::test("lint: the policies we ship give no cause for advice", shipped),
    ]
}

/// Compares lines of a document, from a line on, with what they must be; takes them over when blessing.
fn current(bless: &Bless, page: &str, wanted: Vec<String>, from: usize) -> Outcome {
    let path = root().join(page);
    let text = read(&path)?;
    let lines: Vec<&str> = text.lines().collect();
    let to = if from == 0 { lines.len() } else { (from + wanted.len()).min(lines.len()) };
    if lines.get(from..to).is_some_and(|found| found == wanted) {
        return Ok(());
    }
    if bless.wanted() {
        bless.note(&path, from.min(to)..to, wanted);
        return Ok(());
    }
    Err(format!("{page} is not current: `cargo test --test suite -- lint: --bless` writes it").into())
}

fn index_text() -> Vec<String> {
    let mut lines = vec![
        "# Lints".to_owned(),
        String::new(),
        "What is correct in a policy and still not wise. `countersign explain NAME` shows a page; the other"
            .into(),
        "pages of this folder are about errors, which stop a policy from being used at all.".into(),
    ];
    for topic in Topic::ALL {
        let of_topic: Vec<&&Lint> = lint::ALL.iter().filter(|lint| lint.topic == *topic).collect();
        if of_topic.is_empty() {
            continue;
        }
        lines.extend([String::new(), format!("## {}", topic.title()), String::new()]);
        lines.extend(["| lint | level | fix | what it flags |".into(), "|---|---|---|---|".into()]);
        lines.extend(of_topic.iter().map(|lint| {
            let (name, summary) = (lint.name.name, lint.name.summary.replace('|', "\\|"));
            format!("| [{name}]({name}.md) | {} | {} | {summary} |", lint.name.level.word(), fix_word(lint))
        }));
    }
    lines
}

fn fix_word(lint: &Lint) -> &'static str {
    match lint.fix {
        Fix::None => "",
        Fix::Safe => "safe",
        Fix::Unsafe => "unsafe",
    }
}

/// The line under the summary of a page.
fn facts(lint: &Lint) -> String {
    let fix = match lint.fix {
        Fix::None => "No machine edit.",
        Fix::Safe => "`countersign lint --fix` mends it.",
        Fix::Unsafe => "`countersign lint --fix --unsafe` mends it; read the result.",
    };
    let mut line = format!("{}, {}. {fix}", lint.topic.title(), lint.name.level.word());
    if lint.needs == Needs::Repository {
        line += " Looks at the repository around the policy.";
    }
    if !lint.waivable && lint.topic != Topic::Suppressions {
        line += " No `allow` silences it.";
    }
    line
}

fn pages(bless: &Bless) -> Outcome {
    for lint in lint::ALL {
        let page = format!("docs/lints/{}.md", lint.name.name);
        let text = read(&root().join(&page))?;
        if text.lines().nth(2) != Some(lint.name.summary) {
            return Err(format!("{page}: the third line is not the summary `{}`", lint.name.summary).into());
        }
        current(bless, &page, vec![facts(lint)], 4)?;
    }
    Ok(())
}

/// A safe edit removes its finding and brings none; an edit of style does not change the policy.
fn fixes() -> Outcome {
    let mut breaches = Vec::new();
    for lint in lint::ALL {
        let page = format!("docs/lints/{}.md", lint.name.name);
        let text = read(&root().join(&page))?;
        for example in examples::under(&text, "## Avoid")? {
            breaches.extend(mend(lint, &example).into_iter().map(|breach| format!("{page}: {breach}")));
        }
    }
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}

fn mend(lint: &Lint, example: &Example) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut sources = example.sources();
    let before = example.look(&mut sources);
    let name = lint.name.name;
    let carries = before.iter().filter(|finding| finding.name.name == name).all(|f| !f.fix.is_empty());
    if carries != (lint.fix != Fix::None) {
        breaches.push("its table and its findings do not agree on whether there is a fix".to_owned());
    }
    if lint.fix == Fix::None {
        return breaches;
    }
    // Only the edits of this lint: another one's would hide what these leave behind.
    let look = |sources: &mut Sources| {
        let mut found = example.look(sources);
        found.retain(|finding| finding.name.name == name);
        found
    };
    let start = example.sources();
    let fixed = lint::fix(&start, lint.fix == Fix::Unsafe, look);
    let mut mended = Sources::default();
    for id in start.ids() {
        let source = start.get(id);
        let new = fixed.files.iter().find(|(path, ..)| *path == source.path);
        mended.add(source.path.clone(), new.map_or(source.text.to_string(), |(_, _, after)| after.clone()));
    }
    let counts = |findings: &[Diagnostic]| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        findings.iter().for_each(|finding| *counts.entry(finding.name.name).or_default() += 1);
        counts
    };
    let (old, after) = (counts(&before), example.look(&mut mended));
    let new = counts(&after);
    let told = || after.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ");
    if new.contains_key(name) {
        breaches.push(format!("the edit leaves the finding: {}", told()));
    }
    if lint.fix == Fix::Safe && new.iter().any(|(name, n)| old.get(name).is_none_or(|before| n > before)) {
        breaches.push(format!("the edit brings findings: {}", told()));
    }
    if after.iter().any(|finding| finding.name.stage != Stage::Lint && finding.name.level == Level::Deny) {
        breaches.push(format!("the edit breaks the policy: {}", told()));
    }
    let digest = |sources: &Sources| policy::compile(sources).policy.map(|policy| policy.kernel.digest());
    if lint.topic == Topic::Style && digest(&start) != digest(&mended) {
        breaches.push("an edit of style changes the compiled policy".to_owned());
    }
    for id in start.ids() {
        if shaped(&start, id) && !shaped(&mended, id) {
            breaches.push(format!("{} loses its shape:\n{}", start.get(id).path, mended.get(id).text));
        }
    }
    breaches
}

fn shaped(sources: &Sources, id: countersign::source::FileId) -> bool {
    let (tree, _) = syntax::parse(sources, id);
    syntax::print(&tree) == *sources.get(id).text
}

/// At least two lints in five mend what they find.
fn share() -> Outcome {
    let fixed = lint::ALL.iter().filter(|lint| lint.fix != Fix::None).count();
    if fixed * 5 >= lint::ALL.len() * 2 {
        return Ok(());
    }
    Err(format!("{fixed} of {} lints carry a fix; two in five must", lint::ALL.len()).into())
}

/// The frame, the examples and the policies to start from are quiet.
fn shipped() -> Outcome {
    let at = Instant::parse("2026-07-01T09:00:00Z").ok_or("no instant")?;
    let mut breaches = Vec::new();
    let mut quiet = |name: String, least: Level, mut sources: Sources| {
        let compiled = policy::compile(&sources);
        let report = lint::run(&mut sources, &compiled, at, None);
        let matters = report.findings.iter().filter(|finding| finding.name.level >= least);
        breaches.extend(matters.map(|finding| {
            let (path, at) = sources.place(finding.primary.at);
            format!("{name}: {path}:{at}: [{}] {}", finding.name.name, finding.message)
        }));
    };
    let frame = Example { text: String::new(), at, files: Vec::new() };
    // The frame is there to be completed; a policy that we ship is whole.
    quiet("the frame".into(), Level::Warn, frame.sources());
    for folder in ["examples", "policies"] {
        let Ok(entries) = std::fs::read_dir(root().join(folder)) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().join("governance").is_dir()) {
            quiet(entry.path().display().to_string(), Level::Note, load(&entry.path().join("governance"))?);
        }
    }
    breaches.sort();
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}

fn load(folder: &Path) -> Result<Sources, String> {
    let mut sources = Sources::default();
    for path in files_under(folder).iter().filter(|path| collect::has_extension(path, "countersign")) {
        let text = examples::with_keys(&read(path)?);
        sources.add(super::relative(path), text);
    }
    Ok(sources)
}
