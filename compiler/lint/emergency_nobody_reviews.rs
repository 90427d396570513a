//! Whoever declares an emergency does not review it; if they alone could, nobody does.

use std::collections::BTreeSet;

use crate::model::Id;

use super::{Context, Findings, Lint};

/// Somebody may declare an emergency that nobody else may review.
pub static LINT: Lint = lint!(
    "emergency-nobody-reviews",
    Deny,
    Accountability,
    "Somebody may declare an emergency that nobody else may review.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(emergency) = &context.model.emergency else { return };
    let reviewers = people(context, &emergency.review_by);
    let at = emergency.review_by.first().map_or(emergency.at, |role| role.at);
    let help =
        "put people into the reviewing role who do not declare: overdue, every change but a restore stops";
    let declarers = people(context, &emergency.declared_by);
    if let Some(alone) = declarers.iter().find(|person| reviewers.iter().all(|other| other == *person)) {
        let text = format!("nobody but `{alone}` could review an emergency that `{alone}` declares");
        out.push(LINT.at(at, text).because(emergency.at, "").help(help));
    }
}

/// Collects who holds one of some roles and could sign now.
fn people<'c>(context: &Context<'c>, roles: &[Id]) -> BTreeSet<&'c str> {
    let held = roles.iter().filter_map(|role| context.role(&role.name));
    let members = held.flat_map(|role| context.each_holder(role)).map(|member| member.person.name.as_str());
    let signs = |person: &&str| {
        context.person(person).is_some_and(|one| one.keys.iter().any(|key| context.runs(key.from, key.until)))
    };
    members.filter(signs).collect()
}
