//! An agent that may promise anything has promised something by the end of the week.

use std::sync::LazyLock;

use regex::Regex;

use super::{Context, Findings, Lint, orders};

/// A prompt gives the agent a power without a bound.
pub static LINT: Lint =
    lint!("unbounded-authority", Warn, Prompts, "A prompt gives a power without a bound.", check)
        .needs_repository();

/// Powers without a limit. English only.
static ORDERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let read = |pattern: &&str| Regex::new(pattern).expect("the pattern is well formed");
    PATTERNS.iter().map(read).collect()
});

const PATTERNS: &[&str] = &[
    r"(?i)\b(do|say|offer|promise|give) (whatever|anything) (it takes|you (want|like|need)|is needed|the (caller|customer|user) (wants|asks))",
    r"(?i)\b(you may|you can|feel free to|always)\b(?<not>[^.\n]{0,30})\b(approve|waive|refund|promise|guarantee|accept|settle)\b[^.\n]{0,20}\b(any|all|every|unlimited|everything)\b",
    r"(?i)\bat your (own |sole )?discretion\b",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    orders::find(context, &ORDERS, |prompt, at, words| {
        let text = format!("`{}` gives the agent a power without a bound", prompt.artifact.id.name);
        let finding = LINT.at(at, text).label(format!("\"{words}\""));
        out.push(finding.because(prompt.artifact.id.at, "governed here").help(
            "state the bound, or let a tool that checks it decide: an amount, a list of cases, a hand-over",
        ));
    });
}
