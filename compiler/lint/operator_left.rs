//! A bot whose operator has left acts for somebody who is not here.

use super::{Context, Findings, Lint};

/// Nobody answers for a bot any more.
pub static LINT: Lint =
    lint!("operator-left", Warn, Accountability, "Nobody answers for a bot any more.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for bot in &context.model.bots {
        let Some(person) = context.person(&bot.operator.name) else { continue };
        if context.is_here(&person.id.name) {
            continue;
        }
        let text = format!("`{}` answers for the bot `{}` and has left", person.id.name, bot.id.name);
        let finding = LINT.at(bot.operator.at, text).because(person.id.at, "ended here");
        out.push(
            finding.help("name the operator of today: what the bot writes needs somebody who answers for it"),
        );
    }
}
