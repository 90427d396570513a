//! Tokens → tree: the one rule `clause = word value* body?`, on tokens whose brackets match.
//!
//! nom reads; what nom cannot read is reported here and skipped to the end of its line.

use nom::combinator::{opt, verify};
use nom::{IResult, Parser};

use super::lex::unattached;
use super::mistakes::Mistakes;
use super::token::{Bracket, Kind, Token, Tokens};
use super::{ClauseData, Data, Run, Tree, ValueData, index};
use crate::names;
use crate::source::Span;

type Read<'t, T> = IResult<Tokens<'t>, T>;

const OPEN: Kind = Kind::Open(Bracket::Body);
const CLOSE: Kind = Kind::Close(Bracket::Body);

/// Reads all tokens of a file into the tree.
pub(super) fn read(tree: &mut Tree, tokens: &[Token], mistakes: &mut Mistakes) {
    let mut grammar = Grammar { tree, mistakes, values: Vec::new(), clauses: Vec::new() };
    // A large file is read into room that is there from the start, and not moved while it grows.
    let is_value = |token: &&Token| matches!(token.kind, Kind::Word | Kind::Value(_));
    grammar.tree.values.reserve(tokens.iter().filter(is_value).count());
    let is_end = |token: &&Token| matches!(token.kind, Kind::Line | Kind::Semicolon);
    grammar.tree.clauses.reserve(tokens.iter().filter(is_end).count() + 1);
    let mut rest = Tokens(tokens);
    while rest.kind().is_some() {
        rest = grammar.clauses(rest).skip(|kind| kind == CLOSE);
    }
    grammar.tree.roots = grammar.keep_clauses(0);
}

struct Grammar<'m, 's> {
    tree: &'m mut Tree,
    mistakes: &'m mut Mistakes<'s>,
    /// Values of the clauses and lists that are still being read.
    values: Vec<ValueData>,
    /// Clauses of the bodies that are still being read.
    clauses: Vec<ClauseData>,
}

