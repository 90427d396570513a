//! A hold cannot keep what a schedule never keeps.

use std::collections::HashMap;

use crate::model::governance::{Keep, Retention};

use super::{Context, Findings, Lint};

/// A hold covers data of which a schedule keeps nothing.
pub static LINT: Lint =
    lint!("hold-on-nothing", Warn, Retention, "A hold covers data of which a schedule keeps nothing.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut nothing: HashMap<(&str, &str), &Retention> = HashMap::new();
    for retention in context.model.governance.retentions.iter().filter(|r| r.keep == Keep::Nothing) {
        for coverage in &retention.covers {
            nothing.entry((&coverage.category.name, &coverage.system.name)).or_insert(retention);
        }
    }
    for hold in &context.model.governance.holds {
        if hold.until.is_some_and(|day| context.is_over(day)) {
            continue;
        }
        for (category, system) in &hold.covers {
            let Some(retention) = nothing.get(&(category.name.as_str(), system.name.as_str())) else {
                continue;
            };
            let text = format!(
                "`{}` holds `{}` of `{}`, of which `{}` keeps nothing",
                hold.id.name, category.name, system.name, retention.id.name
            );
            out.push(
                LINT.at(category.at, text)
                    .because(retention.keep_at, "it is gone before the hold can reach it")
                    .help("hold what is kept, or keep the data for as long as the matter needs it"),
            );
        }
    }
}
