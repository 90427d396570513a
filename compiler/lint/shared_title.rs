//! People know systems and rules by their titles, and approve by them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::Id;

use super::{Context, Findings, Lint};

/// Two systems or two rules have one title.
pub static LINT: Lint = lint!("shared-title", Warn, Scope, "Two systems or two rules have one title.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = context.model.systems.iter().map(|system| ("systems", &system.id, &system.title));
    let rules = context.model.rules.iter().map(|rule| ("rules", &rule.id, &rule.title));
    let mut first: BTreeMap<(&str, String), &Id> = BTreeMap::new();
    for (kind, id, title) in systems.chain(rules).filter(|(.., title)| !title.is_empty()) {
        let folded = title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match first.entry((kind, folded)) {
            Entry::Vacant(entry) => {
                entry.insert(id);
            }
            Entry::Occupied(entry) => {
                let other = entry.get();
                let text =
                    format!("the {kind} `{}` and `{}` are both called \"{title}\"", other.name, id.name);
                let finding = LINT.at(id.at, text).because(other.at, "the other one");
                out.push(
                    finding.help(
                        "tell them apart in the title: whoever approves sees the title and not the name",
                    ),
                );
            }
        }
    }
}
