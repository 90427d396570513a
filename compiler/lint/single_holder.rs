//! A role that one person holds blocks everything while that person is away.

use std::collections::BTreeSet;

use crate::policy::Duty;

use super::{Context, Findings, Lint};

/// A role that rules ask for depends on one person.
pub static LINT: Lint = lint!("single-holder", Warn, Accountability, "A role depends on one person.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for role in &context.model.roles {
        let holders = context.holders(role);
        let people: BTreeSet<&str> = holders.iter().map(|member| member.person.name.as_str()).collect();
        let (Some(only), 1) = (people.first(), people.len()) else { continue };
        let Some(used) = context.asked(&role.id.name) else { continue };
        let text = format!("only `{only}` can sign as `{}`", role.id.name);
        let finding = LINT.at(role.id.at, text).label("one person").because(used, "asked for here");
        out.push(finding.help(
            "name a second member, or a deputy with `delegates [NAME] until DATE`: an absence stops every change, \
             and people then look for ways around the gate",
        ));
    }
    one_for_each(context, out);
}

/// Finds roles with one person for each of the systems that share a part, where nobody may answer for two.
fn one_for_each(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let people = &survey.people;
    let mut told = BTreeSet::new();
    for shared in survey.shared() {
        let Duty::Require { approvals, .. } = &shared.rule.duty else { continue };
        let Some(rule) = context.policy.origins.get(shared.rule.id.as_str()) else { continue };
        if !people.can_meet(&shared.together(), &BTreeSet::new()) {
            continue;
        }
        for need in approvals {
            let roles = shared.systems.iter().map(|(system, _)| people.roles_of(need, system));
            let roles: BTreeSet<BTreeSet<&str>> = roles.collect();
            // Other roles for other systems are told one by one.
            let (Some(roles), 1) = (roles.first(), roles.len()) else { continue };
            let holders = people.holders(roles, need.in_person);
            let asked = shared.systems.len() * need.count as usize;
            let Some(role) = roles.first().and_then(|role| context.role(role)).filter(|_| roles.len() == 1)
            else {
                continue;
            };
            if holders.len() != asked || need.count > 1 || !told.insert(role.id.name.as_str()) {
                continue;
            }
            let names: Vec<String> =
                holders.iter().map(|holder| format!("`{}`", people.person(*holder).id)).collect();
            let text = format!(
                "`{}` has one person for each of {}, and nobody answers for two: {}",
                role.id.name,
                shared.names(),
                names.join(", ")
            );
            let finding =
                LINT.at(role.id.at, text).label("one person for each").because(*rule, "asked for here");
            out.push(finding.help(format!(
                "name one more member: an absence stops every change of `{}`, which they share",
                shared.path
            )));
        }
    }
}
