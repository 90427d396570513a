//! A law that comes next year is cheaper to meet this year.

use std::collections::BTreeMap;

use crate::law::Compared;

use super::keeping::{cited, compared, kept, number, said};
use super::{Context, Findings, Fix, Lint, edit};

/// A limit comes into force within a year, and a schedule does not keep to it yet.
pub static LINT: Lint = lint!(
    "coming-limit",
    Note,
    Retention,
    "A schedule does not keep to a limit that comes into force within a year.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let until = context.in_months(12);
    let schedules = context.schedules();
    let mut found: BTreeMap<_, (_, _, Vec<_>)> = BTreeMap::new();
    for (case, covering) in schedules.scheduled() {
        for bound in schedules.law.coming(case.category, case.system, case.place, until) {
            let breaks = compared(covering.retention, bound.fact) == Compared::Breaks;
            if breaks && bound.is_settled() && bound.through.is_none() {
                let key = (covering.retention.keep_at, bound.fact.id.name.as_str());
                let entry = found.entry(key).or_insert((covering.retention, bound.fact, Vec::new()));
                entry.2.push(case);
            }
        }
    }
    for ((at, _), (retention, fact, cases)) in found {
        let Some(day) = fact.effective else { continue };
        let asked = number(fact).map_or("nothing may be kept".to_owned(), |(period, event)| {
            format!("{period} after `{event}` will be the limit")
        });
        let text = format!(
            "`{}` keeps {}, and from {day} on {asked}: {}",
            retention.id.name,
            kept(retention),
            said(cases.into_iter())
        );
        let mut finding = LINT.at(at, text).label(cited(fact));
        if let Some((period, event)) = number(fact).filter(|_| retention.rounding.is_empty()) {
            finding.fix.push(edit::replace(at, format!("keep {period} after {event}")));
        }
        out.push(finding.help("change the schedule before that day"));
    }
}
