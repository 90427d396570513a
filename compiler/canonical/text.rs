//! A text and its digest, each as late as it can be: prompts are long, and most digests of them
//! are never shown.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::sha256_hex;

/// A part of a text that is shared and not copied.
#[derive(Clone)]
pub struct Part {
    text: Arc<str>,
    range: Range<usize>,
}

impl Part {
    /// Takes some bytes of a text; what is no part of it is empty.
    pub fn of(text: &Arc<str>, range: Range<usize>) -> Part {
        let range = if text.get(range.clone()).is_some() { range } else { 0..0 };
        Part { text: text.clone(), range }
    }

    /// Takes a part of this one, given as it lies in memory; any other text is copied.
    pub fn within(&self, slice: &str) -> Part {
        let start = (slice.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        match start.checked_add(slice.len()) {
            Some(end) if start <= self.text.len() && end <= self.text.len() => {
                Part::of(&self.text, start..end)
            }
            _ => Part::from(slice.to_owned()),
        }
    }
}

impl Deref for Part {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text[self.range.clone()]
    }
}

impl From<Arc<str>> for Part {
    fn from(text: Arc<str>) -> Part {
        Part { range: 0..text.len(), text }
    }
}

impl From<String> for Part {
    fn from(text: String) -> Part {
        Part::from(Arc::from(text))
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Part {
        Part::from(Arc::from(text))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Part) -> bool {
        **self == **other
    }
}

impl Eq for Part {}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// The SHA-256 of a text in hex, taken when it is first asked for.
#[derive(Clone)]
pub struct TextDigest {
    text: Option<Part>,
    hex: OnceLock<String>,
}

impl TextDigest {
    /// Stands for the digest of a text.
    pub fn of(text: Part) -> TextDigest {
        TextDigest { text: Some(text), hex: OnceLock::new() }
    }

    /// Returns the digest in hex.
    pub fn as_str(&self) -> &str {
        self.hex
            .get_or_init(|| self.text.as_ref().map(|text| sha256_hex(text.as_bytes())).unwrap_or_default())
    }
}

impl Deref for TextDigest {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

/// Takes a digest that is known.
impl From<String> for TextDigest {
    fn from(hex: String) -> TextDigest {
        TextDigest { text: None, hex: OnceLock::from(hex) }
    }
}

impl PartialEq for TextDigest {
    fn eq(&self, other: &TextDigest) -> bool {
        match (&self.text, &other.text) {
            (Some(a), Some(b)) => a == b,
            _ => self.as_str() == other.as_str(),
        }
    }
}

impl Eq for TextDigest {}

impl fmt::Debug for TextDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for TextDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for TextDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TextDigest, D::Error> {
        String::deserialize(deserializer).map(TextDigest::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_taken_late_is_the_digest() {
        let file: Arc<str> = "# A\nb\n".into();
        let part = Part::of(&file, 4..5);
        let late = TextDigest::of(part.within(&part));
        assert_eq!(late, TextDigest::from(sha256_hex(b"b")));
        assert_eq!(late, TextDigest::of(Part::from("b".to_owned())));
        assert_ne!(late, TextDigest::of(Part::of(&file, 0..3)));
        assert_eq!(&*Part::of(&file, 3..99), "");
        assert_eq!(&*part.within("other"), "other");
    }
}
