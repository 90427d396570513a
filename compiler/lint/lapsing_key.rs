//! The next key has to be in force before the last one lapses.

use super::{Context, Findings, Lint};

/// Soon somebody who may sign has no key.
pub static LINT: Lint =
    lint!("lapsing-key", Warn, Accountability, "Soon somebody who may sign has no key.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let here =
        model.persons.iter().filter(|person| context.is_here(&person.id.name) && person.until.is_none());
    let persons = here.map(|person| (&person.id, &person.keys));
    let bots = model.bots.iter().map(|bot| (&bot.id, &bot.keys));
    for (id, keys) in persons.chain(bots) {
        let ends: Option<Vec<_>> = keys.iter().map(|key| key.until.map(|day| (day, key.at))).collect();
        let Some((last, at)) = ends.and_then(|ends| ends.into_iter().max()) else { continue };
        let left = context.days_left(last);
        if left <= 0 || left > SOON {
            continue;
        }
        let text = format!("after {last} `{}` has no key", id.name);
        let finding = LINT.at(at, text).label("the last one").because(id.at, "who signs with it");
        out.push(finding.help(format!(
            "add the next key before then ({left} days): a `key` line of its own, from a day on which both count"
        )));
    }
}

/// How many days ahead it is said.
const SOON: i64 = 30;
