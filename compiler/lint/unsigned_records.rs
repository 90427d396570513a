//! Records that nobody signs can be rewritten by whoever can write the ref.

use super::{Context, Findings, Fix, Lint, edit};

/// A bot has a key, and the organization does not say that records are signed with it.
pub static LINT: Lint = lint!(
    "unsigned-records",
    Warn,
    ChangeControl,
    "A bot could sign the records, and the policy does not ask it to.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(organization) = context.model.organization.as_ref().filter(|o| o.records_by.is_none()) else {
        return;
    };
    let Some(bot) = context.model.bots.iter().find(|bot| !bot.keys.is_empty()) else { return };
    let Some(item) = context.item(organization.id.at) else { return };
    let text = "the records of this organization are signed by nobody";
    let mut finding = LINT.at(organization.id.at, text).because(bot.id.at, "this bot has a key");
    let line = format!("records signed by {}", bot.id.name);
    finding.fix.push(edit::add(context.sources, item, &line));
    out.push(
        finding.help(format!("add `{line}`: an unsigned record proves nothing about who wrote it, or when")),
    );
}
