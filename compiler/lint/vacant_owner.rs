//! What is owned by a role that nobody holds is owned by nobody.

use super::{Context, Findings, Lint, registers};

/// Nobody holds the role that owns something.
pub static LINT: Lint =
    lint!("vacant-owner", Warn, Accountability, "Nobody holds the role that owns something.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    // What is asked to approve and cannot is told where it is asked.
    let systems =
        model.systems.iter().filter_map(|system| Some((&system.id, system.owner.as_ref()?.name.as_str())));
    let suppliers = model.suppliers.iter().map(|supplier| (&supplier.id, supplier.owner.as_str()));
    let rows = registers::owners(model).into_iter().map(|(id, owner)| (id, owner.name.as_str()));
    for (id, owner) in systems.chain(suppliers).chain(rows) {
        let Some(role) = context
            .role(owner)
            .filter(|role| context.asked(owner).is_none() && context.each_holder(role).next().is_none())
        else {
            continue;
        };
        let text = format!("`{}` is owned by `{owner}`, which nobody holds on {}", id.name, context.at.day());
        let finding = LINT.at(id.at, text).because(role.id.at, "nobody left");
        out.push(
            finding.help(
                "name a member who is here now, or another role as owner: somebody has to answer for it",
            ),
        );
    }
}
