//! A table of duties with an empty chair in it looks whole and is not.

use super::{Context, Findings, Fix, Lint};

/// Nobody holds the role that answers for an activity, or any of those that do the work.
pub static LINT: Lint =
    lint!("vacant-duty", Warn, Conduct, "Nobody holds a role that an activity needs.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for activity in &context.model.governance.activities {
        let accountable = activity.accountable.as_ref().filter(|role| context.is_vacant(&role.name));
        let all_vacant = activity.responsible.iter().all(|role| context.is_vacant(&role.name));
        let responsible = activity.responsible.first().filter(|_| all_vacant);
        let Some((role, what)) = accountable
            .map(|role| (role, "nobody answers for"))
            .or(responsible.map(|role| (role, "nobody does the work of")))
        else {
            continue;
        };
        let day = context.at.day();
        let text = format!("{what} `{}`: on {day} no one holds `{}`", activity.id.name, role.name);
        let mut finding = LINT.at(role.at, text);
        if let Some(known) = context.role(&role.name) {
            finding = finding.because(known.id.at, "nobody left");
        }
        // Whoever owns the systems answers for them until somebody else does.
        let owners = context.model.systems.iter().filter_map(|system| system.owner.as_ref());
        if let Some(owner) = owners.map(|owner| &owner.name).find(|owner| !context.is_vacant(owner)) {
            finding = finding.edit(role.at, owner);
        }
        out.push(finding.help("name a member who is here now, or another role"));
    }
}
