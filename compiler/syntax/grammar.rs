//! Tokens → tree: the one rule `clause = word value* body?`, on tokens whose brackets match.
//!
//! nom reads; what nom cannot read is reported here and skipped to the end of its line.

use nom::combinator::{opt, verify};
use nom::{IResult, Parser};

use super::lex::unattached;
use super::mistakes::Mistakes;
use super::token::{Bracket, Kind, Token, Tokens};
use super::{ClauseData, Data, Run, Tree, index};
use crate::names;
use crate::source::Span;

type Read<'t, T> = IResult<Tokens<'t>, T>;

const OPEN: Kind = Kind::Open(Bracket::Body);
const CLOSE: Kind = Kind::Close(Bracket::Body);

/// Reads all tokens of a file into the tree.
pub(super) fn read(tree: &mut Tree, tokens: &[Token], mistakes: &mut Mistakes) {
    let mut grammar = Grammar { tree, mistakes, scratch: Vec::new() };
    let mut rest = Tokens(tokens);
    let mut roots = Vec::new();
    while rest.kind().is_some() {
        let (after, found) = grammar.clauses(rest);
        roots.extend(found);
        rest = after.skip(|kind| kind == CLOSE);
    }
    tree.roots = roots;
}

struct Grammar<'m, 's> {
    tree: &'m mut Tree,
    mistakes: &'m mut Mistakes<'s>,
    /// Values of clauses that are still being read.
    scratch: Vec<u32>,
}

impl Grammar<'_, '_> {
    /// Reads clauses up to a `}` or the end.
    fn clauses<'t>(&mut self, mut rest: Tokens<'t>) -> (Tokens<'t>, Vec<u32>) {
        let mut found = Vec::with_capacity(8);
        let mut docs = Vec::new();
        loop {
            rest = rest.skip(|kind| matches!(kind, Kind::Line | Kind::Semicolon));
            match rest.kind() {
                None | Some(CLOSE) => {
                    for doc in docs {
                        unattached(self.mistakes, self.tree.comments[doc as usize]);
                    }
                    return (rest, found);
                }
                Some(Kind::Doc(index)) => {
                    docs.push(index);
                    rest = Tokens(&rest.0[1..]);
                }
                Some(_) => {
                    let above = self.tree.push_run(&docs);
                    docs.clear();
                    rest = match self.clause(rest, above) {
                        Ok((after, clause)) => {
                            found.push(clause);
                            self.line_end(after)
                        }
                        Err(_) => self.skip_clause(rest),
                    };
                }
            }
        }
    }

    fn clause<'t>(&mut self, input: Tokens<'t>, docs: Run) -> Read<'t, u32> {
        let (rest, word) = one(input, Kind::Word)?;
        let (rest, values) = self.values(rest, |_| false);
        let (rest, end) = self.skip_line(rest);
        let last = self.tree.links[values.range()].last();
        let head = last.map_or(word.span, |last| self.tree.values[*last as usize].span);
        let (rest, body) = opt(|rest| self.body(rest)).parse(rest)?;
        let (body, close) = body.unzip();
        let span = word.span.to(head).to(end.unwrap_or(head)).to(close.unwrap_or(head));
        Ok((rest, self.tree.push_clause(ClauseData { word: word.span, span, docs, values, body })))
    }

    fn body<'t>(&mut self, input: Tokens<'t>) -> Read<'t, (Run, Span)> {
        let (rest, _) = one(input, OPEN)?;
        let (rest, clauses) = self.clauses(rest);
        let (rest, close) = one(rest, CLOSE)?;
        Ok((rest, (self.tree.push_run(&clauses), close.span)))
    }

    /// Reads values as long as there are any, passing over some tokens between them.
    fn values<'t>(&mut self, input: Tokens<'t>, between: impl Fn(Kind) -> bool) -> (Tokens<'t>, Run) {
        let (mut rest, base) = (input.skip(&between), self.scratch.len());
        while let Ok((after, value)) = self.value(rest) {
            self.scratch.push(value);
            rest = after.skip(&between);
        }
        let run = self.tree.push_run(&self.scratch[base..]);
        self.scratch.truncate(base);
        (rest, run)
    }

    fn value<'t>(&mut self, input: Tokens<'t>) -> Read<'t, u32> {
        let stuck = Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Alt)));
        let Some((rest, token)) = input.next() else { return stuck };
        match token.kind {
            Kind::Word => Ok((rest, self.tree.push_value(token.span, Data::Word))),
            Kind::Value(index) => Ok((rest, index)),
            Kind::Open(Bracket::Square) => Ok(self.list(rest, token)),
            Kind::Open(Bracket::Round) => Ok(self.round(rest, token)),
            _ => stuck,
        }
    }

    /// Reads the phrases of `[ ]` after its `[`.
    fn list<'t>(&mut self, mut rest: Tokens<'t>, open: Token) -> (Tokens<'t>, u32) {
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
            return (after, self.tree.push_value(open.span.to(close.span), data));
        }
    }

    /// Reads the one phrase of `( )` after its `(`.
    fn round<'t>(&mut self, mut rest: Tokens<'t>, open: Token) -> (Tokens<'t>, u32) {
        let mut phrase = Vec::new();
        loop {
            let (after, values) = self.phrase(rest);
            phrase.extend_from_slice(&self.tree.links[values.range()]);
            match after.next() {
                Some((after, Token { kind: Kind::Comma, span })) => {
                    self.malformed_list(span, "a `,` stands between `(` and `)`");
                    rest = after;
                }
                end => {
                    if phrase.is_empty() {
                        self.malformed_list(open.span, "nothing stands between `(` and `)`");
                    }
                    let (after, close) = end.unwrap_or((after, open));
                    let run = self.tree.push_run(&phrase);
                    self.tree.phrases.push(run);
                    let data = Data::Round(index(self.tree.phrases.len() - 1));
                    return (after, self.tree.push_value(open.span.to(close.span), data));
                }
            }
        }
    }

    /// Reads the values up to a `,` or the closing bracket; what was reported is passed over.
    fn phrase<'t>(&mut self, input: Tokens<'t>) -> (Tokens<'t>, Run) {
        self.values(input, |kind| kind.is_trivia() || kind == Kind::Bad)
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

fn one(input: Tokens<'_>, kind: Kind) -> Read<'_, Token> {
    verify(nom::bytes::complete::take(1usize), move |first: &Tokens| first.kind() == Some(kind))
        .map(|first: Tokens| first.0[0])
        .parse(input)
}
