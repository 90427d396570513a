//! Who is told apart by the voice has to know it.

use super::{Context, Findings, Lint, tellings};

/// What prompts call it.
const WORDS: &[&str] = &["biometric", "voiceprint", "voice_id", "emotion"];

/// A system makes biometric data of callers, says what its prompts tell, and tells nothing of it.
pub static LINT: Lint = lint!(
    "voiceprint-untold",
    Warn,
    Disclosure,
    "Callers are told apart by their voice, and no prompt tells it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        let Some(category) = system.handles.iter().find(|category| context.is_biometric(category)) else {
            continue;
        };
        let told = |name: &str| WORDS.iter().any(|word| name.contains(word));
        if tellings::told(system).any(|(_, one)| told(&one.element.name)) {
            continue;
        }
        let clause = context.clause(system.id.at, "handles");
        let at = clause.map_or(system.id.at, |clause| clause.head_at());
        let text = format!("`{}` handles `{category}`, and no prompt tells it", system.id.name);
        out.push(LINT.at(at, text).help(
            "add `discloses biometric in first turn as \"…\"` with what is made of the voice and how to refuse",
        ));
    }
}
