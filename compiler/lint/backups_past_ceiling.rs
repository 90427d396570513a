//! Data is gone when its last copy is, not when the first is.

use std::collections::HashSet;

use crate::law::{self, Compared, Kept, Length, Sure};
use crate::model::governance::Limit;

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// With backups and the time that disposal takes, data outlives what law allows.
pub static LINT: Lint = lint!(
    "backups-past-ceiling",
    Warn,
    Retention,
    "With backups and slow disposal, data is there for longer than law allows.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let fits = context.held().iter().filter(|held| held.is_hard() && held.compared == Compared::Fits);
    // Where a floor is as long as the ceiling, nothing shorter is left.
    let floors: HashSet<_> = context
        .held()
        .iter()
        .filter(|held| held.is_hard() && held.is_floor())
        .map(|held| (held.retention.id.at, held.number()))
        .collect();
    for held in fits {
        let Limit::Ceiling(period, event) = &held.bound.fact.limit else { continue };
        let more = |period: Option<crate::time::Period>| period.map(Length::from).unwrap_or_default();
        let (disposal, backups) = (held.retention.then_within, held.retention.backups);
        let really = Kept::of(held.retention).plus(more(disposal).plus(more(backups)));
        let added = more(disposal).plus(more(backups));
        let exact = floors.contains(&(held.retention.id.at, held.number()));
        if exact && GRACE.is_at_least(added) == Sure::Always {
            continue;
        }
        if !matches!(law::ceiling(really, *period, &event.name), Compared::Breaks | Compared::Rounding) {
            continue;
        }
        let mut parts = vec![kept(held.retention)];
        parts.extend(disposal.map(|time| format!("{time} until it is done")));
        parts.extend(backups.map(|time| format!("{time} in backups")));
        let text = format!(
            "`{}` keeps {}, and at most {period} after `{}` is allowed",
            held.retention.id.name,
            parts.join(" and "),
            event.name
        );
        out.push(
            context
                .at_keep(&LINT, held, text)
                .help("keep it for so much less, or let backups and disposal be quicker"),
        );
    }
}

/// How long disposal may take where law asks to keep data for exactly as long as it allows.
const GRACE: Length = Length { months: 0, seconds: 31 * 86_400 };
