//! Evidence that is named and not there is what an auditor remembers.

use std::collections::BTreeMap;

use super::documents::SAYS_NOTHING;
use super::{Context, Document, Findings, Fix, Lint, documents};

/// A file that a register names is not in the repository, or has nothing in it.
pub static LINT: Lint = lint!(
    "named-file-missing",
    Warn,
    Conduct,
    "A file that a register names is not in the repository, or is empty.",
    check
)
.needs_repository()
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let Some(around) = &context.surroundings else { return };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let whole = around.tracked.difference(&around.empty);
    whole.for_each(|path| by_name.entry(name(path)).or_default().push(path));
    for (file, what) in documents::all(context).into_iter().chain(documents::of_suppliers(context)) {
        // What stands behind an address is somebody else's to keep.
        if file.text.contains("://") {
            continue;
        }
        let (text, help) = match around.document(&file.text) {
            Document::There => continue,
            Document::Empty => (format!("{what} `{}` says nothing", file.text), SAYS_NOTHING),
            Document::Missing => (
                format!("{what} `{}` is not in the repository", file.text),
                "commit the file, or mend the path: nobody can be shown what is not there",
            ),
        };
        let mut finding = LINT.at(file.at, text);
        // A file of that name elsewhere was probably moved.
        if let Some([moved]) = by_name.get(&name(&file.text)).map(Vec::as_slice) {
            finding = finding.edit(file.at, format!("\"{moved}\""));
        }
        out.push(finding.help(help));
    }
}
