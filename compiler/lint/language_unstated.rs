//! Which prompt is for which callers must not be guessed from a file name.

use super::{Context, Findings, Fix, Lint, edit, tellings};

/// Some prompts of a system say which language they are in, and one does not.
pub static LINT: Lint =
    lint!("language-unstated", Note, Disclosure, "Which language a prompt is in is not stated.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let Some(other) = tellings::prompts(system).find(|prompt| !prompt.language.is_empty()) else {
            continue;
        };
        for prompt in tellings::prompts(system).filter(|prompt| prompt.language.is_empty()) {
            let text = format!("which language `{}` is in is not stated", prompt.id.name);
            let finding = LINT.at(prompt.id.at, text).label("no `language`");
            let mut finding = finding.because(other.id.at, "states it");
            let item = context.artifact_item(system, prompt);
            if let (Some(item), Some(language)) =
                (item, prompt.at.iter().find_map(|spot| told_by(&spot.path)))
            {
                finding.fix.push(edit::add(context.sources, item, &format!("language {language}")));
            }
            out.push(finding.help(
                "add `language CODE`, such as `en`: what must be told is then compared language by language",
            ));
        }
    }
}

/// Returns the language that a file name tells: `ga` of `prompt.ga.md`.
fn told_by(path: &str) -> Option<&str> {
    let mut parts = path.rsplit('/').next()?.rsplit('.');
    let language = parts.nth(1)?;
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    // Something has to be left for a name.
    (is_code && parts.next().is_some()).then_some(language)
}
