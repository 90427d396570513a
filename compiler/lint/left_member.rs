//! Somebody who has left and is still listed looks like somebody who can be asked.

use crate::source::Location;

use super::{Context, Findings, Fix, Lint, edit};

/// A role lists somebody whose time is over.
pub static LINT: Lint =
    lint!("left-member", Warn, Accountability, "A role lists somebody whose time is over.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for role in &context.model.roles {
        let others = |place: Location| {
            // The last one listed stays: a role without members does not compile.
            role.members.iter().any(|other| other.person.at != place && !other.delegate)
        };
        for member in role.members.iter().filter(|member| !member.delegate) {
            let name = &member.person.name;
            let left =
                context.person(name).filter(|person| person.until.is_some_and(|day| context.is_over(day)));
            let over = member.until.filter(|day| context.is_over(*day));
            let text = match (left, over) {
                (Some(_), _) => format!("`{name}` has left and is still a member of `{}`", role.id.name),
                (None, Some(day)) => format!("`{name}` is no member of `{}` since {day}", role.id.name),
                (None, None) => continue,
            };
            let mut finding = LINT.at(member.person.at, text);
            if let Some(person) = left {
                finding = finding.because(person.id.at, "ended here");
            }
            let list = context.item(role.id.at).and_then(|item| item.find("members"));
            let list = list.and_then(|clause| clause.values().first().copied());
            let edit = list.and_then(|list| edit::remove_phrase(context.sources, list, member.person.at));
            finding.fix.extend(edit.filter(|_| others(member.person.at)));
            out.push(
                finding.help("remove the name from the list: readers count it as somebody who can be asked"),
            );
        }
    }
}
