//! A prompt that must say what it must not say can never pass.

use super::{Context, Findings, Fix, Lint, edit};

/// A prompt must say a phrase that holds one it must not say.
pub static LINT: Lint =
    lint!("contradicting-phrases", Warn, Prompts, "A prompt must say what it must not say.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let folded = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    for (system, artifact) in context.artifacts() {
        let phrases = || artifact.must.iter().filter(|must| !must.regex);
        for wanted in phrases().filter(|must| !must.not) {
            let said = format!(" {} ", folded(&wanted.text));
            let holds = |must: &&crate::model::Must| said.contains(&format!(" {} ", folded(&must.text)));
            if let Some(banned) = phrases().filter(|must| must.not).find(holds) {
                let text = format!(
                    "`{}` must say `{}` and must not say `{}`",
                    artifact.id.name, wanted.text, banned.text
                );
                let mut finding = LINT.at(artifact.id.at, text).label("no text can do both");
                let clause = context.must_clause(system, artifact, banned);
                finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
                out.push(finding.help(
                    "decide which of the two is meant: as it stands, every version of the prompt is blocked",
                ));
            }
        }
    }
}
