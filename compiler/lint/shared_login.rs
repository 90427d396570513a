//! Two names behind one account are one pair of eyes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::Person;

use super::{Context, Findings, Lint};

/// Two persons have one login.
pub static LINT: Lint =
    lint!("shared-login", Deny, Accountability, "Two persons have one login.", check).never_waived();

fn check(context: &Context<'_>, out: &mut Findings) {
    for forge in ["GitHub", "GitLab"] {
        let mut first: BTreeMap<String, &Person> = BTreeMap::new();
        for person in &context.model.persons {
            let login = if forge == "GitHub" { &person.github } else { &person.gitlab };
            if login.is_empty() {
                continue;
            }
            match first.entry(login.to_lowercase()) {
                Entry::Vacant(entry) => {
                    entry.insert(person);
                }
                Entry::Occupied(entry) => {
                    let other = &entry.get().id;
                    let text = format!(
                        "`{}` and `{}` are one {forge} account: `{login}`",
                        other.name, person.id.name
                    );
                    let finding = LINT.at(person.id.at, text).because(other.at, "the other name");
                    out.push(finding.help(
                        "if it is one human, keep one `person` with both addresses: whoever has two names \
                         approves their own change; if not, correct the login",
                    ));
                }
            }
        }
    }
}
