//! What has no next time is done once.

use crate::model::governance::Reviewed;
use crate::source::Location;
use crate::syntax::Clause;

use super::{Context, Findings, Fix, Lint, edit};

/// Something that is done again and again does not say how often.
pub static LINT: Lint =
    lint!("never-due", Note, Conduct, "What is done again and again does not say how often.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let Some(assessment) = &system.assessment else { continue };
        let what = format!("the assessment of `{}`", system.id.name);
        // Its interval stands behind the day, not in the body.
        let day = context.clause(system.id.at, "assessment").and_then(|clause| clause.values().pop());
        let edit = day.map(|day| edit::insert_after(day.at(), " every 12 months"));
        out.extend(never(&what, &assessment.reviewed).map(|mut finding| {
            finding.fix.extend(edit);
            finding
        }));
    }
    let all = &context.model.governance;
    let baselines = all.baselines.iter().map(|one| (&one.id, &one.made));
    let exercises = all.exercises.iter().map(|one| (&one.id, &one.held));
    for (id, last) in baselines.chain(exercises) {
        let Some(mut finding) = never(&format!("`{}`", id.name), last) else { continue };
        let item: Option<Clause<'_>> = context.item(id.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "every 12 months")));
        out.push(finding);
    }
}

fn never(what: &str, last: &Reviewed) -> Option<crate::diagnostic::Diagnostic> {
    let at: Location = last.at;
    let text = format!("how often {what} is done again is not stated");
    let finding = LINT.at(at, text).label("no `every`");
    last.every
        .is_none()
        .then(|| finding.help("add `every 12 months`, or how often you mean to: lints then tell when"))
}
