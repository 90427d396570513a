//! An assessment that nobody has approved is a draft.

use super::{Context, Findings, Lint};

/// An impact assessment names nobody who approved it, or was reviewed again since.
pub static LINT: Lint =
    lint!("assessment-unapproved", Note, Conduct, "Nobody has approved an assessment as it stands.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        let Some(assessment) = &system.assessment else { continue };
        let text = match &assessment.approved {
            None => format!("nobody has approved the assessment of `{}`", system.id.name),
            Some(approved) if approved.on < assessment.reviewed.on => format!(
                "the assessment of `{}` was reviewed on {}, and approved before, on {}",
                system.id.name, assessment.reviewed.on, approved.on
            ),
            Some(_) => continue,
        };
        out.push(
            LINT.at(assessment.reviewed.at, text)
                .help("add `approved by ROLE on DATE` once somebody who answers for it has read it"),
        );
    }
}
