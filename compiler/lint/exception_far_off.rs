//! An exception that lasts for years is the rule.

use super::{Context, Findings, Lint};

/// How long an exception may last before it is asked whether it is one, in months.
const LONGEST: u64 = 12;

/// An exception ends more than a year from now.
pub static LINT: Lint =
    lint!("exception-far-off", Warn, ChangeControl, "An exception ends more than a year from now.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for exception in &context.model.exceptions {
        if exception.until <= context.in_months(LONGEST) {
            continue;
        }
        let text = format!("the exception `{}` lasts until {}", exception.id.name, exception.until);
        let rules = exception.rules.first().map_or(exception.id.at, |rule| rule.at);
        let finding = LINT.at(exception.id.at, text).because(rules, "what it stands in for");
        out.push(finding.help("end it within a year and have it looked at again then; or change the rule, which is what it does"));
    }
}
