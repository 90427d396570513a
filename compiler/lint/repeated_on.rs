//! A line that says what another one says was meant to say something else.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::{On, Rule};

use super::{Context, Findings, Fix, Lint, edit};

/// A rule names the same changes twice.
pub static LINT: Lint =
    lint!("repeated-on", Warn, ChangeControl, "A rule names the same changes twice.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let own = |rule: &&Rule| rule.on.len() > 1 && context.item(rule.id.at).is_some();
    for rule in context.model.rules.iter().filter(own) {
        let mut first: BTreeMap<String, &On> = BTreeMap::new();
        for on in &rule.on {
            // Their words, without the white space between them, are what they say.
            let said = context.sources.text(on.at).split_whitespace().collect::<Vec<_>>().join(" ");
            match first.entry(said) {
                Entry::Vacant(entry) => {
                    entry.insert(on);
                }
                Entry::Occupied(entry) => {
                    let text = format!("the rule `{}` names these changes twice", rule.id.name);
                    let mut finding = LINT.at(on.at, text).because(entry.get().at, "the first time");
                    finding.fix.extend(edit::remove_line(context, rule.id.at, on.at));
                    out.push(finding.help("correct one of the two lines, or remove it"));
                }
            }
        }
    }
}
