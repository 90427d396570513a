//! The characters of HCL: names, numbers, strings, heredocs, and where an expression ends.

use crate::source::Span;

/// Where an expression ends, beside at the end of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// At the end of its line.
    Line,
    /// At the end of its line, a comma or a closing bracket.
    Entry,
    /// At a comma or a closing bracket.
    Inside,
}

/// What a string holds besides text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    /// Nothing, or parts that are filled in.
    Text,
    /// One reference and nothing else: `"${var.model}"`.
    Reference,
}

/// A place in a text.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Whether something ran to the end of the text unclosed. Then nothing long is looked for
    /// again, so that a broken file is still read in linear time.
    broken: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Cursor<'t> {
        Cursor { text, at, broken: false }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Skips blanks and comments that end on the line.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some(b' ' | b'\t'), _) => self.at += 1,
                (Some(b'\r'), Some(b'\n')) => return,
                (Some(b'\r'), _) => self.at += 1,
                (Some(b'#'), _) | (Some(b'/'), Some(b'/')) => self.skip_to_line_end(),
                (Some(b'/'), Some(b'*')) => {
                    let length = self.rest().find("*/").map_or(self.rest().len(), |end| end + 2);
                    self.at += length;
                }
                _ => return,
            }
        }
    }

    /// Skips blanks, comments and line ends.
    pub(super) fn skip_blanks_and_lines(&mut self) {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'\n' | b'\r') => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_to_line_end(&mut self) {
        let end = super::line::end(self.text, self.at);
        let line = self.text.get(self.at..end).unwrap_or_default();
        self.at = end - usize::from(line.ends_with('\r'));
    }

    /// Skips the rest of a line that makes no sense.
    pub(super) fn skip_line(&mut self) {
        self.at = (super::line::end(self.text, self.at) + 1).min(self.text.len());
    }

    /// Takes a name.
    pub(super) fn identifier(&mut self) -> Option<Span> {
        let rest = self.rest();
        let first = rest.chars().next().filter(|c| c.is_alphabetic() || *c == '_')?;
        let of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let tail = rest.get(first.len_utf8()..).unwrap_or_default();
        let length = first.len_utf8() + tail.find(|c| !of_name(c)).unwrap_or(tail.len());
        Some(self.take(length))
    }

    /// Tells whether a word stands here.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let after = self.rest().strip_prefix(word);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    }

    /// Takes a number: digits, a fraction, an exponent.
    pub(super) fn number(&mut self) -> Option<Span> {
        let bytes = self.rest().as_bytes();
        let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let mut length = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(length);
        length += whole;
        if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
            length += 1 + digits(length + 1);
        }
        if matches!(bytes.get(length), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
            let exponent = digits(length + 1 + sign);
            length += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        (whole > 0).then(|| self.take(length))
    }

    fn take(&mut self, length: usize) -> Span {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        span
    }

    /// Takes a quoted string on one line; its text with escapes resolved, except those that
    /// say that `${` and `%{` are meant as they stand.
    pub(super) fn string(&mut self) -> Option<(String, Span, Template)> {
        let start = self.at;
        let close = self.string_end()?;
        self.at = close;
        let inner = self.text.get(start + 1..close - 1)?;
        let is_reference = inner.strip_prefix("${").is_some_and(|rest| {
            let mut cursor = Cursor::new(rest, 0);
            cursor.skip_template();
            cursor.at == rest.len()
        });
        let template = if is_reference { Template::Reference } else { Template::Text };
        Some((unescape(inner), Span::new(start, close), template))
    }

    /// Finds where the string that begins here ends, over the strings inside its templates.
    fn string_end(&mut self) -> Option<usize> {
        let mut cursor = Cursor { text: self.text, at: self.at + 1, broken: self.broken };
        loop {
            match (cursor.peek()?, cursor.peek_at(1)) {
                (b'"', _) => return Some(cursor.at + 1),
                (b'\n', _) => return None,
                (b'\\', _) => cursor.at += 2,
                (b'$' | b'%', Some(b'$' | b'%')) => {
                    cursor.at += if cursor.peek_at(2) == Some(b'{') { 3 } else { 1 };
                }
                (b'$' | b'%', Some(b'{')) if !cursor.broken => {
                    cursor.at += 2;
                    cursor.skip_template();
                    self.broken |= cursor.at >= self.text.len();
                }
                _ => cursor.at += 1,
            }
        }
    }

    /// Skips to behind the `}` that closes a template, over strings inside it.
    fn skip_template(&mut self) {
        // One counter for each string that the template is inside of.
        let mut open: Vec<usize> = vec![1];
        let mut in_string = false;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' if in_string => self.at += 1,
                b'$' | b'%' if in_string && self.peek() == Some(b'{') => {
                    self.at += 1;
                    open.push(1);
                    in_string = false;
                }
                b'"' => in_string = !in_string,
                b'{' if !in_string => *open.last_mut().unwrap_or(&mut 0) += 1,
                b'}' if !in_string => {
                    let level = open.last_mut().map_or(0, |level| {
                        *level -= 1;
                        *level
                    });
                    if level == 0 {
                        open.pop();
                        if open.is_empty() {
                            return;
                        }
                        in_string = true;
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes a heredoc, `<<EOT` or `<<-EOT`.
    pub(super) fn heredoc(&mut self) -> Option<String> {
        let start = self.at;
        let rest = self.rest().strip_prefix("<<").filter(|_| !self.broken)?;
        let indented = rest.starts_with('-');
        self.at += 2 + usize::from(indented);
        let Some(name) = self.identifier().map(|span| self.slice(span)) else {
            self.at = start;
            return None;
        };
        let mut at = super::line::end(self.text, self.at) + 1;
        let mut lines: Vec<&str> = Vec::new();
        while at <= self.text.len() {
            let end = super::line::end(self.text, at);
            let line = self.text.get(at..end)?;
            if line.trim() == name {
                self.at = at + line.trim_end().len();
                return Some(joined(&lines, indented));
            }
            lines.push(line.strip_suffix('\r').unwrap_or(line));
            at = end + 1;
        }
        (self.at, self.broken) = (start, true);
        None
    }

    /// Tells whether an expression that ends so ends here; skips the blanks before.
    pub(super) fn is_at_end_of(&mut self, ends: Ends) -> bool {
        if ends == Ends::Inside {
            self.skip_blanks_and_lines()
        } else {
            self.skip_blanks()
        };
        match self.peek() {
            None => true,
            Some(b'\n' | b'\r') => ends != Ends::Inside,
            Some(b'}') => true,
            Some(b',' | b']' | b')') => ends != Ends::Line,
            Some(_) => false,
        }
    }

    /// Takes an expression as its text, with runs of white space and comments as one blank.
    pub(super) fn expression_text(&mut self, ends: Ends) -> String {
        let mut out = String::new();
        let mut depth = 0usize;
        loop {
            let start = self.at;
            if depth > 0 || ends == Ends::Inside {
                self.skip_blanks_and_lines()
            } else {
                self.skip_blanks()
            };
            if self.at > start && !out.is_empty() {
                out.push(' ');
            }
            let from = self.at;
            match self.peek() {
                None => break,
                Some(b'\n' | b'\r') if depth == 0 && ends != Ends::Inside => break,
                Some(b',') if depth == 0 && ends != Ends::Line => break,
                Some(b')' | b']' | b'}') if depth == 0 => break,
                Some(b'(' | b'[' | b'{') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b')' | b']' | b'}') => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b'"') => self.at = self.string_end().unwrap_or(self.at + 1),
                Some(b'<') if self.rest().starts_with("<<") && self.heredoc().is_some() => {}
                Some(_) => self.at += self.rest().chars().next().map_or(1, char::len_utf8),
            }
            out.push_str(self.text.get(from..self.at).unwrap_or_default());
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// Takes a group in parentheses as its text.
    pub(super) fn group_text(&mut self) -> String {
        self.at += 1;
        let inner = self.expression_text(Ends::Inside);
        if self.peek() == Some(b')') {
            self.at += 1;
        }
        format!("({inner})")
    }
}

/// The lines of a heredoc as one text; an indented one loses what all its lines begin with.
fn joined(lines: &[&str], indented: bool) -> String {
    let blank = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let margin = if indented { filled.map(blank).min().unwrap_or(0) } else { 0 };
    let mut out = String::new();
    for line in lines {
        out.push_str(line.get(margin.min(blank(line))..).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn unescape(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        let digits = match escaped {
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        match (escaped, super::line::code_point(chars.clone(), digits)) {
            (None, _) => out.push(c),
            (Some('n'), _) => out.push('\n'),
            (Some('r'), _) => out.push('\r'),
            (Some('t'), _) => out.push('\t'),
            (Some('u' | 'U'), Some(c)) => {
                out.push(c);
                (0..digits).for_each(|_| _ = chars.next());
            }
            (Some(other), _) => out.push(other),
        }
    }
    out
}
