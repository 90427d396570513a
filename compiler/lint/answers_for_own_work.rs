//! Who does the work and answers for it is watched by nobody.

use super::{Context, Findings, Lint};

/// One and the same person does the work and answers for it, though others are there.
pub static LINT: Lint =
    lint!("answers-for-own-work", Note, Conduct, "One person does the work and answers for it.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    // Alone, there is nobody else.
    if context.model.persons.iter().filter(|person| context.is_here(&person.id.name)).nth(1).is_none() {
        return;
    }
    for activity in &context.model.governance.activities {
        let does = context.only_person(&activity.responsible);
        let answers = context.only_person(&activity.accountable);
        let Some(person) = answers.filter(|_| does == answers) else { continue };
        let text = format!("`{person}` alone does the work of `{}` and answers for it", activity.id.name);
        let at = activity.accountable.as_ref().map_or(activity.id.at, |role| role.at);
        out.push(LINT.at(at, text).help("have another role do the work, or another one answer for it"));
    }
}
