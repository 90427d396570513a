//! An `allow` of something that no one may accept.

use super::{Context, Findings, Fix, Lint, edit, find, find_name};

/// An `allow` names a finding that stays.
pub static LINT: Lint =
    lint!("unwaivable-allow", Deny, Suppressions, "An `allow` names what nobody may accept.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for allow in &context.model.allows {
        let name = allow.lint.text.as_str();
        let text = match find(name) {
            Some(lint) if lint.waivable => continue,
            Some(_) => format!("`{name}` cannot be allowed: whoever it binds could switch it off"),
            None if find_name(name).is_some() => format!("`{name}` is no advice: no `allow` can silence it"),
            None => continue,
        };
        let mut finding = LINT.at(allow.lint.at, text);
        finding.fix.extend(edit::remove_allow(context, allow));
        out.push(finding.help("mend what it names, and remove the `allow`"));
    }
}
