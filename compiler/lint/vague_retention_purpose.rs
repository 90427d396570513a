//! A purpose that fits everything limits nothing.

use super::{Context, Findings, Lint};

/// The purpose of a schedule would fit any data.
pub static LINT: Lint =
    lint!("vague-retention-purpose", Note, Retention, "The purpose of a schedule would fit any data.", check);

/// Purposes that say nothing, in lower case.
const VAGUE: &[&str] = &[
    "business",
    "business purposes",
    "business needs",
    "business reasons",
    "compliance",
    "legal",
    "legal reasons",
    "operations",
    "operational",
    "analytics",
    "future use",
    "just in case",
    "improvement",
    "other",
    "various",
    "general",
    "as needed",
    "tbd",
    "n/a",
];

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let purpose = retention.purpose.trim().trim_end_matches('.').to_lowercase();
        if !purpose.is_empty() && !VAGUE.contains(&purpose.as_str()) {
            continue;
        }
        let at =
            context.clause(retention.id.at, "purpose").map_or(retention.id.at, |clause| clause.head_at());
        let text =
            format!("`{}` would fit any data as the purpose of `{}`", retention.purpose, retention.id.name);
        out.push(
            LINT.at(at, text).help("say what is done with this data, and by whom, that needs it for so long"),
        );
    }
}
