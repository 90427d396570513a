//! Titles stand in verdicts, records and tables; a long one is cut or skipped.

use super::{Context, Findings, Lint};

/// A title is longer than a line.
pub static LINT: Lint = lint!("long-title", Note, Style, "A title is longer than a line.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = context.model.systems.iter().map(|system| (&system.id, system.title.as_str()));
    let rules = context.model.rules.iter().map(|rule| (&rule.id, rule.title.as_str()));
    for (id, title) in systems.chain(rules) {
        // No text has more characters than bytes.
        if title.len() <= LONGEST || title.chars().count() <= LONGEST {
            continue;
        }
        let length = title.chars().count();
        let text = format!("the title of `{}` has {length} characters", id.name);
        out.push(LINT.at(id.at, text).help(
            "say it in a line, and the rest in a comment with `///` above: verdicts, records and tables show the title",
        ));
    }
}

/// The longest title, in characters.
const LONGEST: usize = 80;
