//! A disclosure in one language is none for those who speak the other.

use std::collections::BTreeMap;

use crate::model::Artifact;

use super::{Context, Findings, Lint, tellings};

/// Something is told in one language of a system, and not in another.
pub static LINT: Lint = lint!(
    "untold-in-a-language",
    Warn,
    Disclosure,
    "Something is told in one language, and not in another.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        let mut languages: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
        for prompt in tellings::prompts(system).filter(|prompt| !prompt.language.is_empty()) {
            languages.entry(&prompt.language).or_default().push(prompt);
        }
        let mut elements: BTreeMap<&str, &Artifact> = BTreeMap::new();
        for (prompt, told) in tellings::told(system).filter(|(prompt, _)| !prompt.language.is_empty()) {
            elements.entry(&told.element.name).or_insert(prompt);
        }
        for (element, teller) in elements {
            let tells = |prompt: &&Artifact| prompt.discloses.iter().any(|told| told.element.name == element);
            for (language, prompts) in languages.iter().filter(|(_, prompts)| !prompts.iter().any(tells)) {
                let text = format!("`{element}` is told in `{}` and not in `{language}`", teller.language);
                let finding = LINT.at(prompts[0].id.at, text).because(teller.id.at, "told here");
                out.push(finding.help(format!(
                    "add `discloses {element} as \"…\"` with the words in that language, and put them into the prompt"
                )));
            }
        }
    }
}
