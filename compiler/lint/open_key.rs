//! A key that outlives its person is one more thing that can be stolen.

use super::{Context, Findings, Fix, Lint, edit};

/// The key of somebody who has left has no end.
pub static LINT: Lint =
    lint!("open-key", Note, Accountability, "The key of somebody who has left has no end.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for person in &context.model.persons {
        let Some(until) = person.until.filter(|day| context.is_over(*day)) else { continue };
        for key in person.keys.iter().filter(|key| key.until.is_none()) {
            let text = format!("`{}` has left, and this key has no end", person.id.name);
            let mut finding = LINT.at(key.at, text).because(person.id.at, "who has left");
            let clause = context.item(person.id.at).and_then(|item| item.body()).into_iter().flatten();
            let line =
                clause.filter(|clause| clause.values().first().is_some_and(|value| value.at() == key.at));
            let end =
                line.map(|clause| edit::insert_after(clause.head_at(), format!(" until {until}"))).next();
            finding.fix.extend(end);
            out.push(finding.help(format!("end it with the person: `until {until}`")));
        }
    }
}
