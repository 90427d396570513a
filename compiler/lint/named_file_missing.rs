//! Evidence that is named and not there is what an auditor remembers.

use std::collections::BTreeMap;

use crate::model::Text;

use super::{Context, Findings, Fix, Lint};

/// A file that a register names is not in the repository.
pub static LINT: Lint = lint!(
    "named-file-missing",
    Warn,
    Conduct,
    "A file that a register names is not in the repository.",
    check
)
.needs_repository()
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let all = &context.model.governance;
    let systems = context.model.systems.iter().filter_map(|system| system.assessment.as_ref());
    let mut files: Vec<(&Text, &str)> = systems.map(|one| (&one.document, "the assessment")).collect();
    files.extend(all.documents.iter().map(|one| (&one.file, "the document")));
    files.extend(all.reviews.iter().map(|one| (&one.minutes, "the minutes")));
    files.extend(all.exercises.iter().map(|one| (&one.report, "the report")));
    files.extend(all.certificates.iter().filter_map(|one| Some((one.file.as_ref()?, "the certificate"))));
    let shown = all.applicabilities.iter().flat_map(|one| one.evidence.values()).flatten();
    files.extend(shown.map(|text| (text, "the evidence")));
    let Some(tracked) = context.surroundings.as_ref().map(|around| &around.tracked) else { return };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    tracked.iter().for_each(|path| by_name.entry(name(path)).or_default().push(path));
    for (file, what) in files {
        // What stands behind an address is somebody else's to keep.
        if file.text.contains("://") || tracked.contains(&file.text) {
            continue;
        }
        let text = format!("{what} `{}` is not in the repository", file.text);
        let mut finding = LINT.at(file.at, text);
        // A file of that name elsewhere was probably moved.
        if let Some([moved]) = by_name.get(&name(&file.text)).map(Vec::as_slice) {
            finding = finding.edit(file.at, format!("\"{moved}\""));
        }
        out.push(finding.help("commit the file, or mend the path: nobody can be shown what is not there"));
    }
}
