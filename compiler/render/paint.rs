//! Colour for people at a terminal; nothing else ever sees an escape code.

/// Whether to colour.
#[derive(Clone, Copy, Debug)]
pub struct Paint(pub bool);

impl Paint {
    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Marks what is fine.
    pub fn good(self, text: &str) -> String {
        self.wrap("32", text)
    }

    /// Marks what stops.
    pub fn bad(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    /// Marks what needs a person.
    pub fn warn(self, text: &str) -> String {
        self.wrap("33", text)
    }

    /// Marks a heading.
    pub fn strong(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// Marks what can be skipped.
    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }
}
