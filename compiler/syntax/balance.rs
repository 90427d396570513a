//! Makes the brackets of a token stream match, so that the grammar never has to.
//!
//! Each item is balanced by itself: an item keyword in column 1 closes whatever is open, unless it
//! reads as a clause and what it stands in closes further down. Where the braces of an item match,
//! indentation means nothing. Where they do not, it says which brace is missing or superfluous.

use super::items;
use super::mistakes::Mistakes;
use super::sound::{is_sound, join_clauses};
use super::token::{Bracket, DEPTH, Kind, Token};
use crate::names;
use crate::source::Span;

/// Returns the tokens with every bracket matched, at most [`DEPTH`] deep.
pub(super) fn balance(mut tokens: Vec<Token>, text: &str, mistakes: &mut Mistakes) -> Vec<Token> {
    let starts_item = |token: &Token| {
        let first =
            token.span.start == 0 || text.as_bytes().get(token.span.start as usize - 1) == Some(&b'\n');
        token.kind == Kind::Word && first && items::is_kind(&text[token.span.range()])
    };
    let mut starts: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, token)| starts_item(token)).map(|(n, _)| n).collect();
    starts.insert(0, 0);
    starts.push(tokens.len());
    if starts.windows(2).all(|pair| is_sound(&tokens[pair[0]..pair[1]])) {
        return tokens;
    }
    join_clauses(&tokens, &mut starts);
    let mut out = Vec::with_capacity(tokens.len() + 8);
    for pair in starts.windows(2) {
        let segment = &mut tokens[pair[0]..pair[1]];
        if is_sound(segment) {
            out.extend_from_slice(segment);
            continue;
        }
        match_lists(segment, mistakes);
        Bodies::new(segment, &mut out, mistakes).run();
    }
    out
}

fn opener(kind: Kind) -> Option<Bracket> {
    match kind {
        Kind::Open(bracket @ (Bracket::Square | Bracket::Round)) => Some(bracket),
        _ => None,
    }
}

fn closer(kind: Kind) -> Option<Bracket> {
    match kind {
        Kind::Close(bracket @ (Bracket::Square | Bracket::Round)) => Some(bracket),
        _ => None,
    }
}

/// Turns every `[ ] ( )` without a partner, and every brace inside a list, into [`Kind::Bad`].
fn match_lists(segment: &mut [Token], mistakes: &mut Mistakes) {
    let whole = lists_match(segment);
    let mut open = OpenLists::default();
    for n in 0..segment.len() {
        let token = segment[n];
        if let Some(bracket) = opener(token.kind) {
            open.push(n, bracket);
        } else if let Some(bracket) = closer(token.kind) {
            if !open.has(bracket) {
                stray_bracket(&mut segment[n], mistakes);
                continue;
            }
            while let Some((start, other)) = open.pop() {
                if other != bracket {
                    unclosed_list(&mut segment[start], mistakes);
                    continue;
                }
                if open.stack.len() >= DEPTH {
                    too_deep(&mut segment[start], mistakes);
                    segment[n].kind = Kind::Bad;
                }
                break;
            }
        } else if matches!(token.kind, Kind::Open(_) | Kind::Close(_) | Kind::Semicolon) {
            if !whole {
                open.close_all(segment, mistakes);
            } else if !open.stack.is_empty() {
                stray_in_list(&mut segment[n], mistakes);
            }
        }
    }
    open.close_all(segment, mistakes);
}

/// The lists that are open, with the count of the round ones, so that a lookup is no search.
#[derive(Default)]
struct OpenLists {
    stack: Vec<(usize, Bracket)>,
    round: usize,
}

impl OpenLists {
    fn push(&mut self, start: usize, bracket: Bracket) {
        self.round += usize::from(bracket == Bracket::Round);
        self.stack.push((start, bracket));
    }

    fn pop(&mut self) -> Option<(usize, Bracket)> {
        let top = self.stack.pop();
        self.round -= usize::from(top.is_some_and(|(_, bracket)| bracket == Bracket::Round));
        top
    }

