//! Who answers for everything answers for nothing in particular.

use super::{Context, Findings, Lint};

/// How many activities make a table.
const TABLE: usize = 3;

/// One role is accountable for every activity.
pub static LINT: Lint =
    lint!("accountable-for-everything", Note, Conduct, "One role answers for every activity.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let activities = &context.model.governance.activities;
    let mut accountable = activities.iter().filter_map(|activity| activity.accountable.as_ref());
    let Some(first) = accountable.next().filter(|_| activities.len() >= TABLE) else { return };
    if context.model.roles.len() < 2 || !accountable.all(|other| other.name == first.name) {
        return;
    }
    let text = format!("`{}` answers for all {} activities", first.name, activities.len());
    out.push(LINT.at(first.at, text).help(
        "name for each the role that could stop it: a table in which all is one role's tells nobody whom to call",
    ));
}
