//! The one shape of a policy: two blanks a level, one clause a line, short bodies on one line.

use crate::source::Span;

use super::{Clause, Data, Tree, Value, ValueData};

/// The widest line that a body or list may share.
const WIDTH: usize = 100;

/// Prints a tree in the one shape; comments keep their place.
///
/// Only for files without syntax mistakes: what was not understood is not in the tree.
pub fn print(tree: &Tree) -> String {
    let mut printer = Printer { tree, out: String::new(), comment: 0, last: 0 };
    for (index, item) in tree.items().enumerate() {
        printer.clause(item, 0, index == 0);
    }
    printer.comments_before(tree.text.len(), 0, tree.roots.is_empty());
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

impl Printer<'_> {
    fn indent(&mut self, depth: usize) {
        self.out.push_str(&"  ".repeat(depth));
    }

    /// Keeps one blank line where the source has some, never at the start of a body.
    fn blank(&mut self, upto: usize, first: bool) {
        let gap = self.tree.text.get(self.last..upto).unwrap_or("");
        if !first && gap.matches('\n').count() > 1 {
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
        let line_end = self.tree.text[end..].find('\n').map_or(self.tree.text.len(), |n| end + n);
        if let Some(comment) = self.next_comment(line_end) {
            self.out.push(' ');
            self.write_comment(comment);
        }
        self.out.push('\n');
    }

    fn has_comment(&self, span: Span) -> bool {
        self.next_comment(span.end as usize).is_some()
    }

    fn clause(&mut self, clause: Clause, depth: usize, first: bool) {
        let span = clause.at().span;
        let commented = self.comments_before(span.start as usize, depth, first);
        self.blank(span.start as usize, first && !commented);
        self.indent(depth);
        if !self.has_comment(span)
            && let Some(line) = flat(clause, depth).filter(|l| l.chars().count() + 2 * depth <= WIDTH)
        {
            self.out.push_str(&line);
            return self.end_line(span.end as usize);
        }
        self.out.push_str(clause.word());
        for value in clause.values() {
            self.out.push(' ');
            self.value(value, depth);
        }
        let Some(body) = clause.body() else { return self.end_line(span.end as usize) };
        self.out.push_str(" {");
        let open = self.brace(clause);
        self.end_line(open);
        for (index, inner) in body.into_iter().enumerate() {
            self.clause(inner, depth + 1, index == 0);
        }
        let close = span.end as usize - 1;
        self.comments_before(close, depth + 1, false);
        self.indent(depth);
        self.out.push('}');
        self.end_line(span.end as usize);
    }

    /// Returns the byte after the opening brace of a clause's body.
    fn brace(&self, clause: Clause) -> usize {
        let head = clause.head_at().span.end as usize;
        let mut at = head;
        // Comments may stand between the head and the brace only on the same line end; the
        // grammar has nothing else there.
        while self.tree.text.as_bytes().get(at).is_some_and(|b| *b != b'{') {
            at += 1;
        }
        at + 1
    }

    /// Prints a value; a list that is too wide or holds comments takes one phrase a line.
    fn value(&mut self, value: Value, depth: usize) {
        let text = flat_value(value);
        let column = self.out.len() - self.out.rfind('\n').map_or(0, |n| n + 1);
        let data = &self.tree.values[value.index as usize];
        match &data.data {
            Data::List { phrases, round }
                if self.has_comment(data.span)
                    || column + text.chars().count() > WIDTH && phrases.len() > 1 =>
            {
                self.long_list(data, phrases, *round, depth);
            }
            _ => self.out.push_str(&text),
        }
    }

    fn long_list(&mut self, list: &ValueData, phrases: &[Vec<u32>], round: bool, depth: usize) {
        self.out.push(if round { '(' } else { '[' });
        self.end_line(list.span.start as usize + 1);
        for (index, phrase) in phrases.iter().enumerate() {
            let spans = phrase.iter().map(|v| self.tree.values[*v as usize].span);
            let Some(span) = spans.reduce(Span::to) else { continue };
            self.comments_before(span.start as usize, depth + 1, index == 0);
            self.indent(depth + 1);
            for (n, v) in phrase.iter().enumerate() {
                if n > 0 {
                    self.out.push(' ');
                }
                self.value(Value { tree: self.tree, index: *v }, depth + 1);
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
        self.comments_before(list.span.end as usize - 1, depth + 1, false);
        self.indent(depth);
        self.out.push(if round { ')' } else { ']' });
        self.last = list.span.end as usize;
    }
}

/// Prints a clause on one line, if its body has at most one clause, itself on one line.
fn flat(clause: Clause, depth: usize) -> Option<String> {
    let mut line = clause.word().to_owned();
    for value in clause.values() {
        line.push(' ');
        line += &flat_value(value);
    }
    match clause.body()?.as_slice() {
        [] => line += " {}",
        [one] if one.body().is_none() && depth < 2 => {
            line += &format!(" {{ {} }}", flat_or_head(*one)?);
        }
        _ => return None,
    }
    if line.contains('\n') { None } else { Some(line) }
}

fn flat_or_head(clause: Clause) -> Option<String> {
    let values: Vec<String> = clause.values().into_iter().map(flat_value).collect();
    let line = std::iter::once(clause.word().to_owned()).chain(values).collect::<Vec<_>>().join(" ");
    if line.contains('\n') { None } else { Some(line) }
}

fn flat_value(value: Value) -> String {
    match &value.tree.values[value.index as usize].data {
        Data::List { phrases, round } => {
            let phrase = |p: &Vec<u32>| {
                p.iter()
                    .map(|v| flat_value(Value { tree: value.tree, index: *v }))
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let inner = phrases.iter().map(phrase).collect::<Vec<_>>().join(", ");
            if *round { format!("({inner})") } else { format!("[{inner}]") }
        }
        Data::Range(low, high) => {
            let end = |v: &u32| flat_value(Value { tree: value.tree, index: *v });
            format!("{}..{}", end(low), end(high))
        }
        _ => value.source().to_owned(),
    }
}
