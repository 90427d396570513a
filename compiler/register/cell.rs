//! What stands in a cell: entries, each with whether it is said, missing, or late.

/// A cell: entries under one another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One entry of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The words. Not escaped.
    pub text: String,
    /// What they are.
    pub state: State,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The policy or the repository says it.
    Said,
    /// Nothing says it, and the entry says so.
    Missing,
    /// Its day has passed.
    Late,
}

impl State {
    /// Returns its word for programs.
    pub fn word(self) -> &'static str {
        match self {
            State::Said => "said",
            State::Missing => "missing",
            State::Late => "late",
        }
    }
}

impl Entry {
    /// Makes an entry.
    pub fn new(state: State, text: impl Into<String>) -> Entry {
        Entry { text: text.into(), state }
    }

    /// What is said.
    pub fn said(text: impl Into<String>) -> Entry {
        Entry::new(State::Said, text)
    }

    /// What is missing.
    pub fn missing(text: impl Into<String>) -> Entry {
        Entry::new(State::Missing, text)
    }

    /// What is late.
    pub fn late(text: impl Into<String>) -> Entry {
        Entry::new(State::Late, text)
    }
}

impl Cell {
    /// A cell that says one thing.
    pub fn said(text: impl Into<String>) -> Cell {
        Entry::said(text).into()
    }

    /// A cell that says what is missing.
    pub fn missing(text: impl Into<String>) -> Cell {
        Entry::missing(text).into()
    }

    /// A cell with a text, or what to say where there is none.
    pub fn text_or(text: &str, missing: &str) -> Cell {
        if text.is_empty() { Cell::missing(missing) } else { Cell::said(text) }
    }

    /// A cell with some texts, or what to say where there are none.
    pub fn list_or<T: Into<String>>(texts: impl IntoIterator<Item = T>, missing: &str) -> Cell {
        let entries = texts.into_iter().map(Entry::said).collect::<Vec<_>>();
        Cell { entries }.or_missing(missing)
    }

    /// A cell with one line of some texts, or what to say where there are none.
    pub fn line_or(texts: &[String], missing: &str) -> Cell {
        Cell::text_or(&texts.join(", "), missing)
    }

    /// Says what is missing where there is nothing yet.
    pub fn or_missing(mut self, missing: &str) -> Cell {
        if self.entries.is_empty() {
            self.entries.push(Entry::missing(missing));
        }
        self
    }

    /// Adds an entry.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Returns the entries as one text.
    pub fn text(&self, between: &str) -> String {
        self.entries.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join(between)
    }
}

impl From<Entry> for Cell {
    fn from(entry: Entry) -> Cell {
        Cell { entries: vec![entry] }
    }
}

impl FromIterator<Entry> for Cell {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Cell {
        Cell { entries: entries.into_iter().collect() }
    }
}
