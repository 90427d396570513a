//! Whoever holds a role and has no key cannot sign, though the others can.

use std::collections::BTreeMap;

use crate::model::Role;
use crate::source::Location;

use super::{Context, Findings, Lint};

/// Somebody whose approval is asked for has no key.
pub static LINT: Lint =
    lint!("keyless-signer", Warn, Accountability, "Somebody whose approval is asked for has no key.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let persons = &context.model.persons;
    if persons.iter().all(|person| person.keys.is_empty()) {
        // Nobody signs yet: a policy that is just being written.
        return;
    }
    let asked = |role: &&Role| context.asked(&role.id.name).is_some();
    let roles = context.model.roles.iter().filter(asked);
    let mut holds: BTreeMap<&str, Location> = BTreeMap::new();
    for role in roles {
        context.holders(role).iter().for_each(|member| {
            holds.entry(member.person.name.as_str()).or_insert(member.person.at);
        });
    }
    for person in persons.iter().filter(|person| person.keys.is_empty()) {
        let Some(held) = holds.get(person.id.name.as_str()) else { continue };
        let text = format!("`{}` is asked to approve and has no key", person.id.name);
        let finding = LINT.at(person.id.at, text).because(*held, "holds a role here");
        out.push(
            finding.help("add `key \"ssh-ed25519 …\" from DATE`: without one the approval cannot be given"),
        );
    }
}
