//! Two entries for one human undo the rule that nobody approves their own change.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::Person;

use super::{Context, Findings, Lint};

/// Two persons have one name.
pub static LINT: Lint = lint!("look-alike-person", Warn, Accountability, "Two persons have one name.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut first: BTreeMap<String, &Person> = BTreeMap::new();
    for person in context.model.persons.iter().filter(|person| !person.title.is_empty()) {
        let folded = person.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match first.entry(folded) {
            Entry::Vacant(entry) => {
                entry.insert(person);
            }
            Entry::Occupied(entry) => {
                let other = &entry.get().id;
                let text =
                    format!("`{}` and `{}` are both called \"{}\"", other.name, person.id.name, person.title);
                let finding = LINT.at(person.id.at, text).because(other.at, "the other one");
                out.push(finding.help(
                    "if it is one human, keep one `person` with all addresses and keys: two entries could approve \
                     each other; if not, tell them apart in the title",
                ));
            }
        }
    }
}
