//! A reason that fits every control is the reason for none.

use std::collections::BTreeMap;

use super::{Context, Findings, Fix, Lint, registers};

/// How many words a reason has at least.
const WORDS: usize = 3;

/// Reasons that say that something does not apply because it does not apply.
const EMPTY: &[&str] = &[
    "not applicable",
    "does not apply",
    "not relevant",
    "not needed",
    "not required",
    "out of scope",
    "n/a",
];

/// A control is left out with a reason that says nothing.
pub static LINT: Lint = lint!(
    "trivial-exclusion",
    Warn,
    Certification,
    "A control is left out with a reason that says nothing.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for statement in &context.model.governance.applicabilities {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        statement.excludes.values().for_each(|one| *reasons.entry(one.because.trim()).or_default() += 1);
        for (control, exclusion) in &statement.excludes {
            let reason = exclusion.because.trim();
            let lower = reason.to_lowercase();
            let short = reason.split_whitespace().count() < WORDS;
            let same = reasons.get(reason).is_some_and(|uses| *uses > WORDS);
            let empty = EMPTY.iter().any(|known| lower.trim_end_matches('.').ends_with(known));
            if !(short || empty || same) {
                continue;
            }
            let text = match same {
                true => format!("`{control}` is left out for the reason that every other one is"),
                false => format!("\"{reason}\" says nothing of `{control}`"),
            };
            let mut finding = LINT.at(exclusion.at, text);
            finding.fix = registers::include(context, statement, control, exclusion);
            out.push(finding.help(
                "say what there is not, or who does it instead, such as \"No training data is acquired\"; else include it",
            ));
        }
    }
}
