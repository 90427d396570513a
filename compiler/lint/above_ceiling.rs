//! What had to be erased and is still there is what a breach spills.

use crate::law::Compared;
use crate::model::governance::Limit;

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint};

/// A schedule keeps data for longer than law allows.
pub static LINT: Lint =
    lint!("above-ceiling", Deny, Retention, "A schedule keeps data for longer than law allows.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let broken = context.held().iter().filter(|held| {
        held.is_hard()
            && matches!(held.bound.fact.limit, Limit::Ceiling(..))
            && held.compared == Compared::Breaks
            && held.counts_days_for_months().is_none()
    });
    for held in broken {
        let Some((period, event)) = held.number() else { continue };
        let text = format!(
            "`{}` keeps {}, and at most {period} after `{event}` is allowed",
            held.retention.id.name,
            kept(held.retention)
        );
        let finding = context.with_keep_of(context.at_keep(&LINT, held, text), held);
        out.push(finding.help(format!(
            "keep it for {period} at most, or answer the questions on which `{}` turns",
            held.bound.fact.id.name
        )));
    }
}
