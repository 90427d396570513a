//! Findings in policy files: for people through miette, for programs as JSON.

use std::fmt;
use std::sync::OnceLock;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents,
};
use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::names::Level;
use crate::source::{FileId, Location, Source, Sources, Span};

use super::escape::terminal;

/// A finding with its source, as miette wants it; the only place that implements its trait.
struct Shown<'a> {
    finding: &'a Diagnostic,
    source: Excerpt<'a>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Elsewhere<'a>>,
}

/// A place in another file that has to do with a finding.
struct Elsewhere<'a> {
    source: Excerpt<'a>,
    label: LabeledSpan,
    text: String,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.finding.name.name)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&terminal(&self.finding.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.finding.name.level.word(), self.finding.name.name)))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.name.level {
            Level::Deny => Severity::Error,
            Level::Warn => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.help.as_ref().map(|help| Box::new(terminal(help)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(self.elsewhere.iter().map(|e| e as &dyn miette::Diagnostic)))
    }
}

impl fmt::Debug for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl miette::Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}

/// How findings are shown to a person.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Whether colours are used.
    pub color: bool,
    /// The columns to wrap at.
    pub width: usize,
    /// Whether everything is said in sentences, without drawings, for a screen reader.
    pub narrated: bool,
}

/// The longest line that is shown, in bytes; of a longer one only the place is told.
const LONGEST_LINE: usize = 2000;

/// Renders findings for people.
pub fn human(sources: &Sources, findings: &[Diagnostic], view: View) -> String {
    let theme = if view.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let drawn = GraphicalReportHandler::new_themed(theme)
        .with_width(view.width)
        .with_links(false)
        .with_context_lines(1);
    let mut out = String::new();
    for finding in findings {
        let places = std::iter::once(&finding.primary).chain(&finding.secondary);
        let long = places.map(|label| label.at).any(|at| {
            let source = sources.get(at.file);
            source.line(source.line_of(at.span.start)).len() > LONGEST_LINE
        });
        let shown = shown(sources, finding);
        let done = match (long, view.narrated) {
            (true, _) => Err(fmt::Error),
            (false, true) => {
                narrate(&mut out, sources, finding);
                Ok(())
            }
            (false, false) => drawn.render_report(&mut out, &shown),
        };
        if done.is_err() {
            // The handler gives up only on spans outside the text; the plain line still says it all.
            out.push_str(&concise(sources, std::slice::from_ref(finding)));
            if let Some(help) = &finding.help {
                out.push_str(&format!("  help: {}\n", terminal(help)));
            }
        }
        let see = if view.narrated { "See" } else { "  see" };
        out.push_str(&format!("{see}: countersign explain {}\n\n", finding.name.name));
    }
    let levels = [(Level::Deny, "error"), (Level::Warn, "warning"), (Level::Note, "note")];
    let counts =
        levels.map(|(level, word)| (findings.iter().filter(|f| f.name.level == level).count(), word));
    let shown = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word));
    if !findings.is_empty() {
        out.push_str(&format!("{}\n", shown.collect::<Vec<_>>().join(", ")));
    }
    out
}

/// Writes a number of things: `1 error`, `2 errors`.
pub fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// Renders findings as `countersign/findings/1`; lines and columns count from 1.
pub fn json(sources: &Sources, findings: &[Diagnostic]) -> String {
    let place = |at: Location| {
        let (path, start) = sources.place(at);
        json!({ "path": path, "line": start.line, "column": start.column })
    };
    let rows = findings.iter().map(|f| {
        let edits = f.fix.iter().map(|edit| {
            let source = sources.get(edit.at.file);
            let (start, end) = (source.line_column(edit.at.span.start), source.line_column(edit.at.span.end));
            json!({ "path": source.path, "start": start, "end": end, "text": edit.text })
        });
        let labels = f.secondary.iter().map(|l| json!({ "at": place(l.at), "text": l.text }));
        json!({
            "name": f.name.name, "level": f.name.level.word(), "message": f.message, "help": f.help,
            "at": place(f.primary.at), "label": f.primary.text, "labels": labels.collect::<Vec<_>>(),
            "fix": edits.collect::<Vec<_>>(),
        })
    });
    let tree = json!({ "schema": "countersign/findings/1", "findings": rows.collect::<Vec<_>>() });
    let mut text = serde_json::to_string_pretty(&tree).expect("a JSON tree serialises");
    text.push('\n');
    text
}

