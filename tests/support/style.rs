//! What `docs/style.md` asks of a message and a program can check.

use countersign::diagnostic::Diagnostic;

/// Words of the program's inside that no person should meet.
const INSIDE: &[&str] = &[
    "some(",
    "unwrap",
    "struct",
    "enum",
    "vec",
    "panic",
    "usize",
    "option",
    "nom",
    "token",
    "parse",
    "parser",
    "identifier",
    "unresolved",
    "invalid",
    "illegal",
    "syntax",
    "ast",
    "null pointer",
    "please",
];

/// Lists what a finding does against the style.
pub fn breaches(finding: &Diagnostic) -> Vec<String> {
    let mut found = text_breaches(&finding.message, true);
    found.extend(finding.help.iter().flat_map(|help| text_breaches(help, false)));
    let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
    found.extend(
        labels.filter(|label| !label.text.is_empty()).flat_map(|label| text_breaches(&label.text, false)),
    );
    found.iter().map(|breach| format!("[{}] {breach}", finding.name.name)).collect()
}

/// Lists what a text does against the style; a help may be two sentences.
pub fn text_breaches(text: &str, message: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut want = |ok: bool, what: &str| {
        if !ok {
            found.push(format!("{what}: {text}"));
        }
    };
    want(!text.contains('\n') || !message, "more than one line");
    want(!text.starts_with(|c: char| c.is_uppercase()), "starts with a capital");
    want(!text.ends_with(['.', '!', ' ']), "ends with a full stop or a blank");
    want(text.matches('`').count().is_multiple_of(2), "backticks do not pair");
    want(!text.contains("  "), "two blanks");
    let own: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> = own.split(|c: char| !(c.is_alphanumeric() || c == '(')).collect();
    let inside = INSIDE.iter().find(|word| words.contains(word));
    want(inside.is_none(), "a word of the inside");
    found
}
