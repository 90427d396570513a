//! A requirement written twice is changed once.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit};

/// A prompt states the same requirement twice.
pub static LINT: Lint =
    lint!("repeated-phrase", Note, Prompts, "A prompt states one requirement twice.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        let mut seen = BTreeSet::new();
        for (index, must) in artifact.must.iter().enumerate() {
            if seen.insert((must.not, must.regex, must.text.as_str())) {
                continue;
            }
            let text = format!("`{}` states `{}` twice", artifact.id.name, must.text);
            let clause = context.artifact_clauses(system, artifact, "must").into_iter().nth(index);
            let at = clause.map_or(artifact.id.at, |clause| clause.at());
            let mut finding = LINT.at(at, text).label("once more").because(artifact.id.at, "of this prompt");
            finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
            out.push(finding.help("keep one of the two: the next editor would change only one"));
        }
    }
}
