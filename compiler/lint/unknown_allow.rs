//! An `allow` that names no lint was meant for another one.

use crate::diagnostic::did_you_mean;

use super::{ALL, Context, Findings, Fix, Lint, find, find_name};

/// An `allow` names nothing that a lint finds.
pub static LINT: Lint =
    lint!("unknown-allow", Warn, Suppressions, "An `allow` names no lint.", check).fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for allow in &context.model.allows {
        let name = allow.lint.text.as_str();
        if find(name).is_some() || find_name(name).is_some() {
            continue;
        }
        let finding = LINT.at(allow.lint.at, format!("no lint is named `{name}`"));
        out.push(match did_you_mean(name, ALL.iter().map(|lint| lint.name.name)) {
            Some(near) => {
                finding.help(format!("did you mean \"{near}\"?")).edit(allow.lint.at, format!("\"{near}\""))
            }
            None => finding
                .help("`countersign explain` lists the names; the name of a finding stands in its brackets"),
        });
    }
}
