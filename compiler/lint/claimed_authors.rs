//! An author's name on a commit is a claim; with keys at hand it could be proved.

use super::{Context, Findings, Fix, Lint, edit};

/// Everybody has a key, and commits need not be signed.
pub static LINT: Lint = lint!(
    "claimed-authors",
    Note,
    ChangeControl,
    "Everybody has a key, and commits need not be signed.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let Some(organization) = model.organization.as_ref().filter(|o| !o.commits_signed) else { return };
    let here = model.persons.iter().filter(|person| context.is_here(&person.id.name));
    if model.persons.is_empty() || !here.clone().all(|person| !person.keys.is_empty()) {
        return;
    }
    let text = format!("all {} people have a key, and author names are taken at their word", here.count());
    let mut finding = LINT.at(organization.id.at, text);
    let item = context.item(organization.id.at);
    finding.fix.extend(item.map(|item| edit::add(context.sources, item, "commits signed")));
    out.push(finding.help(
        "add `commits signed`: who may not approve is who wrote it, and a name that anybody can type decides that now",
    ));
}
