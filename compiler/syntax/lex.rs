//! Text → tokens. Dispatches on the first byte. Plain words and plain strings, which are nearly
//! all there is, are cut by their bytes; nom reads every other token.

use nom::bytes::complete::{is_not, tag, take_while};
use nom::character::complete::anychar;
use nom::combinator::{opt, recognize};
use nom::sequence::pair;
use nom::{IResult, Parser};

use super::atom::{self, Atom, Scalar};
use super::mistakes::Mistakes;
use super::token::{Bracket, Kind, Token};
use super::{Data, Tree, index, is_doc, items, text};
use crate::character;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::source::Span;

/// Cuts the text of the tree into tokens; values and comments go into the tree.
pub(super) fn lex(tree: &mut Tree, mistakes: &mut Mistakes) -> Vec<Token> {
    let source = tree.text.clone();
    report_hidden(&source, mistakes);
    let tokens = Vec::with_capacity(source.len() / 6);
    let mut lexer = Lexer { text: &source, tree, mistakes, tokens, torn: None };
    let mut rest = &*source;
    while let Some(first) = rest.bytes().next() {
        rest = lexer.step(rest, first);
    }
    lexer.tokens
}

/// Reports what a reader of the text cannot see, wherever it stands.
fn report_hidden(source: &str, mistakes: &mut Mistakes) {
    if let Some(at) = source.find('\r') {
        let count = source.matches('\r').count();
        let lines = if count == 1 { "a line ends".to_owned() } else { format!("{count} lines end") };
        let place = mistakes.at(Span::new(at, at + 1));
        let message = format!("{lines} with a carriage return");
        let help = "save the file with line ends of Unix (LF); in git: `*.countersign text eol=lf` in `.gitattributes`";
        mistakes.remark(Diagnostic::new(&names::CARRIAGE_RETURN, place, message).help(help));
    }
    let visible = |b: &u8| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    // Whole chunks, without a look at where each ends, are what processors are quick at.
    if source.as_bytes().chunks(256).all(|chunk| chunk.iter().fold(true, |all, b| all & visible(b))) {
        return;
    }
    for (at, c) in source.char_indices() {
        let Some(what) = character::hidden(c) else { continue };
        let span = Span::new(at, at + c.len_utf8());
        let message = format!("{what}, U+{:04X}, stands here and cannot be seen", u32::from(c));
        let help =
            format!("delete it; where a string needs it, write `{}` in `\"…\"`", character::escaped(c));
        mistakes.report(&names::HIDDEN_CHARACTER, span, message, |d| d.help(help));
    }
}

/// For each byte whether a plain word may hold it.
static WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0u8;
    while b < 128 {
        table[b as usize] = b.is_ascii_alphanumeric() || b == b'_';
        b += 1;
    }
    table
};

struct Lexer<'t, 'm, 's> {
    text: &'t str,
    tree: &'m mut Tree,
    mistakes: &'m mut Mistakes<'s>,
    tokens: Vec<Token>,
    /// Whether some `"""` of this file has no partner, so that a text block ends at the next item.
    torn: Option<bool>,
}

