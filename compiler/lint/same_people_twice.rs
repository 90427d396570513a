//! Two roles with the same people are one point of view with two hats.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Duty, Id};

use super::{Context, Findings, Lint};

/// A rule asks two roles that are the same people.
pub static LINT: Lint =
    lint!("same-people-twice", Warn, ChangeControl, "A rule asks two roles that are the same people.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    // Role → the first role with the same people.
    let mut alike: BTreeMap<&str, &str> = BTreeMap::new();
    let mut first: BTreeMap<BTreeSet<&str>, &str> = BTreeMap::new();
    for role in &context.model.roles {
        let names = context.holders(role).into_iter().map(|member| member.person.name.as_str());
        let people: BTreeSet<&str> = names.collect();
        if !people.is_empty() {
            alike.insert(&role.id.name, first.entry(people).or_insert(&role.id.name));
        }
    }
    for rule in &context.model.rules {
        let Duty::Require { approvals, .. } = &rule.duty else { continue };
        if approvals.len() < 2 {
            continue;
        }
        let mut asked: BTreeMap<&str, &Id> = BTreeMap::new();
        for need in approvals {
            let [role] = need.roles.as_slice() else { continue };
            let Some(group) = alike.get(role.name.as_str()) else { continue };
            let other = *asked.entry(group).or_insert(role);
            if other.name == role.name {
                continue;
            }
            let text = format!("`{}` and `{}` are the same people", other.name, role.name);
            let finding = LINT.at(role.at, text).because(other.at, "asked for here already");
            out.push(finding.help(
                "name other people in one of the roles, or ask one role for two approvals: the rule looks like two \
                 points of view and is one",
            ));
        }
    }
}
