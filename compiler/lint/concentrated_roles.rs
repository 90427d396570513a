//! Roles keep decisions apart; one person in all of them brings them together again.

use std::collections::BTreeMap;

use crate::model::Role;

use super::{Context, Findings, Lint};

/// One person holds most of the roles.
pub static LINT: Lint =
    lint!("concentrated-roles", Warn, Accountability, "One person holds most of the roles.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let asked = |role: &&Role| context.asked(&role.id.name).is_some();
    let roles: Vec<&Role> = context.model.roles.iter().filter(asked).collect();
    let mut held: BTreeMap<&str, Vec<&Role>> = BTreeMap::new();
    for role in &roles {
        // A deputy stands in; that is not their role.
        let members = context.holders(role).into_iter().filter(|member| !member.delegate);
        members.for_each(|member| held.entry(member.person.name.as_str()).or_default().push(role));
    }
    for (name, own) in held {
        if roles.len() < ENOUGH || own.len() * 4 < roles.len() * 3 {
            continue;
        }
        let Some(person) = context.person(name) else { continue };
        let text = format!("`{name}` holds {} of the {} roles that are asked for", own.len(), roles.len());
        let finding =
            own.iter().fold(LINT.at(person.id.at, text), |finding, role| finding.because(role.id.at, ""));
        out.push(finding.help("spread the roles: rules that ask for two of them mean two points of view"));
    }
}

/// With fewer roles than this, holding most of them says little.
const ENOUGH: usize = 4;
