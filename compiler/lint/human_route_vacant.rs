//! A caller who asks for a person must not reach an empty chair.

use super::{Context, Findings, Fix, Lint};

/// Nobody holds the role that a decision is handed to.
pub static LINT: Lint =
    lint!("human-route-vacant", Warn, Conduct, "Nobody holds the role that takes a decision over.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for decision in &system.decisions {
            let Some(role) = decision.human.as_ref().filter(|role| context.is_vacant(&role.name)) else {
                continue;
            };
            let day = context.at.day();
            let text =
                format!("on {day} nobody holds `{}`, which takes `{}` over", role.name, decision.id.name);
            let mut finding = LINT.at(role.at, text);
            if let Some(known) = context.role(&role.name) {
                finding = finding.because(known.id.at, "nobody left");
            }
            if let Some(owner) = system.owner.as_ref().filter(|owner| !context.is_vacant(&owner.name)) {
                finding = finding.edit(role.at, &owner.name);
            }
            out.push(finding.help("name a member who is here now, or another role"));
        }
    }
}
