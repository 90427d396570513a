//! Plain text: decoding, and the one normal form in which texts are compared.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Document, Format, MAX_BYTES, Unreadable};
use crate::names;
use crate::source::{LineColumn, Span};

/// Decodes the bytes of a file as UTF-8, keeping a leading BOM.
pub(super) fn decode(bytes: &[u8]) -> Result<Arc<str>, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(bytes.len(), MAX_BYTES));
    }
    std::str::from_utf8(bytes).map(Arc::from).map_err(|e| {
        let from = e.valid_up_to();
        let message = format!("the file is not UTF-8: byte {} is not part of any character", from + 1);
        let before = bytes.get(..from).unwrap_or_default();
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let characters = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
        let at = LineColumn { line: count(line), column: count(characters + 1) };
        let span = Some(Span::new(from, from + 1));
        Unreadable { reason: names::NOT_UTF8.name, message, span, at: Some(at) }
    })
}

/// Says that a file is over a limit.
pub(super) fn too_large(size: usize, limit: usize) -> Unreadable {
    let message = format!("the file has {size} bytes; at most {limit} are read");
    Unreadable::new(&names::TOO_LARGE, message)
}

/// Wraps plain text as a document that is all body.
pub(super) fn read(text: Arc<str>) -> Document {
    let body = Some(Span::new(bom(&text), text.len()));
    Document {
        format: Format::Text,
        text,
        root: None,
        multi: false,
        body,
        complete: true,
        anchors: Vec::new(),
    }
}

/// Returns the length of a leading BOM in bytes, 0 or 3.
pub(super) fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// Brings a text into the form that is compared and hashed: one leading BOM dropped, CRLF and
/// CR as LF, final line ends dropped, and nothing else.
pub fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        let mut unix = text.replace("\r\n", "\n").replace('\r', "\n");
        unix.truncate(unix.trim_end_matches('\n').len());
        Cow::Owned(unix)
    } else {
        Cow::Borrowed(text.trim_end_matches('\n'))
    }
}

/// Counts the lines of a normalised text; an empty text has none.
pub fn lines(normalised: &str) -> u64 {
    if normalised.is_empty() {
        0
    } else {
        memchr::memchr_iter(b'\n', normalised.as_bytes()).count() as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_ends_and_one_bom_are_normalised() {
        assert_eq!(normalise("\u{feff}a\r\nb\rc \n\n"), "a\nb\nc ");
        assert_eq!(normalise("\u{feff}\u{feff}a"), "\u{feff}a");
        assert_eq!((lines(""), lines("a"), lines("a\n\nb")), (0, 1, 3));
    }

    #[test]
    fn the_first_bad_byte_has_a_place() {
        let error = decode(b"ok\n\xc3\xa9x\xff").unwrap_err();
        assert_eq!((error.reason, error.at), ("not-utf8", Some(LineColumn { line: 2, column: 3 })));
    }
}
