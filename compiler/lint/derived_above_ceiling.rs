//! A transcript of a recording that had to go is the recording in other words.

use crate::law::Compared;
use crate::model::governance::Limit;

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// Data derived from what must go by a day is kept for longer.
pub static LINT: Lint = lint!(
    "derived-above-ceiling",
    Warn,
    Retention,
    "Derived data is kept for longer than law allows what it comes from.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for held in context.held().iter().filter(|held| held.bound.is_settled() && !held.bound.fact.soft) {
        let Some(source) = held.bound.through else { continue };
        let most = match (&held.bound.fact.limit, held.compared) {
            (Limit::Ceiling(period, event), Compared::Breaks) => {
                format!("at most {period} after `{}`", event.name)
            }
            (Limit::Nothing, Compared::Breaks) => "nothing".to_owned(),
            _ => continue,
        };
        let text = format!(
            "`{}` keeps {} of what comes from `{source}`, of which {most} may be kept",
            held.retention.id.name,
            kept(held.retention)
        );
        out.push(context.at_keep(&LINT, held, text).help(format!(
            "derived data takes the shortest limit of what it comes from; keep it no longer than `{source}`"
        )));
    }
}
