//! A role that one person holds blocks everything while that person is away.

use std::collections::BTreeSet;

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
}
