//! The documents that a policy names for people to read, and where it names each.

use crate::model::Text;
use crate::policy::PathGlob;
use crate::source::Location;

use super::Context;

/// The names of files with texts that people write end so.
const TEXTS: &[&str] = &[".md", ".markdown", ".txt", ".rst", ".adoc", ".html"];

/// Tells by its name whether a file is a text that people write.
pub fn is_text(path: &[u8]) -> bool {
    let lower = path.to_ascii_lowercase();
    TEXTS.iter().any(|end| lower.ends_with(end.as_bytes()))
}

/// Lists the files that registers name, each with what it is there.
pub fn all<'a>(context: &Context<'a>) -> Vec<(&'a Text, &'static str)> {
    let all = &context.model.governance;
    let systems = context.model.systems.iter().filter_map(|system| system.assessment.as_ref());
    let mut files: Vec<(&Text, &str)> = systems.map(|one| (&one.document, "the assessment")).collect();
    files.extend(all.documents.iter().map(|one| (&one.file, "the document")));
    files.extend(all.reviews.iter().map(|one| (&one.minutes, "the minutes")));
    files.extend(all.exercises.iter().map(|one| (&one.report, "the report")));
    files.extend(all.certificates.iter().filter_map(|one| Some((one.file.as_ref()?, "the certificate"))));
    let shown = all.applicabilities.iter().flat_map(|one| one.evidence.values()).flatten();
    files.extend(shown.map(|text| (text, "the evidence")));
    files
}

/// Finds the first place of the policy that names a file, by its path or by a pattern.
pub fn named_at(context: &Context<'_>, path: &str) -> Option<Location> {
    let names = |text: &str| {
        text == path
            || text.contains('*') && PathGlob::new(text).is_ok_and(|glob| glob.matches(path.as_bytes()))
    };
    let values = context.trees.iter().flat_map(|tree| tree.all_values());
    values.filter(|value| value.text().is_some_and(names)).map(|value| value.at()).next()
}
