//! Tokens: what the lexer makes and the grammar reads.

use nom::{Input, Needed};

use super::Data;
use crate::source::Span;

/// How deep bodies, and lists in one clause, may nest.
pub(super) const DEPTH: usize = 64;

/// A token with its place; one that recovery put in has an empty span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Any value but a word and a list.
    Value(Data),
    /// A `///` line that starts its line, as an index into `Tree::comments`.
    Doc(u32),
    Open(Bracket),
    Close(Bracket),
    Comma,
    Semicolon,
    /// The end of a line.
    Line,
    /// Something already reported.
    Bad,
}

/// The three pairs of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Body,
    Square,
    Round,
}

impl Kind {
    /// Tells whether it stands between clauses rather than in one.
    pub fn is_trivia(self) -> bool {
        matches!(self, Kind::Line | Kind::Doc(_))
    }
}

/// A stretch of tokens as input for nom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'t>(pub &'t [Token]);

impl<'t> Tokens<'t> {
    /// Returns the kind of the first token.
    pub fn kind(self) -> Option<Kind> {
        self.0.first().map(|token| token.kind)
    }

    /// Splits off the first token.
    pub fn next(self) -> Option<(Tokens<'t>, Token)> {
        self.0.split_first().map(|(first, rest)| (Tokens(rest), *first))
    }

    /// Drops the first tokens as long as they are of some kinds.
    pub fn skip(self, unwanted: impl Fn(Kind) -> bool) -> Tokens<'t> {
        let from = self.0.iter().position(|token| !unwanted(token.kind)).unwrap_or(self.0.len());
        Tokens(&self.0[from..])
    }
}

impl<'t> Input for Tokens<'t> {
    type Item = Token;
    type Iter = std::iter::Copied<std::slice::Iter<'t, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.0.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens(&self.0[..index])
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens(&self.0[index..])
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        let (before, after) = self.0.split_at(index);
        (Tokens(after), Tokens(before))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.0.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.0.len() >= count { Ok(count) } else { Err(Needed::new(count - self.0.len())) }
    }
}
