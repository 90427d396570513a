//! A role that nothing asks for is authority that nobody can see being used.

use super::{Context, Findings, Fix, Lint, edit};

/// No rule and no owner names a role.
pub static LINT: Lint =
    lint!("unused-role", Warn, Accountability, "No rule and no owner names a role.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for role in &context.model.roles {
        let Some(item) = context.item(role.id.at).filter(|_| context.role_uses(&role.id.name).is_empty())
        else {
            continue;
        };
        let text = format!("nothing asks for the role `{}`", role.id.name);
        let mut finding = LINT.at(role.id.at, text);
        // Tests may still speak of it, and then it cannot simply go.
        if !context.tested_roles().contains(role.id.name.as_str()) {
            finding.fix.push(edit::remove(context.sources, item));
        }
        out.push(finding.help(
            "name it in a rule or as an `owner`, or remove it: people think that it protects something",
        ));
    }
}
