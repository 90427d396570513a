//! A format that no system reads governs nothing.

use std::collections::BTreeSet;

use super::{Context, Findings, Fix, Lint, edit};

/// No system reads files in a format of the policy.
pub static LINT: Lint =
    lint!("unused-format", Note, Scope, "No system reads files in a format of the policy.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = &context.model.systems;
    let used: BTreeSet<&str> =
        systems.iter().flat_map(|s| s.files.iter().map(|(_, f)| f.name.as_str())).collect();
    for format in context.model.formats.iter().filter(|format| !used.contains(format.id.name.as_str())) {
        // A format of the library stands at its `use`.
        let Some(item) = context.item(format.id.at).filter(|item| item.word() == "format") else { continue };
        let text = format!("no system has files in the format `{}`", format.id.name);
        let mut finding = LINT.at(format.id.at, text);
        finding.fix.push(edit::remove(context.sources, item));
        out.push(finding.help(format!(
            "add `files \"…\" as {}` to a system, or remove it: what it describes looks governed and is not",
            format.id.name
        )));
    }
}
