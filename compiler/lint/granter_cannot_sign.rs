//! An exception counts by one person's signature; if that person cannot sign, it never does.

use super::{Context, Findings, Lint};

/// Whoever is to grant an exception has left, holds no role, or has no key.
pub static LINT: Lint = lint!(
    "granter-cannot-sign",
    Warn,
    Accountability,
    "Whoever is to grant an exception has left, holds no role, or has no key.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for exception in context.model.exceptions.iter().filter(|one| !context.is_over(one.until)) {
        let granter = &exception.granted_by;
        let Some(person) = context.person(&granter.name) else { continue };
        let in_role = context
            .model
            .roles
            .iter()
            .any(|role| context.each_holder(role).any(|member| member.person.name == granter.name));
        let has_key = person.keys.iter().any(|key| context.runs(key.from, key.until));
        let why = match (context.is_here(&granter.name), in_role, has_key) {
            (false, ..) => "has left",
            (_, false, _) => "holds no role now",
            (.., false) => "has no key that is valid now",
            _ => continue,
        };
        let text = format!("`{}` is to grant `{}` and {why}", granter.name, exception.id.name);
        let finding = LINT.at(granter.at, text).because(person.id.at, "who it is");
        out.push(
            finding
                .help("name someone who can sign, or give them a role and a key: until then the rule stands"),
        );
    }
}
