//! A prohibition in lower case lets the same words through at the start of a sentence.

use super::{Context, Findings, Fix, Lint, edit};

/// A `must not match` tells capital from small letters.
pub static LINT: Lint = lint!(
    "case-sensitive-pattern",
    Note,
    Prompts,
    "A forbidden pattern tells capitals from small letters.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        for must in artifact.must.iter().filter(|must| must.not && must.regex) {
            let folds = must.text.starts_with("(?")
                && must.text.split(')').next().is_some_and(|flags| flags.contains('i'));
            if folds || !must.text.chars().any(char::is_alphabetic) {
                continue;
            }
            let text = format!("`{}` lets the same words through in other capitals", must.text);
            let mut finding = LINT.at(artifact.id.at, text).label(format!("of `{}`", artifact.id.name));
            let value = context.artifact_clauses(system, artifact, "must").into_iter().find_map(|clause| {
                let values = clause.values();
                values.into_iter().find(|v| v.source().trim_matches(|c| c == '\'' || c == '"') == must.text)
            });
            if let Some(value) = value {
                finding.fix.push(edit::replace(
                    value.at(),
                    value.source().replacen(&must.text, &format!("(?i){}", must.text), 1),
                ));
            }
            out.push(finding.help("begin it with `(?i)`"));
        }
    }
}