    fn has(&self, bracket: Bracket) -> bool {
        if bracket == Bracket::Round { self.round > 0 } else { self.stack.len() > self.round }
    }

    fn close_all(&mut self, segment: &mut [Token], mistakes: &mut Mistakes) {
        while let Some((start, _)) = self.pop() {
            unclosed_list(&mut segment[start], mistakes);
        }
    }
}

/// Tells whether the list brackets match when braces are looked past.
fn lists_match(segment: &[Token]) -> bool {
    let mut open = Vec::new();
    for token in segment {
        if let Some(bracket) = opener(token.kind) {
            open.push(bracket);
        } else if let Some(bracket) = closer(token.kind)
            && open.pop() != Some(bracket)
        {
            return false;
        }
    }
    open.is_empty()
}

fn unclosed_list(token: &mut Token, mistakes: &mut Mistakes) {
    let close = if token.kind == Kind::Open(Bracket::Round) { ')' } else { ']' };
    let message = format!("the list that starts here has no closing `{close}`");
    mistakes.report(&names::UNCLOSED_LIST, token.span, message, |d| {
        d.help(format!("close it with `{close}` after its last entry"))
    });
    token.kind = Kind::Bad;
}

fn stray_bracket(token: &mut Token, mistakes: &mut Mistakes) {
    let (open, close) = if token.kind == Kind::Close(Bracket::Round) { ('(', ')') } else { ('[', ']') };
    let message = format!("this `{close}` closes no list");
    mistakes.report(&names::STRAY_BRACKET, token.span, message, |d| {
        d.help(format!("delete it, or open the list with `{open}` before its first entry"))
    });
    token.kind = Kind::Bad;
}

fn stray_in_list(token: &mut Token, mistakes: &mut Mistakes) {
    let message = match token.kind {
        Kind::Semicolon => "a `;` stands inside a list",
        _ => "a brace stands inside a list",
    };
    mistakes.report(&names::MALFORMED_LIST, token.span, message, |d| {
        d.help("delete it: a list holds values and commas")
    });
    token.kind = Kind::Bad;
}

fn too_deep(token: &mut Token, mistakes: &mut Mistakes) {
    let message = format!("more than {DEPTH} brackets stand inside each other");
    mistakes.report(&names::NESTED_TOO_DEEP, token.span, message, |d| {
        d.help("write it flatter, in several items")
    });
    token.kind = Kind::Bad;
}

/// A line of tokens: one that ends inside a list goes on.
struct Line {
    start: usize,
    end: usize,
    indent: u32,
}

/// A body that is open.
struct Open {
    /// Its `{`, or the end of the clause that lacks it.
    at: Span,
    line: usize,
    indent: u32,
    /// Whether its braces are dropped.
    ignored: bool,
}

struct Bodies<'a, 'm, 's> {
    segment: &'a [Token],
    lines: Vec<Line>,
    out: &'a mut Vec<Token>,
    from: usize,
    mistakes: &'m mut Mistakes<'s>,
    open: Vec<Open>,
    depth: usize,
    /// Whether the braces of the segment do not match, so that indentation decides.
    broken: bool,
    opens_left: usize,
    closes_left: usize,
}

impl<'a, 'm, 's> Bodies<'a, 'm, 's> {
    fn new(segment: &'a [Token], out: &'a mut Vec<Token>, mistakes: &'m mut Mistakes<'s>) -> Self {
        let count = |kind| segment.iter().filter(|token| token.kind == kind).count();
        let mut depth = 0usize;
        let below = segment.iter().any(|token| match token.kind {
            Kind::Open(Bracket::Body) => {
                depth += 1;
                false
            }
            Kind::Close(Bracket::Body) => {
                let stray = depth == 0;
                depth = depth.saturating_sub(1);
                stray
            }
            _ => false,
        });
        Bodies {
            segment,
            lines: lines(segment, mistakes),
            from: out.len(),
            out,
            open: Vec::new(),
            depth: 0,
            broken: below || depth > 0,
            opens_left: count(Kind::Open(Bracket::Body)),
            closes_left: count(Kind::Close(Bracket::Body)),
            mistakes,
        }
    }