impl Grammar<'_, '_> {
    /// Reads clauses up to a `}` or the end.
    fn clauses<'t>(&mut self, mut rest: Tokens<'t>) -> Tokens<'t> {
        let mut docs = Vec::new();
        loop {
            rest = rest.skip(|kind| matches!(kind, Kind::Line | Kind::Semicolon));
            match rest.kind() {
                None | Some(CLOSE) => {
                    for doc in docs {
                        unattached(self.mistakes, self.tree.comments[doc as usize]);
                    }
                    return rest;
                }
                Some(Kind::Doc(index)) => {
                    docs.push(index);
                    rest = Tokens(&rest.0[1..]);
                }
                Some(_) => {
                    rest = match self.clause(rest, docs.first().copied()) {
                        Ok((after, clause)) => {
                            self.clauses.push(clause);
                            self.line_end(after)
                        }
                        Err(_) => self.skip_clause(rest),
                    };
                    docs.clear();
                }
            }
        }
    }

    /// Reads a clause; `doc` is the first of the `///` lines before it.
    fn clause<'t>(&mut self, input: Tokens<'t>, doc: Option<u32>) -> Read<'t, ClauseData> {
        let (rest, word) = one(input, Kind::Word)?;
        let (rest, values) = self.values(rest, |_| false);
        let (rest, end) = self.skip_line(rest);
        let head = self.tree.values[values.range()].last().map_or(word.span, |last| last.span);
        let (rest, body) = opt(|rest| self.body(rest)).parse(rest)?;
        let (body, close) = body.unzip();
        let span = word.span.to(head).to(end.unwrap_or(head)).to(close.unwrap_or(head));
        let docs = doc.map_or(0, |first| {
            let comments = &self.tree.comments[first as usize..];
            index(comments.partition_point(|comment| comment.start < span.start))
        });
        let word = index(word.span.range().len());
        Ok((rest, ClauseData { span, word, docs, values, body }))
    }

    fn body<'t>(&mut self, input: Tokens<'t>) -> Read<'t, (Run, Span)> {
        let (rest, _) = one(input, OPEN)?;
        let base = self.clauses.len();
        let rest = self.clauses(rest);
        let body = self.keep_clauses(base);
        let (rest, close) = one(rest, CLOSE)?;
        Ok((rest, (body, close.span)))
    }

    /// Moves the clauses read since into the tree, where they stay together.
    fn keep_clauses(&mut self, base: usize) -> Run {
        self.tree.keep_clauses(self.clauses.drain(base..))
    }

    /// Reads values as long as there are any, passing over some tokens between them.
    fn values<'t>(&mut self, input: Tokens<'t>, between: impl Fn(Kind) -> bool) -> (Tokens<'t>, Run) {
        let base = self.values.len();
        let rest = self.open_values(input, between);
        (rest, self.keep_values(base))
    }

    /// Reads values likewise and leaves them with those that are still being read.
    fn open_values<'t>(&mut self, input: Tokens<'t>, between: impl Fn(Kind) -> bool) -> Tokens<'t> {
        let mut rest = input.skip(&between);
        while let Ok((after, value)) = self.value(rest) {
            self.values.push(value);
            rest = after.skip(&between);
        }
        rest
    }

    fn keep_values(&mut self, base: usize) -> Run {
        self.tree.keep_values(self.values.drain(base..))
    }

    fn value<'t>(&mut self, input: Tokens<'t>) -> Read<'t, ValueData> {
        let stuck = Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)));
        let Some((rest, token)) = input.next() else { return stuck };
        match token.kind {
            Kind::Word => Ok((rest, ValueData { span: token.span, data: Data::Word })),
            Kind::Value(data) => Ok((rest, ValueData { span: token.span, data })),
            Kind::Open(Bracket::Square) => Ok(self.list(rest, token)),
            Kind::Open(Bracket::Round) => Ok(self.round(rest, token)),
            _ => stuck,
        }
    }

    /// Reads the phrases of `[ ]` after its `[`.
    fn list<'t>(&mut self, mut rest: Tokens<'t>, open: Token) -> (Tokens<'t>, ValueData) {
        let mut phrases = Vec::new();
        loop {
            let (after, phrase) = self.phrase(rest);
            let empty = phrase.range().is_empty();
            phrases.extend(Some(phrase).filter(|_| !empty));
            let (after, close) = match after.next() {
                Some((after, Token { kind: Kind::Comma, span })) => {
                    if empty {
                        self.malformed_list(span, "nothing stands before this `,`");
                    }
                    rest = after;
                    continue;
                }
                Some((after, close)) => (after, close),
                None => (after, open),
            };
            let data = Data::Square(self.tree.push_phrases(&phrases));
            return (after, ValueData { span: open.span.to(close.span), data });
        }
    }

    /// Reads the one phrase of `( )` after its `(`.
    fn round<'t>(&mut self, mut rest: Tokens<'t>, open: Token) -> (Tokens<'t>, ValueData) {
        let base = self.values.len();
        loop {
            let after = self.open_values(rest, in_phrase);
            match after.next() {
                Some((after, Token { kind: Kind::Comma, span })) => {
                    self.malformed_list(span, "a `,` stands between `(` and `)`");
                    rest = after;
                }
                end => {
                    if self.values.len() == base {
                        self.malformed_list(open.span, "nothing stands between `(` and `)`");
                    }
                    let (after, close) = end.unwrap_or((after, open));
                    let phrase = self.keep_values(base);
                    self.tree.phrases.push(phrase);
                    let data = Data::Round(index(self.tree.phrases.len() - 1));
                    return (after, ValueData { span: open.span.to(close.span), data });
                }
            }
        }
    }

    /// Reads the values up to a `,` or the closing bracket; what was reported is passed over.
    fn phrase<'t>(&mut self, input: Tokens<'t>) -> (Tokens<'t>, Run) {
        self.values(input, in_phrase)
    }

    fn malformed_list(&mut self, span: Span, message: &str) {
        self.mistakes.report(&names::MALFORMED_LIST, span, message, |d| {
            d.help("write entries with one `,` between them, `[gb, ie]`, or one condition in `( )`")
        });
    }

    /// Skips and reports what stands on the line after the values; returns where it ends.
    fn skip_line<'t>(&mut self, input: Tokens<'t>) -> (Tokens<'t>, Option<Span>) {
        let (mut rest, mut depth, mut end) = (input, 0usize, None);
        while let Some((after, token)) = rest.next() {
            match token.kind {
                Kind::Line | Kind::Semicolon | OPEN | CLOSE if depth == 0 => break,
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Comma if depth == 0 => self.comma(token.span),
                _ => {}
            }
            end = Some(token.span);
            rest = after;
        }
        (rest, end)
    }

    fn comma(&mut self, span: Span) {
        self.mistakes.report(&names::MALFORMED_LIST, span, "a `,` stands outside a list", |d| {
            d.help("put the entries in `[ ]`; in a number, the point is `.`: `0.05`")
        });
    }

    /// Passes over a line that does not start with a word, and over the body it opens.
    fn skip_clause<'t>(&mut self, input: Tokens<'t>) -> Tokens<'t> {
        if let Some((_, token)) = input.next().filter(|(_, token)| token.kind != Kind::Bad) {
            let message = "a clause starts with a word, and this is none";
            self.mistakes.report(&names::CLAUSE_WITHOUT_WORD, token.span, message, |d| {
                d.help(
                    "write the word that says what this is about, then the value; a value never \
                        goes on in the next line, but in `[ ]` it may",
                )
            });
        }
        let (rest, _) = self.skip_line(input);
        let (rest, _) = opt(|rest| self.body(rest)).parse(rest).unwrap_or((rest, None));
        self.line_end(rest)
    }

    /// Reports what follows a body on its line.
    fn line_end<'t>(&mut self, rest: Tokens<'t>) -> Tokens<'t> {
        match rest.next() {
            None | Some((_, Token { kind: Kind::Line | Kind::Semicolon | CLOSE, .. })) => rest,
            Some((_, token)) => {
                if token.kind != Kind::Bad {
                    self.mistakes.report(
                        &names::MISSING_LINE_END,
                        token.span,
                        "something follows the `}` on its line",
                        |d| d.help("start a new line after `}`"),
                    );
                }
                rest
            }
        }
    }
}

/// Tells what is passed over between the values of a list.
fn in_phrase(kind: Kind) -> bool {
    kind.is_trivia() || kind == Kind::Bad
}

fn one(input: Tokens<'_>, kind: Kind) -> Read<'_, Token> {
    verify(nom::bytes::complete::take(1usize), move |first: &Tokens| first.kind() == Some(kind))
        .map(|first: Tokens| first.0[0])
        .parse(input)
}
