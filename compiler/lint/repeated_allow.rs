//! Of two reasons for one exception, one is out of date.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::Allow;
use crate::source::Location;

use super::{Context, Findings, Fix, Lint, edit};

/// An item accepts one finding twice.
pub static LINT: Lint =
    lint!("repeated-allow", Warn, Suppressions, "An item accepts one finding twice.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut first: BTreeMap<(Location, &str), &Allow> = BTreeMap::new();
    for allow in &context.model.allows {
        match first.entry((allow.within, &allow.lint.text)) {
            Entry::Vacant(entry) => {
                entry.insert(allow);
            }
            Entry::Occupied(entry) => {
                let text = format!("{} accepts `{}` twice", allow.item, allow.lint.text);
                let mut finding = LINT.at(allow.lint.at, text).because(entry.get().lint.at, "the first time");
                finding.fix.extend(edit::remove_allow(context, allow));
                out.push(finding.help("keep the one whose reason is right"));
            }
        }
    }
}
