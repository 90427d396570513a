//! The one shape of a policy: two blanks a level, one clause a line, what clauses say in one
//! column, short bodies on one line.

use crate::source::Span;

use super::{Clause, Data, Run, Tree, Value};

/// The widest line that a body or list may share.
const WIDTH: usize = 100;

/// Prints a tree in the one shape; comments keep their place.
///
/// Only for files without syntax mistakes: what was not understood is not in the tree.
pub fn print(tree: &Tree) -> String {
    let out = String::with_capacity(tree.text.len() + tree.text.len() / 8);
    let mut printer = Printer { tree, out, comment: 0, last: 0 };
    for (index, item) in tree.items().enumerate() {
        printer.clause(item, 0, index == 0, 0);
    }
    printer.comments_before(tree.text.len(), 0, tree.roots.range().is_empty());
    printer.out
}

struct Printer<'t> {
    tree: &'t Tree,
    out: String,
    /// The first comment not printed yet.
    comment: usize,
    /// The end of what has been printed, in the source.
    last: usize,
}

impl<'t> Printer<'t> {
    fn indent(&mut self, depth: usize) {
        self.blanks(2 * depth);
    }

    fn blanks(&mut self, n: usize) {
        self.out.extend(std::iter::repeat_n(' ', n));
    }

    /// Keeps one blank line where the source has some, never at the start of a body.
    fn blank(&mut self, upto: usize, first: bool) {
        if !first && has_blank_line(self.tree.text.get(self.last..upto).unwrap_or("")) {
            self.out.push('\n');
        }
    }

    /// Prints comments that stand on lines of their own before a place; returns whether any did.
    fn comments_before(&mut self, upto: usize, depth: usize, mut first: bool) -> bool {
        let mut any = false;
        while let Some(comment) = self.next_comment(upto) {
            self.blank(comment.start as usize, first);
            self.indent(depth);
            self.write_comment(comment);
            self.out.push('\n');
            (first, any) = (false, true);
        }
        any
    }

    fn next_comment(&self, upto: usize) -> Option<Span> {
        self.tree.comments.get(self.comment).copied().filter(|c| (c.start as usize) < upto)
    }

    fn write_comment(&mut self, comment: Span) {
        self.out.push_str(self.tree.text[comment.range()].trim_end());
        self.comment += 1;
        self.last = comment.end as usize;
    }

    /// Ends a line, with the comment that stands behind it in the source.
    fn end_line(&mut self, end: usize) {
        self.last = end;
        if self.comment < self.tree.comments.len() {
            let line_end = self.tree.text[end..].find('\n').map_or(self.tree.text.len(), |n| end + n);
            if let Some(comment) = self.next_comment(line_end) {
                self.out.push(' ');
                self.write_comment(comment);
            }
        }
        self.out.push('\n');
    }

    fn has_comment(&self, span: Span) -> bool {
        self.next_comment(span.end as usize).is_some()
    }

    /// Prints a clause whose word takes at least `column` characters.
    fn clause(&mut self, clause: Clause<'t>, depth: usize, first: bool, column: usize) {
        let span = clause.at().span;
        let commented = self.comments_before(span.start as usize, depth, first);
        self.blank(span.start as usize, first && !commented);
        self.indent(depth);
        if !self.has_comment(span) && self.one_line(clause, depth, column) {
            return self.end_line(span.end as usize);
        }
        self.word(clause, column);
        for value in clause.values() {
            self.out.push(' ');
            self.value(value, depth);
        }
        let Some(body) = clause.body() else { return self.end_line(span.end as usize) };
        self.out.push_str(" {");
        let open = self.brace(clause);
        self.end_line(open);
        self.body(&body, depth + 1);
        let close = span.end as usize - 1;
        self.comments_before(close, depth + 1, body.is_empty());
        self.indent(depth);
        self.out.push('}');
        self.end_line(span.end as usize);
    }

