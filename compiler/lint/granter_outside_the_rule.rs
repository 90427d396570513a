//! A duty is lifted by somebody whom nobody asked for it.

use std::collections::BTreeSet;

use crate::model::{Duty, Exception};

use super::{Context, Findings, Lint};

/// Whoever is to grant an exception holds none of the roles that its rules ask.
pub static LINT: Lint = lint!(
    "granter-outside-the-rule",
    Warn,
    Accountability,
    "Whoever is to grant an exception holds none of the roles that its rules ask.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for exception in context.model.exceptions.iter().filter(|one| !context.is_over(one.until)) {
        let asked = asked(context, exception);
        let holds = |role: &&str| {
            context
                .role(role)
                .is_some_and(|role| role.members.iter().any(|m| m.person.name == exception.granted_by.name))
        };
        // Whoever holds no role at all cannot sign, which `granter-cannot-sign` says.
        let any = context.model.roles.iter().flat_map(|role| context.each_holder(role));
        let signs = any.into_iter().any(|member| member.person.name == exception.granted_by.name);
        if asked.is_empty() || !signs || asked.iter().any(holds) {
            continue;
        }
        let roles: Vec<&str> = asked.into_iter().collect();
        let name = &exception.granted_by.name;
        let text = format!("`{name}` is to lift what asks {}, and is none of them", roles.join(", "));
        let rule = exception.rules.first().map_or(exception.id.at, |rule| rule.at);
        let finding = LINT.at(exception.granted_by.at, text).because(rule, "what is lifted");
        out.push(finding.help(
            "have someone grant it whose approval the rule asks for: they answer for what it protects",
        ));
    }
}

/// Collects the roles that the rules of an exception ask; none where one of them asks for the owner.
fn asked<'c>(context: &Context<'c>, exception: &Exception) -> BTreeSet<&'c str> {
    let mut roles = BTreeSet::new();
    for rule in
        context.model.rules.iter().filter(|rule| exception.rules.iter().any(|id| id.name == rule.id.name))
    {
        let Duty::Require { approvals, .. } = &rule.duty else { continue };
        roles.extend(approvals.iter().flat_map(|need| &need.roles).map(|role| role.name.as_str()));
    }
    if roles.contains("owner") { BTreeSet::new() } else { roles }
}
