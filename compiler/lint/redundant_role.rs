//! A role within another one adds nobody who could be asked.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Fix, Lint, edit};

/// An approval asks either of two roles, one of which lies within the other.
pub static LINT: Lint = lint!(
    "redundant-role",
    Note,
    ChangeControl,
    "An approval asks either of two roles, one of which lies within the other.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let roles = context.model.roles.iter().map(|role| {
        let names = role.members.iter().map(|member| member.person.name.as_str());
        (role.id.name.as_str(), names.collect())
    });
    let people: BTreeMap<&str, BTreeSet<&str>> = roles.collect();
    // Many rules ask the same pairs of roles.
    let mut known: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (item, need) in context.needs().filter(|(_, need)| need.roles.len() > 1) {
        for role in &need.roles {
            let broad = need.roles.iter().find(|other| {
                let (Some(own), Some(all)) =
                    (people.get(role.name.as_str()), people.get(other.name.as_str()))
                else {
                    return false;
                };
                let pair = (role.name.as_str(), other.name.as_str());
                // Of two roles with the same people the first one stays.
                role.name != other.name
                    && *known.entry(pair).or_insert_with(|| own.is_subset(all))
                    && (own.len() < all.len() || other.at < role.at)
            });
            let Some(broad) = broad else { continue };
            let text = format!("everybody in `{}` is in `{}` too", role.name, broad.name);
            let mut finding = LINT.at(role.at, text).because(broad.at, "the role that has them all");
            finding.fix.extend(edit::remove_name(context, item, role.at));
            out.push(finding.help("remove the narrow role: it makes the rule look stricter than it is"));
        }
    }
}
