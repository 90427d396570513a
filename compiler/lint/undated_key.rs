//! Whoever gets hold of a key without a first day can date signatures before anybody had it.

use super::{Context, Findings, Lint};

/// A key counts from the beginning of time.
pub static LINT: Lint =
    lint!("undated-key", Note, Accountability, "A key counts from the beginning of time.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let persons = context.model.persons.iter().map(|person| (&person.id, &person.keys));
    let bots = context.model.bots.iter().map(|bot| (&bot.id, &bot.keys));
    for (id, keys) in persons.chain(bots) {
        for key in keys.iter().filter(|key| key.from.is_none()) {
            let text = format!("this key of `{}` has no first day", id.name);
            let finding = LINT.at(key.at, text).because(id.at, "whose key it is");
            out.push(
                finding.help(
                    "add `from DATE`, the day the key was made: nothing dated before it is then believed",
                ),
            );
        }
    }
}
