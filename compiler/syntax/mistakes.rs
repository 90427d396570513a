//! Collects what is wrong in one file: one mistake a line, in order, and not too many.
//!
//! What follows a mistake on its line is most often its consequence, so a line reports once.

use crate::diagnostic::Diagnostic;
use crate::names::{self, Name};
use crate::source::{FileId, Location, Source, Span};

/// The most mistakes that are listed for one file.
pub const MOST_LISTED: usize = 200;

/// Says how many mistakes of a file are not listed, at the last one that is.
pub fn too_many(at: Location, left_out: usize) -> Diagnostic {
    let message = format!("{left_out} more mistakes in this file are not listed");
    Diagnostic::new(&names::TOO_MANY_MISTAKES, at, message).help("correct those above and run it again")
}

pub(super) struct Mistakes<'s> {
    file: FileId,
    source: &'s Source,
    found: Vec<Diagnostic>,
    /// For each line whether it has reported; empty before the first report.
    taken: Vec<bool>,
    left_out: usize,
    /// Where the errors are, also those that are not listed.
    damage: Vec<u32>,
}

impl<'s> Mistakes<'s> {
    pub fn new(file: FileId, source: &'s Source) -> Mistakes<'s> {
        Mistakes { file, source, found: Vec::new(), taken: Vec::new(), left_out: 0, damage: Vec::new() }
    }

    /// Returns the location of a span in this file.
    pub fn at(&self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    /// Returns the column of a byte, from 0, in bytes.
    pub fn indent(&self, offset: u32) -> u32 {
        offset - self.source.line_span(self.source.line_of(offset)).start
    }

    /// Reports a mistake, unless its line has reported one.
    pub fn report(
        &mut self,
        name: &'static Name,
        span: Span,
        message: impl Into<String>,
        finish: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        self.damage.push(span.start);
        let line = self.source.line_of(span.start) as usize - 1;
        self.taken.resize(self.source.line_count() as usize, false);
        if !std::mem::replace(&mut self.taken[line], true) {
            let location = self.at(span);
            self.list(|| finish(Diagnostic::new(name, location, message)));
        }
    }

    /// Reports a string without an end in place of what was found earlier on its line:
    /// the missing quote explains that too.
    pub fn report_instead(
        &mut self,
        name: &'static Name,
        span: Span,
        message: impl Into<String>,
        finish: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let line = |span: Span| self.source.line_of(span.start);
        let same = self.found.last().is_some_and(|last| {
            line(last.primary.at.span) == line(span)
                && last.is_error()
                && ![names::HIDDEN_CHARACTER.name, names::CARRIAGE_RETURN.name].contains(&last.name.name)
        });
        if same {
            self.found.pop();
            self.taken[line(span) as usize - 1] = false;
        }
        self.report(name, span, message, finish);
    }

    /// Reports something that belongs to no line or that does not make the policy unusable.
    pub fn remark(&mut self, diagnostic: Diagnostic) {
        if diagnostic.is_error() {
            self.damage.push(diagnostic.primary.at.span.start);
        }
        self.list(|| diagnostic);
    }

    fn list(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.found.len() < MOST_LISTED {
            self.found.push(make());
        } else {
            self.left_out += 1;
        }
    }

    /// Returns the findings in the order of the text, and where the errors are.
    pub fn finish(mut self) -> (Vec<Diagnostic>, Vec<u32>) {
        self.found.sort_by_key(Diagnostic::key);
        self.damage.sort_unstable();
        self.damage.dedup();
        if let (1.., Some(last)) = (self.left_out, self.found.last()) {
            self.found.push(too_many(last.primary.at, self.left_out));
        }
        (self.found, self.damage)
    }
}