/// Renders findings one a line: `path:line:column: level[name]: message`.
pub fn concise(sources: &Sources, findings: &[Diagnostic]) -> String {
    let line = |finding: &Diagnostic| {
        let (path, at) = sources.place(finding.primary.at);
        let (level, name) = (finding.name.level.word(), finding.name.name);
        format!("{}:{at}: {level}[{name}]: {}\n", terminal(path), terminal(&finding.message))
    };
    findings.iter().map(line).collect()
}

/// Tells a finding in sentences, the most important first.
fn narrate(out: &mut String, sources: &Sources, finding: &Diagnostic) {
    let place = |at: Location| {
        let (path, from) = sources.place(at);
        format!("{} line {}, column {}", terminal(path), from.line, from.column)
    };
    let (level, at) = (finding.name.level.word(), finding.primary.at);
    let source = sources.get(at.file);
    let line = source.line(source.line_of(at.span.start)).trim();
    out.push_str(&format!("{level} {}: {}\n", finding.name.name, terminal(&finding.message)));
    out.push_str(&format!("At {}, in the line: {}\n", place(at), terminal(line)));
    if !finding.primary.text.is_empty() {
        out.push_str(&format!("There: {}\n", terminal(&finding.primary.text)));
    }
    for label in &finding.secondary {
        out.push_str(&format!("At {}: {}\n", place(label.at), terminal(&label.text)));
    }
    if let Some(help) = &finding.help {
        out.push_str(&format!("Help: {}\n", terminal(help)));
    }
}

fn shown<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Shown<'a> {
    let main = finding.primary.at.file;
    let (here, there): (Vec<_>, Vec<_>) = finding.secondary.iter().partition(|label| label.at.file == main);
    let mut labels = vec![label(finding.primary.at, &finding.primary.text, true)];
    labels.extend(here.iter().map(|l| label(l.at, &l.text, false)));
    let elsewhere = there.iter().map(|l| Elsewhere {
        source: excerpt(sources, l.at.file),
        label: label(l.at, "", false),
        text: terminal(&l.text),
    });
    Shown { finding, source: excerpt(sources, main), labels, elsewhere: elsewhere.collect() }
}

/// A source as miette reads it: it finds lines by their index, not by searching the text, and
/// hidden characters are shown as `?`s of the same length, so that places stay right and nothing
/// reaches the terminal that could steer it.
struct Excerpt<'a> {
    source: &'a Source,
    name: String,
    cleaned: OnceLock<String>,
}

impl Excerpt<'_> {
    fn text(&self, range: std::ops::Range<usize>) -> &[u8] {
        let plain = &self.source.text[range.clone()];
        match plain.chars().any(steers) {
            false => plain.as_bytes(),
            true => &self.cleaned.get_or_init(|| cleaned(&self.source.text)).as_bytes()[range],
        }
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        if end > self.source.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let line_of = |offset: usize| self.source.line_of(Span::new(offset, offset).start) as usize;
        let first = line_of(span.offset()).saturating_sub(before).max(1);
        // A span that ends with a line end does not reach into the next line.
        let inside = end.saturating_sub(usize::from(!span.is_empty()));
        let last = (line_of(inside) + after).min(self.source.line_count() as usize);
        let bytes = |line: usize| self.source.line_span(Span::new(line, line).start).range();
        let range = bytes(first).start..bytes(last).end;
        let shown = SourceSpan::new(range.start.into(), range.len());
        let (text, lines) = (self.text(range), last - first + 1);
        // Asked for no lines around, it wants the place itself, to name it.
        let place = self.source.line_column(Span::new(span.offset(), end).start);
        let column = if before == 0 { place.column as usize - 1 } else { 0 };
        let contents =
            MietteSpanContents::new_named(self.name.clone(), text, shown, first - 1, column, lines);
        Ok(Box::new(contents))
    }
}

fn excerpt(sources: &Sources, file: FileId) -> Excerpt<'_> {
    let source = sources.get(file);
    Excerpt { source, name: terminal(&source.path), cleaned: OnceLock::new() }
}

fn steers(c: char) -> bool {
    c != '\n' && c != '\t' && (c.is_control() || crate::character::hidden(c).is_some())
}

fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match steers(c) {
            true => out.extend(std::iter::repeat_n('?', c.len_utf8())),
            false => out.push(c),
        }
    }
    out
}

fn label(at: Location, text: &str, primary: bool) -> LabeledSpan {
    let (start, end) = (at.span.start as usize, at.span.end as usize);
    let text = (!text.is_empty()).then(|| terminal(text));
    if primary {
        LabeledSpan::new_primary_with_span(text, (start, end.saturating_sub(start)))
    } else {
        LabeledSpan::new_with_span(text, (start, end.saturating_sub(start)))
    }
}