    fn run(mut self) {
        let before = self.lines.first().map_or(self.segment.len(), |line| line.start);
        self.out.extend_from_slice(&self.segment[..before]);
        for n in 0..self.lines.len() {
            let (start, end) = (self.lines[n].start, self.lines[n].end);
            let first = self.segment[start].kind;
            if self.broken && first != Kind::Close(Bracket::Body) {
                self.close_outdented(n);
                self.open_indented(n);
            }
            let next = self.lines.get(n + 1).map_or(self.segment.len(), |line| line.start);
            for at in start..next {
                let token = self.segment[at];
                match token.kind {
                    Kind::Open(Bracket::Body) => self.open_body(n, token, at == start),
                    Kind::Close(Bracket::Body) if at < end => self.close_body(n, token, at == start),
                    _ => self.out.push(token),
                }
            }
        }
        while self.unclosed() {}
    }

    fn open_body(&mut self, n: usize, token: Token, first: bool) {
        self.opens_left -= 1;
        let line = &self.lines[n];
        let mut entry = Open { at: token.span, line: n, indent: line.indent, ignored: false };
        let before = self.out[self.from..].iter().rev().map(|token| token.kind);
        let after_clause = |kind: Option<Kind>| {
            !matches!(
                kind,
                None | Some(Kind::Open(Bracket::Body) | Kind::Close(Bracket::Body) | Kind::Semicolon)
            )
        };
        if self.depth >= DEPTH {
            let mut token = token;
            too_deep(&mut token, self.mistakes);
            self.out.push(token);
            entry.ignored = true;
        } else if first {
            let belongs = after_clause(before.clone().find(|kind| !kind.is_trivia()));
            self.misplaced(token.span, belongs);
            entry.ignored = !belongs;
            if belongs {
                self.insert_before_trivia(token);
            } else {
                self.out.push(Token { kind: Kind::Bad, span: token.span });
            }
        } else if after_clause(before.clone().next()) {
            self.out.push(token);
        } else {
            self.misplaced(token.span, false);
            self.out.push(Token { kind: Kind::Bad, span: token.span });
            entry.ignored = true;
        }
        // Deeper than this nobody meant it, and the search for a partner has to end.
        if self.open.len() < 4 * DEPTH {
            self.push(entry);
        }
    }

    fn push(&mut self, entry: Open) {
        self.depth += usize::from(!entry.ignored);
        self.open.push(entry);
    }

    fn misplaced(&mut self, span: Span, belongs: bool) {
        let (message, help) = if belongs {
            ("this `{` stands on a line of its own", "put it at the end of the line before")
        } else {
            ("this `{` belongs to no clause", "delete it, or write the word it belongs to before it")
        };
        self.mistakes.report(&names::MISPLACED_BRACE, span, message, |d| d.help(help));
    }

    fn close_body(&mut self, n: usize, token: Token, first: bool) {
        self.closes_left -= 1;
        let indent = self.lines[n].indent;
        let excess = self.closes_left + 1 > self.open.len() + self.opens_left;
        let Some(top) = self.open.last() else { return self.stray(token) };
        if !self.broken || top.line == n {
            return self.pop(token);
        }
        let goes_on = || self.lines.get(n + 1).is_some_and(|next| next.indent > indent);
        if excess && (!first || (goes_on() && self.closes_at(n + 1, indent))) {
            return self.stray(token);
        }
        let partner = self.open.iter().rposition(|open| open.indent == indent);
        match partner.filter(|_| first) {
            Some(partner) => {
                while self.open.len() > partner + 1 {
                    self.unclosed();
                }
                self.pop(token);
            }
            None if excess => self.stray(token),
            None => self.pop(token),
        }
    }

    fn pop(&mut self, token: Token) {
        let ignored = self.open.pop().is_none_or(|open| open.ignored);
        self.depth -= usize::from(!ignored);
        let kind = if ignored { Kind::Bad } else { token.kind };
        self.out.push(Token { kind, span: token.span });
    }

