//! A key that has lapsed signs nothing; whoever has no other cannot approve.

use super::{Context, Findings, Lint};

/// The last key of somebody who may sign has lapsed.
pub static LINT: Lint =
    lint!("expired-key", Warn, Accountability, "Everything that somebody could sign with has lapsed.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let here = model.persons.iter().filter(|person| context.is_here(&person.id.name));
    let persons = here.map(|person| (&person.id, &person.keys));
    let bots = model.bots.iter().map(|bot| (&bot.id, &bot.keys));
    for (id, keys) in persons.chain(bots) {
        let over = |until: Option<_>| until.is_some_and(|day| context.is_over(day));
        if keys.is_empty() || !keys.iter().all(|key| over(key.until)) {
            continue;
        }
        let Some(last) = keys.iter().max_by_key(|key| key.until) else { continue };
        let Some(until) = last.until else { continue };
        let text = format!("`{}` has no key since {until}", id.name);
        let finding = LINT.at(last.at, text).label("the last one").because(id.at, "who signs with it");
        out.push(finding.help(
            "add the next key as a `key` line of its own; old lines stay, so that old approvals verify",
        ));
    }
}
