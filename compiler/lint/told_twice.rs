//! Who does the work need not be told that it was done.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit};

/// A role is informed of an activity, or consulted on it, in which it already has a larger part.
pub static LINT: Lint =
    lint!("told-twice", Note, Conduct, "A role has a larger part in an activity and is listed again.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for activity in &context.model.governance.activities {
        let mut part: BTreeSet<&str> = activity.responsible.iter().map(|role| role.name.as_str()).collect();
        part.extend(activity.accountable.as_ref().map(|role| role.name.as_str()));
        let consulted = activity.consulted.iter().map(|role| (role, "asked"));
        let informed = activity.informed.iter().map(|role| (role, "told"));
        for (role, what) in consulted.chain(informed) {
            if part.insert(&role.name) {
                continue;
            }
            let text =
                format!("`{}` has its part in `{}` and need not be {what}", role.name, activity.id.name);
            let mut finding = LINT.at(role.at, text);
            finding.fix.extend(edit::remove_name(context, activity.id.at, role.at));
            out.push(finding.help("remove it from the list"));
        }
    }
}
