//! The documents that a policy names for people to read, and where it names each.

use crate::model::Text;
use crate::policy::PathGlob;
use crate::source::Location;

use super::Context;

/// The names of files with texts that people write end so.
const TEXTS: &[&str] = &[".md", ".markdown", ".txt", ".rst", ".adoc", ".html"];

/// The words that stand for what is still to be written.
const PLACEHOLDERS: &[&str] = &["todo", "tbd", "n/a"];

/// The next step where a document says nothing.
pub(super) const SAYS_NOTHING: &str = "write the document: one that is empty, or has only headings, comments or placeholders, shows nobody anything";

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

/// Lists the files of contracts with suppliers and of reports on them.
pub fn of_suppliers<'a>(context: &Context<'a>) -> Vec<(&'a Text, &'static str)> {
    let mut files = Vec::new();
    for supplier in &context.model.suppliers {
        files.extend(supplier.agreements.iter().map(|one| (&one.document, "the agreement")));
        files.extend(supplier.assurance.iter().map(|(report, _)| (report, "the report")));
    }
    files.retain(|(text, _)| names_file(&text.text));
    files
}

/// Tells whether a text names a file, such as `evidence/report.pdf`, and not a standard, such as
/// `ISO/IEC 27001`: whether it ends with a sort of file.
pub fn names_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.starts_with(|c: char| c.is_ascii_alphabetic()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Tells whether a document of text has no word of its own: nothing is left once headings, comments and
/// the words that stand for what is still to be written are taken out.
pub fn says_nothing(path: &str, text: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let is_prose = [".md", ".markdown", ".txt"].iter().any(|end| lower.ends_with(end));
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && !PLACEHOLDERS.iter().any(|other| word.eq_ignore_ascii_case(other))
    };
    let text = without_comments(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut lines = text.lines().map(str::trim).filter(|line| !is_heading(line));
    is_prose && !lines.any(|line| line.split_whitespace().any(is_word))
}

/// Takes comments out of a text; one that is not closed lasts to the end.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let mut said = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| said += part.split_once("-->").map_or("", |(_, after)| after));
    said
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_without_a_word_of_its_own_says_nothing() {
        for text in [
            "",
            " \n",
            "\u{feff}# Runbook\n\n## Steps\n",
            "ToDo",
            "# Runbook\n- [ ] **TBD**\n\n---\n",
            "n/a.",
            "<!-- to\nbe written --> todo: <!-- soon -->",
            "<!-- not closed\nand so unseen",
        ] {
            assert!(says_nothing("docs/Runbook.MD", text), "{text}");
        }
        for text in
            ["Call us.", "# Runbook\nTodo: call", "#1 of the list", "<!-- x --> 停", "![scan](scan.png)"]
        {
            assert!(!says_nothing("docs/runbook.md", text), "{text}");
        }
        assert!(!says_nothing("docs/runbook.yaml", "# only a comment"));
    }

    #[test]
    fn a_file_is_told_from_a_standard() {
        for (text, is) in [
            ("evidence/aurora.pdf", true),
            ("SOC 2 report.pdf", true),
            ("ISO/IEC 27001", false),
            ("PCI DSS v4.0", false),
            ("Dr. No", false),
        ] {
            assert_eq!(names_file(text), is, "{text}");
        }
    }
}
