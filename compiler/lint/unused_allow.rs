//! An `allow` that silences nothing hides the next finding of its name.

use std::collections::BTreeSet;

use crate::source::Location;

use super::{Context, Findings, Fix, Lint, Needs, edit, find};

/// An `allow` silences nothing.
pub static LINT: Lint =
    lint!("unused-allow", Warn, Suppressions, "An `allow` silences nothing.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    // Of two clauses for one finding the first one silences it; the second is said to be repeated.
    let each = || context.model.allows.iter().zip(&context.silenced);
    let used: BTreeSet<(Location, &str)> = each()
        .filter(|(_, count)| **count > 0)
        .map(|(allow, _)| (allow.within, allow.lint.text.as_str()))
        .collect();
    for allow in context.model.allows.iter() {
        // What did not run may have found something; the other names are other findings.
        let Some(lint) = find(&allow.lint.text).filter(|lint| lint.waivable) else { continue };
        let ran = lint.needs == Needs::Policy || context.surroundings.is_some();
        if used.contains(&(allow.within, &allow.lint.text)) || !ran || context.is_over(allow.until) {
            continue;
        }
        let text = format!("{} has no `{}` that this could silence", allow.item, allow.lint.text);
        let mut finding = LINT.at(allow.lint.at, text).label("silences nothing");
        finding.fix.extend(edit::remove_allow(context, allow));
        out.push(finding.help("remove it: left in place, it would hide the next finding of that name"));
    }
}
