//! A pattern that the empty text matches is matched by every text.

use super::{Context, Findings, Fix, Lint, edit};

/// A regular expression of a `must` clause matches the empty text.
pub static LINT: Lint =
    lint!("pattern-matches-nothing-special", Warn, Prompts, "A pattern matches every text.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts() {
        for must in artifact.must.iter().filter(|must| must.regex) {
            if !regex::Regex::new(&must.text).is_ok_and(|pattern| pattern.is_match("")) {
                continue;
            }
            let (not, effect) =
                if must.not { (" not", "every text is refused") } else { ("", "no text is refused") };
            let text = format!("`must{not} match '{}'` matches even the empty text, so {effect}", must.text);
            let mut finding = LINT.at(artifact.id.at, text).label(format!("of `{}`", artifact.id.name));
            let clause = context.must_clause(system, artifact, must);
            finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
            out.push(finding.help("take the optional parts out: `*` and `?` let a part be absent"));
        }
    }
}
