//! A scope that names another product is a certificate for another product.

use super::{Context, Findings, Lint};

/// The scope of a certificate has no word of a system that it is said to cover.
pub static LINT: Lint = lint!(
    "scope-names-nothing",
    Warn,
    Certification,
    "The scope of a certificate has no word of a system that it is said to cover.",
    check
);

/// Words that say nothing about which system it is.
const COMMON: &[&str] = &[
    "system",
    "systems",
    "service",
    "services",
    "platform",
    "line",
    "with",
    "from",
    "that",
    "this",
    "which",
    "their",
    "management",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = &context.model.systems;
    let titles: std::collections::BTreeMap<&str, &str> =
        systems.iter().map(|system| (system.id.name.as_str(), system.title.as_str())).collect();
    for certificate in &context.model.governance.certificates {
        let scope = words(&certificate.scope.text);
        for system in &certificate.covers {
            let title = titles.get(system.name.as_str()).copied().unwrap_or_default();
            let own = words(&format!("{title} {}", system.name.replace('_', " ")));
            if own.is_empty() || own.iter().any(|word| scope.contains(word)) {
                continue;
            }
            let text = format!("the scope has no word of `{}`", system.name);
            let finding = LINT.at(certificate.scope.at, text).because(system.at, "said to be covered");
            out.push(finding.help(
                "write the scope as the certificate has it, and take the system out of `covers` if it is not in it",
            ));
        }
    }
}

/// Lists the words that tell one system from another, by their beginnings: `claim` is in `claims`.
fn words(text: &str) -> std::collections::BTreeSet<String> {
    let lower = text.to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric());
    let all = all.filter(|word| word.chars().count() >= 4 && !COMMON.contains(word));
    all.map(|word| word.chars().take(5).collect()).collect()
}
