//! Numbers and words that stand for "none" or "for ever" in other systems, where a time is said here.

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::syntax::Clause;

/// Words that other systems use for no end, in lower case.
const ENDLESS: &[&str] = &[
    "unlimited",
    "infinite",
    "infinity",
    "indefinite",
    "indefinitely",
    "permanent",
    "permanently",
    "always",
    "never",
    "max",
];
/// Words that other systems use for nothing, in lower case.
const NONE: &[&str] = &["null", "nil", "none", "zero", "no", "off", "disabled"];

/// Tells what a clause about a length of time probably means by a number or word that is none;
/// `None` for clauses about other things and for other values.
pub fn sentinel(clause: Clause<'_>) -> Option<Diagnostic> {
    let forever = match clause.word() {
        "keep" => "`keep forever because TEXT`",
        "retains" => "a time such as `retains 365 days`, as the contract says",
        "ceiling" | "floor" => "no `floor` and no `ceiling`",
        _ => return None,
    };
    let value = clause.first_value()?;
    let word = value.source().trim_matches('"').to_lowercase();
    // A sign makes it no number of ours; some systems write -1 for no end.
    let number: Option<f64> = word.parse().ok();
    let endless = ENDLESS.contains(&word.as_str()) || number.is_some_and(|n| n < 0.0);
    let nothing = NONE.contains(&word.as_str()) || number == Some(0.0);
    let meant = match (endless, nothing) {
        (_, true) if clause.word() == "floor" => {
            "leave `floor` out: one of no time asks for nothing".to_owned()
        }
        (true, _) => format!("say a time; for no end write {forever}"),
        (_, true) => format!("say a time; where nothing is kept write `{} nothing`", clause.word()),
        _ => return None,
    };
    let text = format!("`{}` is no length of time", value.source());
    Some(Diagnostic::new(&names::SENTINEL_TIME, value.at(), text).help(meant))
}
