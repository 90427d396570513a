//! An assessment of last year is about the agent of last year.

use super::{Context, Findings, Lint};

/// An impact assessment was not reviewed when it was due.
pub static LINT: Lint = lint!("assessment-overdue", Warn, Conduct, "An impact assessment is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let Some(assessment) = &system.assessment else { continue };
        let what = format!("the assessment of `{}`", system.id.name);
        let help = "review it, and put the day after `reviewed`";
        out.extend(context.late(&LINT, &what, &assessment.reviewed, help));
    }
}
