//! A baseline that is too old tells how the agent was, not how it should be.

use super::{Context, Findings, Lint};

/// A baseline was not made anew when it was due.
pub static LINT: Lint = lint!("baseline-overdue", Warn, Conduct, "A baseline is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for baseline in &context.model.governance.baselines {
        let what = format!("a new `{}`", baseline.id.name);
        let help = "run the measurement again, keep its report, and put the day after `made`";
        out.extend(context.late(&LINT, &what, &baseline.made, help));
    }
}
