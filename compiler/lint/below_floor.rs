//! What must be kept and is gone cannot be brought back.

use crate::law::Compared;
use crate::model::governance::Keep;

use super::keeping::kept;
use super::{Context, Findings, Fix, Lint};

/// A schedule keeps data for less than law asks.
pub static LINT: Lint =
    lint!("below-floor", Deny, Retention, "A schedule keeps data for less time than law asks.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let broken = context.held().iter().filter(|held| {
        held.is_hard()
            && held.is_floor()
            && held.compared == Compared::Breaks
            && held.retention.keep != Keep::Nothing
            && held.counts_days_for_months().is_none()
    });
    for held in broken {
        let Some((period, event)) = held.number() else { continue };
        let text = format!(
            "`{}` keeps {}, and at least {period} after `{event}` is asked",
            held.retention.id.name,
            kept(held.retention)
        );
        let finding = context.with_keep_of(context.at_keep(&LINT, held, text), held);
        out.push(finding.help(format!(
            "keep it for {period} or more, give the part that the fact is about a category of its own, \
             or answer the questions on which `{}` turns",
            held.bound.fact.id.name
        )));
    }
}
