//! Whoever is stopped reads the text of `forbid` and nothing else.

use crate::model::Duty;

use super::{Context, Findings, Lint};

/// A `forbid` gives no reason that helps.
pub static LINT: Lint =
    lint!("terse-forbid", Note, ChangeControl, "A `forbid` gives no reason that helps.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let rules = context.model.rules.iter().map(|rule| (rule.id.at, &rule.duty));
    let otherwise = context.model.otherwise.iter().map(|otherwise| (otherwise.at, &otherwise.duty));
    for (item, duty) in rules.chain(otherwise) {
        let Duty::Forbid(why) = duty else { continue };
        let Some(clause) = context.clause(item, "forbid").filter(|_| why.split_whitespace().count() < WORDS)
        else {
            continue;
        };
        let text = format!("\"{why}\" does not tell what to do instead");
        out.push(LINT.at(clause.head_at(), text).help(
            "say why it is never allowed and whom to ask: it is all that somebody who is stopped gets to read",
        ));
    }
}

/// With fewer words than this nothing is explained.
const WORDS: usize = 4;