    fn stray(&mut self, token: Token) {
        self.mistakes.report(&names::STRAY_BRACE, token.span, "this `}` closes nothing", |d| {
            d.help("delete it, or open the body with `{` at the end of the line it belongs to")
        });
        self.out.push(Token { kind: Kind::Bad, span: token.span });
    }

    /// Closes the innermost open body and reports it; returns false when none is open.
    fn unclosed(&mut self) -> bool {
        let Some(open) = self.open.pop() else { return false };
        let end = self.end();
        let last = self.mistakes.at(Span::new(end.saturating_sub(1), end));
        self.mistakes.report(&names::UNCLOSED_BODY, open.at, "this `{` has no closing `}`", |d| {
            d.because(last, "the body seems to end here")
                .help("close it with `}` on a line of its own below the last clause of its body")
        });
        if !open.ignored {
            self.depth -= 1;
            self.insert_before_trivia(Token { kind: Kind::Close(Bracket::Body), span: Span::new(end, end) });
        }
        true
    }

    /// Closes the bodies whose clauses should be deeper than this line is.
    fn close_outdented(&mut self, n: usize) {
        let indent = self.lines[n].indent;
        while let Some(top) = self.open.last() {
            let flat = self.open.len() == 1
                && self.lines.get(top.line + 1).is_some_and(|line| line.indent <= top.indent);
            if top.line == n || indent > top.indent || flat {
                break;
            }
            self.unclosed();
        }
    }

    /// Opens a body where the line before lacks its `{`: this line is deeper, and a `}` follows.
    fn open_indented(&mut self, n: usize) {
        let Some(before) = n.checked_sub(1).map(|n| &self.lines[n]) else { return };
        let (indent, last) = (before.indent, self.segment[before.end - 1]);
        let braces = [Kind::Open(Bracket::Body), Kind::Close(Bracket::Body)];
        let first = [self.segment[before.start].kind, self.segment[self.lines[n].start].kind];
        if self.lines[n].indent <= indent
            || braces.contains(&last.kind)
            || first.iter().any(|kind| braces.contains(kind))
            || !self.closes_at(n, indent)
        {
            return;
        }
        let end = last.span.end as usize;
        self.mistakes.report(&names::MISSING_BRACE, Span::new(end, end), "a `{` is missing here", |d| {
            d.help("the lines below are indented and end with `}`: write `{` at the end of this line")
        });
        self.insert_before_trivia(Token { kind: Kind::Open(Bracket::Body), span: Span::new(end, end) });
        self.push(Open { at: Span::new(end, end), line: n - 1, indent, ignored: false });
    }

    /// Tells whether the first line from `n` on that is no deeper than `indent` is a `}` there.
    fn closes_at(&self, n: usize, indent: u32) -> bool {
        let ends = self.lines[n..].iter().find(|line| line.indent <= indent);
        ends.is_some_and(|line| {
            line.indent == indent && self.segment[line.start].kind == Kind::Close(Bracket::Body)
        })
    }

    fn end(&self) -> usize {
        let last = self.out[self.from..].iter().rfind(|token| !token.kind.is_trivia());
        last.map_or(0, |token| token.span.end as usize)
    }

    fn insert_before_trivia(&mut self, token: Token) {
        let last = self.out[self.from..].iter().rposition(|token| !token.kind.is_trivia());
        self.out.insert(self.from + last.map_or(0, |last| last + 1), token);
    }
}

fn lines(segment: &[Token], mistakes: &Mistakes) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let (mut depth, mut fresh) = (0usize, true);
    for (n, token) in segment.iter().enumerate() {
        match token.kind {
            Kind::Doc(_) => continue,
            Kind::Line if depth == 0 => {
                fresh = true;
                continue;
            }
            Kind::Line => continue,
            kind if opener(kind).is_some() => depth += 1,
            kind if closer(kind).is_some() => depth = depth.saturating_sub(1),
            _ => {}
        }
        if std::mem::replace(&mut fresh, false) {
            let indent = mistakes.indent(token.span.start);
            found.push(Line { start: n, end: n, indent });
        }
        if let Some(line) = found.last_mut() {
            line.end = n + 1;
        }
    }
    found
}