    /// Prints the clauses of a body, a paragraph at a time: one between blank lines, none of
    /// whose clauses has a body of its own, says its values in one column.
    fn body(&mut self, clauses: &[Clause<'t>], depth: usize) {
        let mut rest = clauses;
        while !rest.is_empty() {
            let parted = |pair: &[Clause<'t>]| {
                let gap = pair[0].at().span.end as usize..pair[1].at().span.start as usize;
                has_blank_line(&self.tree.text[gap])
            };
            let end = rest.windows(2).position(parted).map_or(rest.len(), |n| n + 1);
            let (paragraph, after) = rest.split_at(end);
            let plain = paragraph.iter().all(|clause| !clause.has_body());
            let speaking = paragraph.iter().filter(|clause| plain && clause.first_value().is_some());
            let column = speaking.map(|clause| clause.word().len()).max().unwrap_or(0);
            for (n, clause) in paragraph.iter().enumerate() {
                self.clause(*clause, depth, rest.len() == clauses.len() && n == 0, column);
            }
            rest = after;
        }
    }

    fn word(&mut self, clause: Clause<'t>, column: usize) {
        self.out.push_str(clause.word());
        if clause.first_value().is_some() {
            self.blanks(column.saturating_sub(clause.word().len()));
        }
    }

    /// Prints a clause on one line, if its body has at most one clause, itself without a body,
    /// and it fits; else prints nothing and returns false.
    fn one_line(&mut self, clause: Clause<'t>, depth: usize, column: usize) -> bool {
        let start = self.out.len();
        self.head(clause, column);
        let fits = match clause.body().as_deref() {
            None => true,
            Some([]) => {
                self.out.push_str(" {}");
                true
            }
            Some([one]) if !one.has_body() && depth < 2 => {
                self.out.push_str(" { ");
                self.head(*one, 0);
                self.out.push_str(" }");
                true
            }
            Some(_) => false,
        };
        let line = &self.out[start..];
        let wide = || 2 * depth + line.chars().count() > WIDTH;
        if fits && !line.contains('\n') && !(2 * depth + line.len() > WIDTH && wide()) {
            return true;
        }
        self.out.truncate(start);
        false
    }

    fn head(&mut self, clause: Clause<'t>, column: usize) {
        self.word(clause, column);
        for value in clause.values() {
            self.out.push(' ');
            self.flat(value);
        }
    }

    /// Returns the byte after the opening brace of a clause's body.
    fn brace(&self, clause: Clause) -> usize {
        let head = clause.head_at().span.end as usize;
        // The grammar has nothing but blanks between the head and its brace.
        self.tree.text[head..].find('{').map_or(head, |n| head + n) + 1
    }

    /// Prints a value; a list that is too wide or holds comments takes one phrase a line.
    fn value(&mut self, value: Value<'t>, depth: usize) {
        let data = &self.tree.values[value.index as usize];
        let round = match data.data {
            Data::Square(_) => false,
            Data::Round(_) => true,
            _ => return self.flat(value),
        };
        let phrases = self.tree.phrases(data.data);
        let commented = self.has_comment(data.span);
        let start = self.out.len();
        self.flat(value);
        let line = self.out.rfind('\n').map_or(0, |n| n + 1);
        if commented || self.out[line..].chars().count() > WIDTH && phrases.len() > 1 {
            self.out.truncate(start);
            self.long_list(data.span, phrases, round, depth);
        }
    }

    fn long_list(&mut self, span: Span, phrases: &'t [Run], round: bool, depth: usize) {
        self.out.push(if round { '(' } else { '[' });
        self.end_line(span.start as usize + 1);
        for (index, phrase) in phrases.iter().enumerate() {
            let spans = self.tree.run(*phrase).iter().map(|value| value.at().span);
            let Some(span) = spans.reduce(Span::to) else { continue };
            self.comments_before(span.start as usize, depth + 1, index == 0);
            self.indent(depth + 1);
            for (n, value) in self.tree.run(*phrase).iter().enumerate() {
                if n > 0 {
                    self.out.push(' ');
                }
                self.value(value, depth + 1);
            }
            if !round {
                self.out.push(',');
            }
            // A comment behind the comma belongs to this line.
            let comma = self.tree.text[span.end as usize..].find([',', ']', '\n']).unwrap_or(0);
            let after = span.end as usize + comma;
            let after = if self.tree.text[after..].starts_with(',') { after + 1 } else { span.end as usize };
            self.end_line(after);
        }
        self.comments_before(span.end as usize - 1, depth + 1, false);
        self.indent(depth);
        self.out.push(if round { ')' } else { ']' });
        self.last = span.end as usize;
    }

    fn flat(&mut self, value: Value<'t>) {
        let data = self.tree.values[value.index as usize].data;
        let (open, close) = match data {
            Data::Square(_) => ('[', ']'),
            Data::Round(_) => ('(', ')'),
            _ => return self.out.push_str(value.source()),
        };
        self.out.push(open);
        for (n, phrase) in self.tree.phrases(data).iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            for (n, value) in self.tree.run(*phrase).iter().enumerate() {
                if n > 0 {
                    self.out.push(' ');
                }
                self.flat(value);
            }
        }
        self.out.push(close);
    }
}

/// Tells whether a line between two places has nothing on it but blanks.
fn has_blank_line(gap: &str) -> bool {
    let (Some(first), Some(last)) = (gap.find('\n'), gap.rfind('\n')) else { return false };
    first < last && gap[first + 1..last].split('\n').any(|line| line.trim_ascii().is_empty())
}
