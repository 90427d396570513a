//! Documents that people keep, such as an impact assessment: that they are there, and when
//! they were last reviewed.
//!
//! A document says so on a line of its own, `reviewed: 2026-03-14`, in the front matter or in
//! its first lines. A document of another sort than text is only there or not there.

use super::{CHANGE_KEY, Report};
use crate::time::Date;

/// In how many lines from the start the date of a review is looked for.
const FIRST_LINES: usize = 40;

/// What a document says.
pub(super) struct Document {
    /// When it was last reviewed, where it says so.
    pub(super) reviewed: Option<Date>,
    /// Nothing but the change it names, if it names one.
    pub(super) report: Report,
}

/// Reads a document.
///
/// # Errors
/// What is wrong with it, in one line.
pub(super) fn read(bytes: &[u8]) -> Result<Document, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty".into());
    }
    let mut document = Document { reviewed: None, report: Report::default() };
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(document) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for line in text.lines().take(FIRST_LINES) {
        if let Some(value) = field(line, "reviewed") {
            let date = Date::parse(value)
                .ok_or_else(|| format!("`reviewed: {value}` is no date like 2026-03-14"))?;
            if document.reviewed.replace(date).is_some_and(|seen| seen != date) {
                return Err("it says `reviewed:` twice, with different dates".into());
            }
        }
        if let Some(value) = field(line, CHANGE_KEY) {
            document.report.names(value);
        }
    }
    Ok(document)
}

/// Returns the value of `name: value`, without quotes.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    let bare = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q));
    key.trim().eq_ignore_ascii_case(name).then_some(bare.unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_the_review_is_found_near_the_start() {
        let date = Date::parse("2026-03-14");
        for text in ["---\nreviewed: 2026-03-14\n---\n# Impact", "# Impact\n\nReviewed: '2026-03-14'\n"] {
            assert_eq!(read(text.as_bytes()).unwrap().reviewed, date, "{text}");
        }
        let far = "line\n".repeat(100) + "reviewed: 2026-03-14";
        assert_eq!(read(far.as_bytes()).unwrap().reviewed, None);
        assert_eq!(read(b"%PDF-1.7 \xff").unwrap().reviewed, None);
    }

    #[test]
    fn a_document_that_contradicts_itself_is_refused() {
        for (text, words) in [
            ("reviewed: 2026-03-14\nreviewed: 2027-03-14", "twice"),
            ("reviewed: last spring", "no date"),
            ("reviewed: 2026-02-30", "no date"),
            (" \n", "empty"),
        ] {
            let error = read(text.as_bytes()).err().unwrap();
            assert!(error.contains(words), "{error}");
        }
    }
}
