//! What a row of the tables says: an item or a clause, its shape, how often it may stand.

/// A kind of item.
pub(super) struct ItemKind {
    /// The first word.
    pub word: &'static str,
    /// What follows it, before the body, as a shape.
    pub head: &'static str,
    /// The clauses of its body; `None` when it has no body.
    pub rows: Option<&'static [Row]>,
    /// One line for the reference.
    pub doc: &'static str,
}

/// A clause of a body.
pub(super) struct Row {
    /// The first word.
    pub word: &'static str,
    /// What follows it, as a shape.
    pub head: &'static str,
    /// How often it may stand in one body.
    pub times: Times,
    /// The clauses of its own body, if it may have one.
    pub body: Option<&'static [Row]>,
    /// One line for the reference.
    pub doc: &'static str,
}

/// How often a clause may stand in one body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Times {
    /// Exactly once.
    Once,
    /// Once or not at all.
    Maybe,
    /// At least once.
    Some,
    /// Any number of times.
    Any,
}

impl Times {
    /// Tells whether a body without the clause is incomplete.
    pub fn required(self) -> bool {
        matches!(self, Times::Once | Times::Some)
    }

    /// Tells whether a second one is a mistake.
    pub fn single(self) -> bool {
        matches!(self, Times::Once | Times::Maybe)
    }
}

/// Makes a clause without a body.
pub(super) const fn row(word: &'static str, head: &'static str, times: Times, doc: &'static str) -> Row {
    Row { word, head, times, body: None, doc }
}

/// Makes a clause with a body, of which there may be several.
pub(super) const fn with_body(
    word: &'static str,
    head: &'static str,
    body: &'static [Row],
    doc: &'static str,
) -> Row {
    Row { word, head, times: Times::Any, body: Some(body), doc }
}

/// Makes an item.
pub(super) const fn item(
    word: &'static str,
    head: &'static str,
    rows: Option<&'static [Row]>,
    doc: &'static str,
) -> ItemKind {
    ItemKind { word, head, rows, doc }
}

/// Makes the clause by which an item accepts a finding.
pub(super) const fn allow() -> Row {
    row("allow", "TEXT because TEXT until DATE", Times::Any, "accepts a named lint finding until that day")
}
