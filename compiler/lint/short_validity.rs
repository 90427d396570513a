//! An approval that lapses overnight is given again without reading.

use super::{Context, Findings, Lint};

/// An approval counts for less than a day.
pub static LINT: Lint =
    lint!("short-validity", Note, ChangeControl, "An approval counts for less than a day.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for rule in &context.model.rules {
        let Some(valid) = rule.valid.filter(|valid| valid.seconds().is_some_and(|s| s < DAY)) else {
            continue;
        };
        let Some(clause) = context.clause(rule.id.at, "valid") else { continue };
        let text = format!("approvals for `{}` count for {valid}", rule.id.name);
        let finding = LINT.at(clause.head_at(), text);
        out.push(finding.help(
            "give it a working day and a weekend, as with `valid 3 days`: an approval that lapses before the merge is \
             given a second time without reading",
        ));
    }
}

/// The seconds of a day.
const DAY: i64 = 86_400;
