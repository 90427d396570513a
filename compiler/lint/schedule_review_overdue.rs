//! The schedule said when it would be looked at again.

use super::{Context, Findings, Lint};

/// A schedule was to be looked at again, and the day is over.
pub static LINT: Lint =
    lint!("schedule-review-overdue", Warn, Retention, "The review of a schedule is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let Some(reviewed) = retention.reviewed else { continue };
        let Some(due) = reviewed.due().filter(|day| context.is_over(*day)) else { continue };
        let text = format!("`{}` was to be looked at again by {due}", retention.id.name);
        out.push(
            LINT.at(reviewed.at, text)
                .label(format!("looked at on {}", reviewed.on))
                .help("look whether the purpose and the time still hold, and write the day of that"),
        );
    }
}
