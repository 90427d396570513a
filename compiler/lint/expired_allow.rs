//! An `allow` whose day has passed silences nothing any more.

use super::{Context, Findings, Fix, Lint, edit};

/// An `allow` is past its day.
pub static LINT: Lint =
    lint!("expired-allow", Warn, Suppressions, "An `allow` is past its day.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for allow in context.model.allows.iter().filter(|allow| context.is_over(allow.until)) {
        let text = format!("this `allow` ended with {}", allow.until);
        let mut finding = LINT.at(allow.lint.at, text).label("no longer silences anything");
        finding.fix.extend(edit::remove_allow(context, allow));
        out.push(
            finding.help("mend what it was for, then remove it; or give it a new day and a reason of today"),
        );
    }
}
