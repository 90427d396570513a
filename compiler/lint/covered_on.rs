//! A narrow line beside a broad one looks like an exception and is none.

use std::collections::BTreeMap;

use crate::kind::{Kind, Op};
use crate::model::On;

use super::{Context, Findings, Fix, Lint, edit};

/// A rule names changes that another line of it names already.
pub static LINT: Lint = lint!(
    "covered-on",
    Note,
    ChangeControl,
    "A rule names changes that another line of it names already.",
    check
)
.fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for rule in &context.model.rules {
        let mut broad: BTreeMap<(Option<Kind>, Op), &On> = BTreeMap::new();
        for on in rule.on.iter().filter(|on| is_bare(on)) {
            broad.entry((on.kind, on.op)).or_insert(on);
        }
        for on in &rule.on {
            let Some(broad) = broad.values().find(|broad| covers(broad, on)) else { continue };
            let text = format!("another line of the rule `{}` names these changes too", rule.id.name);
            let mut finding = LINT.at(on.at, text).because(broad.at, "this one does");
            finding.fix.extend(edit::remove_line(context, rule.id.at, on.at));
            out.push(finding.help("remove the narrow line, or make the broad one narrower"));
        }
    }
}

/// Tells whether a line has no conditions.
fn is_bare(on: &On) -> bool {
    let anywhere = on.systems.is_none() && on.artifact.is_empty();
    anywhere && !on.protected && on.part.is_empty() && on.by_more_than.is_none()
}

/// Tells whether a line without conditions names more than another one.
fn covers(broad: &On, narrow: &On) -> bool {
    let kind = broad.kind.is_none() || broad.kind == narrow.kind;
    let op = broad.op == Op::Changed
        || broad.op == narrow.op
        || matches!(
            (broad.op, narrow.op),
            (Op::Edited, Op::Reworded) | (Op::Widened, Op::Added) | (Op::Narrowed, Op::Removed)
        );
    let same = broad.kind == narrow.kind && broad.op == narrow.op && is_bare(narrow);
    kind && op && !same
}
