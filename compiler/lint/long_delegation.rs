//! A deputy for years is a member whom nobody appointed.

use crate::syntax::Clause;

use super::{Context, Findings, Fix, Lint, edit};

/// A deputy is named for longer than a year.
pub static LINT: Lint =
    lint!("long-delegation", Warn, Accountability, "A deputy is named for longer than a year.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let limit = context.in_months(12);
    for role in &context.model.roles {
        let mut seen = None;
        for deputy in role.members.iter().filter(|member| member.delegate) {
            let Some(until) = deputy.until.filter(|until| *until > limit) else { continue };
            let clauses = context.item(role.id.at).and_then(|item| item.body()).into_iter().flatten();
            let holds = |clause: &Clause<'_>| {
                let (line, name) = (clause.at(), deputy.person.at);
                line.file == name.file && line.span.start <= name.span.start && name.span.end <= line.span.end
            };
            let Some(line) = clauses.into_iter().find(holds) else { continue };
            // One line may name several deputies, with one end.
            if seen.replace(line.at()) == Some(line.at()) {
                continue;
            }
            let text = format!("`{}` stands in until {until}", deputy.person.name);
            let mut finding = LINT.at(deputy.person.at, text);
            finding.fix.extend(edit::set_date(line, limit));
            out.push(finding.help("end it within a year and renew it then, or name the person a member"));
        }
    }
}
