//! A role whose holders all end within a month is vacant before somebody notices.

use crate::model::Member;
use crate::time::Date;

use super::{Context, Findings, Lint};

/// Soon nobody will hold a role that is asked for.
pub static LINT: Lint =
    lint!("lapsing-role", Warn, Accountability, "Soon nobody will hold a role that is asked for.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for role in &context.model.roles {
        let Some(used) = context.asked(&role.id.name) else { continue };
        let holders = context.holders(role);
        let ends: Option<Vec<Date>> = holders.iter().map(|member| end(context, member)).collect();
        let Some(last) = ends.and_then(|ends| ends.into_iter().max()) else { continue };
        let later = role.members.iter().any(|member| end(context, member).is_none_or(|day| day > last));
        let left = context.days_left(last);
        if later || left > SOON {
            continue;
        }
        let text = format!("after {last} nobody holds the role `{}`", role.id.name);
        let finding = LINT.at(role.id.at, text).because(used, "asked for here");
        out.push(finding.help(format!(
            "name who comes next before then ({left} days): the change that does it needs approvals itself"
        )));
    }
}

/// How many days ahead it is said.
const SOON: i64 = 30;

/// Returns the last day that somebody holds a role: of the membership or of the person.
fn end(context: &Context<'_>, member: &Member) -> Option<Date> {
    let person = context.person(&member.person.name).and_then(|person| person.until);
    member.until.into_iter().chain(person).min()
}
