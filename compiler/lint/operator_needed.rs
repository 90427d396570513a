//! Whoever operates a bot contributes wherever it does, and cannot approve there.

use std::collections::BTreeMap;

use crate::model::{Bot, Member};

use super::{Context, Findings, Lint};

/// A role is held only by people who answer for bots.
pub static LINT: Lint = lint!(
    "operator-needed",
    Warn,
    Accountability,
    "A role is held only by people who answer for bots.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let bots = &context.model.bots;
    let operators: BTreeMap<&str, &Bot> = bots.iter().map(|bot| (bot.operator.name.as_str(), bot)).collect();
    for role in &context.model.roles {
        let Some(used) = context.asked(&role.id.name) else { continue };
        let holders = context.holders(role);
        let bot = |member: &&Member| operators.get(member.person.name.as_str()).copied();
        let all: Option<Vec<&Bot>> = holders.iter().map(bot).collect();
        let Some(bot) = all.and_then(|all| all.first().copied()) else { continue };
        let text = format!("everybody who holds `{}` answers for a bot", role.id.name);
        let finding =
            LINT.at(role.id.at, text).because(bot.id.at, "one of them").because(used, "asked for here");
        out.push(finding.help(
            "name a member who operates no bot: an operator counts as author of what the bot writes, and nobody \
             approves their own change",
        ));
    }
}