impl<'t> Lexer<'t, '_, '_> {
    /// Reads one token, or skips what is between tokens, and returns what follows.
    fn step(&mut self, rest: &'t str, first: u8) -> &'t str {
        match first {
            b' ' | b'\t' | b'\r' => blanks(rest),
            b'\n' => self.punctuation(rest, Kind::Line),
            b'{' => self.punctuation(rest, Kind::Open(Bracket::Body)),
            b'}' => self.punctuation(rest, Kind::Close(Bracket::Body)),
            b'[' => self.punctuation(rest, Kind::Open(Bracket::Square)),
            b']' => self.punctuation(rest, Kind::Close(Bracket::Square)),
            b'(' => self.punctuation(rest, Kind::Open(Bracket::Round)),
            b')' => self.punctuation(rest, Kind::Close(Bracket::Round)),
            b',' => self.punctuation(rest, Kind::Comma),
            b';' => self.punctuation(rest, Kind::Semicolon),
            b'"' if rest.starts_with("\"\"\"") => self.block(rest),
            b'"' => self.string(rest, text::quoted, false),
            b'\'' => self.string(rest, text::raw, true),
            b'/' if rest.starts_with("//") => self.comment(rest),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(rest),
            _ => self.rare(rest),
        }
    }

    /// Reads what begins neither like a word nor with a mark.
    fn rare(&mut self, rest: &'t str) -> &'t str {
        match rest.chars().next() {
            None => "",
            Some(c) if atom::is_atom(c) => self.atom(rest),
            Some(c) if character::hidden(c).is_some() => &rest[c.len_utf8()..],
            Some(c) => self.unexpected(rest, c),
        }
    }

    /// Returns the span from the start of one rest of the text to the start of a later one.
    fn span(&self, from: &str, to: &str) -> Span {
        Span::new(self.text.len() - from.len(), self.text.len() - to.len())
    }

    fn push(&mut self, kind: Kind, span: Span) {
        self.tokens.push(Token { kind, span });
    }

    fn decoded(&mut self, text: String) -> Kind {
        self.tree.decoded.push(text.into());
        Kind::Value(Data::Decoded(index(self.tree.decoded.len() - 1)))
    }

    fn punctuation(&mut self, rest: &'t str, kind: Kind) -> &'t str {
        let after = &rest[1..];
        self.push(kind, self.span(rest, after));
        after
    }

    fn comment(&mut self, rest: &'t str) -> &'t str {
        let (after, line) = comment(rest).unwrap_or(("", rest));
        let start = self.span(self.text, rest).end;
        let span = Span::new(start as usize, start as usize + line.trim_end().len());
        let place = index(self.tree.comments.len());
        self.tree.comments.push(span);
        if is_doc(line) {
            if self.tokens.last().is_none_or(|last| last.kind.is_trivia()) {
                self.push(Kind::Doc(place), span);
            } else {
                unattached(self.mistakes, span);
            }
        }
        after
    }

    /// Reads what begins with a letter and most often is a plain word.
    fn word(&mut self, rest: &'t str) -> &'t str {
        let end = rest.bytes().position(|b| !WORD[usize::from(b)]).unwrap_or(rest.len());
        let goes_on =
            rest.as_bytes().get(end).is_some_and(|b| !b.is_ascii() || atom::is_atom(char::from(*b)));
        if goes_on {
            return self.atom(rest);
        }
        let after = &rest[end..];
        self.push(Kind::Word, self.span(rest, after));
        after
    }

    fn atom(&mut self, rest: &'t str) -> &'t str {
        let (after, run) = atom_run(rest).unwrap_or(("", rest));
        let span = self.span(rest, after);
        let kind = match atom::read(run) {
            Ok(Atom::Word) => Kind::Word,
            Ok(Atom::Path) => Kind::Value(Data::Path),
            Ok(Atom::Reference) => Kind::Value(Data::Reference),
            Ok(Atom::Scalar(one)) => Kind::Value(scalar(one)),
            Ok(Atom::Range(low, high, width)) => {
                let (start, end) = (span.start as usize, span.end as usize);
                let first = self.tree.push_value(Span::new(start, start + width), scalar(low));
                self.tree.push_value(Span::new(start + width + 2, end), scalar(high));
                Kind::Value(Data::Range(first))
            }
            Err(fault) => {
                self.mistakes.report(fault.name, span, fault.message, |d| d.help(fault.help));
                Kind::Bad
            }
        };
        self.push(kind, span);
        after
    }

    fn string(&mut self, rest: &'t str, read: fn(&str) -> IResult<&str, &str>, raw: bool) -> &'t str {
        if let Some(after) = text::after_plain(rest) {
            let data = if raw { Data::Raw } else { Data::Plain };
            self.push(Kind::Value(data), self.span(rest, after));
            return after;
        }
        let Ok((after, content)) = read(rest) else { return self.unterminated(rest) };
        let span = self.span(rest, after);
        let kind = match raw {
            true => Kind::Value(Data::Raw),
            false => match text::unescape(content) {
                Ok(value) => self.decoded(value),
                Err(at) => {
                    self.unknown_escape(content, span.start as usize + 1, at, span);
                    return after;
                }
            },
        };
        self.push(kind, span);
        after
    }

    fn unknown_escape(&mut self, content: &str, start: usize, at: usize, span: Span) {
        let shown: String = content[at..].chars().take(2).collect();
        let place = Span::new(start + at, start + at + shown.len());
        let message = format!("`{shown}` means nothing in a string");
        self.mistakes.report(&names::UNKNOWN_ESCAPE, place, message, |d| {
            d.help(
                r#"the escapes are `\"`, `\\`, `\n`, `\t` and `\u{e9}`; between `'` and `'` a backslash is itself"#,
            )
        });
        self.push(Kind::Bad, span);
    }

    /// Gives up the rest of the line, but for the brackets at its end, which most likely are
    /// brackets and not text.
    fn unterminated(&mut self, rest: &'t str) -> &'t str {
        let line = rest.split('\n').next().unwrap_or(rest);
        let line = line.split(" //").next().unwrap_or(line);
        let quote = &line[..1];
        let kept = line.trim_end_matches([' ', '\t', '\r', '{', '}', '[', ']', '(', ')', ';', ',']);
        let after = &rest[kept.len().max(1)..];
        let span = self.span(rest, after);
        self.mistakes.report_instead(
            &names::UNTERMINATED_STRING,
            span,
            format!("the text that starts here has no closing `{quote}`"),
            |d| d.help(format!("close it with `{quote}` on the same line; for several lines use `\"\"\"`")),
        );
        self.push(Kind::Bad, span);
        after
    }

    /// Reads `"""…"""`; where some block of the file lacks its end, a block ends at an item.
    fn block(&mut self, rest: &'t str) -> &'t str {
        let torn = *self.torn.get_or_insert_with(|| self.text.matches("\"\"\"").count() % 2 == 1);
        let mut from = 3;
        loop {
            let line = rest[from..].split('\n').next().unwrap_or("");
            let next = from + line.len() + 1;
            if let Some(at) = text::block_end(line) {
                return self.closed_block(rest, from + at);
            }
            let item = rest.get(next..).is_none_or(|next| torn && items::is_kind(first_word(next)));
            if item {
                self.torn = Some(true);
                return self.open_block(rest);
            }
            from = next;
        }
    }

    fn closed_block(&mut self, rest: &'t str, end: usize) -> &'t str {
        let (content, after) = (&rest[3..end], &rest[end + 3..]);
        let span = self.span(rest, after);
        match text::unescape(content) {
            Err(at) => self.unknown_escape(content, span.start as usize + 3, at, span),
            Ok(_) => {
                let value = text::unescape(&text::block_lines(content).join("\n")).unwrap_or_default();
                let kind = self.decoded(value);
                self.push(kind, span);
            }
        }
        after
    }

    fn open_block(&mut self, rest: &'t str) -> &'t str {
        let mut after = rest.find('\n').map_or("", |end| &rest[end..]);
        while !after.is_empty() && !items::is_kind(first_word(&after[1..])) {
            after = after[1..].find('\n').map_or("", |end| &after[1 + end..]);
        }
        let span = Span::new(self.span(self.text, rest).end as usize, self.text.len() - rest.len() + 3);
        self.mistakes.report_instead(
            &names::UNTERMINATED_STRING,
            span,
            "the text block that starts here has no closing `\"\"\"`",
            |d| d.help("close it with `\"\"\"` on a line of its own"),
        );
        self.push(Kind::Bad, span);
        after
    }

    fn unexpected(&mut self, rest: &'t str, c: char) -> &'t str {
        let after = after_curly(rest, c).unwrap_or(&rest[c.len_utf8()..]);
        let span = self.span(rest, after);
        let help = match c {
            '“' | '”' | '„' | '«' | '»' | '`' => "text stands between straight quotes: `\"…\"`",
            '‘' | '’' => "raw text stands between straight quotes: `'…'`",
            '=' => "write the word, a space and the value, without `=`",
            '#' | '/' => "a comment starts with `//`",
            '–' | '—' => "a range has two dots, `0.65..0.95`; a date has hyphens, `2026-12-31`",
            '<' | '>' => "write the words: `at least 3`, `at most 0.05`",
            _ => "text with such characters stands in quotes: `\"…\"`",
        };
        let message = if c.is_whitespace() {
            format!("a blank that is no plain space, U+{:04X}, stands here", u32::from(c))
        } else {
            format!("`{c}` has no meaning here")
        };
        self.mistakes.report(&names::UNEXPECTED_CHARACTER, span, message, |d| d.help(help));
        self.push(Kind::Bad, span);
        after
    }
}

fn scalar(scalar: Scalar) -> Data {
    match scalar {
        Scalar::Number(_) => Data::Number,
        Scalar::Percent(_) => Data::Percent,
        Scalar::Date(date) => Data::Date(date),
    }
}

/// Warns about a `///` line that documents nothing.
pub(super) fn unattached(mistakes: &mut Mistakes, span: Span) {
    let at = mistakes.at(span);
    mistakes.remark(
        Diagnostic::new(&names::UNATTACHED_DOC, at, "this `///` line documents nothing")
            .help("put it on a line of its own above the item or clause it is about, or start it with `//`"),
    );
}

/// Passes over a text between curly quotes, so that what stands in it is no second mistake.
fn after_curly(rest: &str, open: char) -> Option<&str> {
    let close: &[char] = match open {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '‘' => &['’'],
        _ => return None,
    };
    let line = rest.split('\n').next().unwrap_or(rest);
    let end = open.len_utf8() + line[open.len_utf8()..].find(close)?;
    let close = rest[end..].chars().next()?;
    Some(&rest[end + close.len_utf8()..])
}

fn blanks(input: &str) -> &str {
    let end = input.bytes().position(|b| !matches!(b, b' ' | b'\t' | b'\r'));
    end.map_or("", |end| &input[end..])
}

fn comment(input: &str) -> IResult<&str, &str> {
    recognize(pair(tag("//"), opt(is_not("\n")))).parse(input)
}

fn atom_run(input: &str) -> IResult<&str, &str> {
    let plain = |b: &u8| b.is_ascii() && atom::is_atom(char::from(*b));
    let end = input.bytes().position(|b| !plain(&b)).unwrap_or(input.len());
    // Nearly every run is plain, and bytes are quicker than letters.
    if end > 0 && input.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return Ok((&input[end..], &input[..end]));
    }
    recognize(pair(anychar, take_while(atom::is_atom))).parse(input)
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}
