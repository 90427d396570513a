//! Makes the edits that findings carry, until none is left.

use crate::diagnostic::{Diagnostic, Edit};
use crate::names::Stage;
use crate::source::{FileId, Sources, Span};
use crate::syntax;

use super::{Fix, find};

/// How often edits are made before what is left is left to a person.
const ROUNDS: usize = 8;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The files that differ: path, text before, text after.
    pub files: Vec<(String, String, String)>,
    /// How many findings were mended.
    pub count: usize,
}

/// Makes the safe edits, and the others too where they are wanted. `look` finds what is to be said
/// about some sources. A round that would leave more mistakes than it found is not made.
pub fn fix(sources: &Sources, also_unsafe: bool, look: impl Fn(&mut Sources) -> Vec<Diagnostic>) -> Fixed {
    let paths: Vec<&str> = sources.ids().map(|id| sources.get(id).path.as_str()).collect();
    let before: Vec<String> = sources.ids().map(|id| sources.get(id).text.to_string()).collect();
    let gather = |texts: &[String]| {
        let mut sources = Sources::default();
        for (path, text) in paths.iter().zip(texts) {
            sources.add(*path, text.as_str());
        }
        let findings = look(&mut sources);
        (sources, findings)
    };
    // Advice is only given once the policy compiles, so more of it is no sign of harm.
    let is_mistake = |finding: &&Diagnostic| finding.is_error() && finding.name.stage != Stage::Lint;
    let mistakes = |found: &[Diagnostic]| found.iter().filter(is_mistake).count();
    let mut texts = before.clone();
    let mut count = 0;
    let mut found = gather(&texts).1;
    for _ in 0..ROUNDS {
        let (next, made) = round(&texts, &found, also_unsafe);
        if made == 0 {
            break;
        }
        let left = gather(&next).1;
        if mistakes(&left) > mistakes(&found) {
            break;
        }
        count += made;
        (texts, found) = (next, left);
    }
    let all = paths.iter().zip(before).zip(texts);
    let differing = all.filter(|((_, before), after)| before != after);
    let files = differing.map(|((path, before), after)| ((*path).to_owned(), before, after));
    Fixed { files: files.collect(), count }
}

/// Makes every edit that overlaps no earlier one; all edits of a finding or none.
fn round(texts: &[String], findings: &[Diagnostic], also_unsafe: bool) -> (Vec<String>, usize) {
    let mut edits: Vec<Vec<&Edit>> = vec![Vec::new(); texts.len()];
    let mut made = 0;
    for finding in findings.iter().filter(|finding| may(finding, also_unsafe)) {
        let fits = finding.fix.iter().all(|edit| {
            edits
                .get(edit.at.file.0 as usize)
                .is_some_and(|taken| !taken.iter().any(|other| overlap(other, edit)))
        });
        if fits {
            made += 1;
            finding.fix.iter().for_each(|edit| edits[edit.at.file.0 as usize].push(edit));
        }
    }
    let all = texts.iter().zip(edits);
    (all.map(|(text, edits)| apply(text, edits)).collect(), made)
}

/// A compiler's edit is a guess at what was meant, so only lints have safe ones.
fn may(finding: &Diagnostic, also_unsafe: bool) -> bool {
    let safe = find(finding.name.name).is_some_and(|lint| lint.fix == Fix::Safe);
    !finding.fix.is_empty() && (safe || also_unsafe)
}

/// Two insertions at one place overlap: which comes first is nobody's to guess.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let (a, b): (Span, Span) = (a.at.span, b.at.span);
    a.start < b.end && b.start < a.end || a.start == b.start
}

fn apply(text: &str, mut edits: Vec<&Edit>) -> String {
    if edits.is_empty() {
        return text.to_owned();
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at.span));
    let mut out = text.to_owned();
    for edit in edits {
        out.replace_range(edit.at.span.range(), &edit.text);
    }
    match (shaped(text), shaped(&out)) {
        (Some(before), Some(after)) if before == text => after,
        _ => out,
    }
}

/// Returns a text in its one shape; `None` where it does not parse.
fn shaped(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file: FileId = sources.add("", text);
    let (tree, found) = syntax::parse(&sources, file);
    let sound = !found.iter().any(Diagnostic::is_error);
    sound.then(|| syntax::print(&tree))
}
