//! One governed file, and a value in it with its place.

use std::sync::{Arc, OnceLock};

use super::link::Link;
use super::value::{self, Taken};
use super::{Detail, Value};
use crate::canonical::{Part, sha256_hex};
use crate::format::tree::Step;
use crate::format::{self, Data, Document, Node, Unreadable};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Locator, Slot};
use crate::source::{LineColumn, LineIndex, Span};

/// A governed file that exists.
pub(super) struct File {
    pub(super) bytes: Arc<[u8]>,
    pub(super) document: Result<Document, Unreadable>,
    lines: OnceLock<Vec<u32>>,
}

/// The value of an artifact in one file.
pub(super) struct Located {
    pub(super) pointer: String,
    pub(super) value: Value,
    pub(super) detail: Detail,
    /// Where the value says that it stands, if it only says that.
    pub(super) link: Option<Link>,
    /// The way to it in its file, where it is one value of a tree.
    pub(super) way: Option<Vec<Step>>,
}

impl Located {
    pub(super) fn new(pointer: String, value: Value, detail: Detail) -> Located {
        Located { pointer, value, detail, link: None, way: None }
    }
}

impl File {
    pub(super) fn new(bytes: Arc<[u8]>, document: Result<Document, Unreadable>) -> File {
        File { bytes, document, lines: OnceLock::new() }
    }

    /// Where the lines of the text start, found when first asked for.
    pub(super) fn lines(&self) -> &[u32] {
        let text = self.document.as_ref().map_or("", |document| &document.text);
        self.lines.get_or_init(|| LineIndex::starts(text))
    }

    pub(super) fn place(&self, span: Span) -> Option<LineColumn> {
        let document = self.document.as_ref().ok()?;
        Some(LineIndex::find(self.lines(), &document.text, span.start))
    }

    pub(super) fn located(&self, pointer: String, taken: Result<Taken, Unreadable>, span: Span) -> Located {
        match taken {
            Ok(taken) => {
                let at = self.place(span).or(Some(LineColumn { line: 1, column: 1 }));
                let items = taken.items.iter().filter_map(|span| self.place(*span)).collect();
                let text = taken.text;
                let file = self.document.as_ref().ok().map(|document| document.text.clone());
                let detail = Detail { text, span: Some(span), at, items, file, ..Detail::default() };
                Located::new(pointer, taken.value, detail)
            }
            Err(cause) => self.unknown(pointer, cause),
        }
    }

    /// Shares a text of the file, and copies any other.
    fn part(&self, text: &str) -> Part {
        match &self.document {
            Ok(document) => Part::from(document.text.clone()).within(text),
            Err(_) => Part::from(text.to_owned()),
        }
    }

    /// Reads prose as the value of any kind that a string can be.
    pub(super) fn text(&self, slot: &Slot, pointer: String, text: &str, span: Span) -> Located {
        let taken = match slot.kind {
            Kind::Prompt => Ok(value::prompt(&self.part(text))),
            _ => {
                let text = format::text::normalise(text).into_owned();
                value::take(slot, &Node { span, data: Data::String(text) })
            }
        };
        self.located(pointer, taken, span)
    }

    /// Says why a value that stands elsewhere is not known, at the place that names it.
    pub(super) fn not_at(&self, located: &Located, problem: String) -> Located {
        let mut cause = Unreadable::new(&names::CUSTOM_TAG, problem);
        (cause.span, cause.at) = (located.detail.span, located.detail.at);
        self.unknown(located.pointer.clone(), cause)
    }

    pub(super) fn unknown(&self, pointer: String, mut cause: Unreadable) -> Located {
        if cause.at.is_none() {
            cause.at = cause.span.and_then(|span| self.place(span));
        }
        unknown(pointer, (cause, sha256_hex(&self.bytes)))
    }
}

pub(super) fn unknown(pointer: String, (cause, sha256): (Unreadable, String)) -> Located {
    let value = Value::Unknown { why: cause.reason.into(), sha256 };
    let detail = Detail { at: cause.at, span: cause.span, unreadable: Some(cause), ..Detail::default() };
    Located::new(pointer, value, detail)
}

pub(super) fn absent(at: &Locator) -> Located {
    Located::new(at.fragment.clone(), Value::Absent, Detail::default())
}

pub(super) fn unreadable_location(at: &Locator, problem: &str) -> Located {
    let cause =
        Unreadable::new(&names::UNREADABLE_LOCATION, format!("the location cannot be read: {problem}"));
    unknown(at.fragment.clone(), (cause, String::new()))
}
