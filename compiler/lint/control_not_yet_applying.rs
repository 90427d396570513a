//! Who says today that an article of next year is met should say that it is for next year.

use std::collections::BTreeMap;

use crate::model::governance::Provision;
use crate::time::Date;

use super::{Context, Findings, Lint, registers};

/// `supports` names a clause that applies to nobody yet.
pub static LINT: Lint = lint!(
    "control-not-yet-applying",
    Note,
    Certification,
    "`supports` names a clause that does not apply yet.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let today = context.at.day();
    let mut ahead: BTreeMap<String, Date> = BTreeMap::new();
    for catalogue in &context.model.governance.catalogues {
        let coming = catalogue.provisions.iter().filter_map(|one| Some((one, first(one, today)?)));
        ahead.extend(coming.map(|(one, day)| (format!("{}:{}", catalogue.id.name, one.id.name), day)));
    }
    for (control, at) in registers::supports(context.model) {
        let Some(day) = ahead.get(control) else { continue };
        let text = format!("`{control}` applies from {day}, and this is said to support it today");
        out.push(LINT.at(at, text).help(
            "keep it as preparation with `allow` until that day, or take it out: a register shows it as if it applied",
        ));
    }
}

/// Returns the first day on which a provision applies to anybody, where that is still to come.
fn first(provision: &Provision, today: Date) -> Option<Date> {
    provision.effective.iter().map(|(day, _)| *day).min().filter(|day| *day > today)
}
