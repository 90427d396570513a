//! A phrase of one short word is said by nearly every text.

use super::{Context, Findings, Lint};

/// A prompt must say a single short word.
pub static LINT: Lint =
    lint!("weak-phrase", Note, Prompts, "A phrase that must be said is too short to mean anything.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (_, artifact) in context.artifacts() {
        for must in artifact.must.iter().filter(|must| !must.not && !must.regex) {
            let words = must.text.split_whitespace().count();
            if words > 1 || must.text.chars().count() > 5 {
                continue;
            }
            let text = format!("`{}` stands in nearly every text", must.text);
            out.push(
                LINT.at(artifact.id.at, text)
                    .label(format!("of `{}`", artifact.id.name))
                    .help("write the whole phrase that callers must hear, such as \"automated assistant\""),
            );
        }
    }
}
