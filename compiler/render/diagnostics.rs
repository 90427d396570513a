//! Findings in policy files: for people through miette, for programs as JSON.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{FileId, Location, Sources};

use super::escape::terminal;

/// A finding with its source, as miette wants it; the only place that implements its trait.
struct Shown<'a> {
    finding: &'a Diagnostic,
    source: NamedSource<String>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Elsewhere>,
}

/// A place in another file that has to do with a finding.
struct Elsewhere {
    source: NamedSource<String>,
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

impl fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Elsewhere {}

impl miette::Diagnostic for Elsewhere {
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

/// Renders findings for people.
pub fn human(sources: &Sources, findings: &[Diagnostic], color: bool, width: usize) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false).with_context_lines(1);
    let mut out = String::new();
    for finding in findings {
        let shown = shown(sources, finding);
        if handler.render_report(&mut out, &shown).is_err() {
            // The handler gives up only on spans outside the text; the plain line still says it all.
            out.push_str(&concise(sources, finding));
        }
        out.push_str(&format!("  see: countersign explain {}\n\n", finding.name.name));
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

fn concise(sources: &Sources, finding: &Diagnostic) -> String {
    let (path, at) = sources.place(finding.primary.at);
    let message = terminal(&finding.message);
    format!("{}:{at}: {}[{}]: {message}\n", terminal(path), finding.name.level.word(), finding.name.name)
}

fn shown<'a>(sources: &Sources, finding: &'a Diagnostic) -> Shown<'a> {
    let main = finding.primary.at.file;
    let (here, there): (Vec<_>, Vec<_>) = finding.secondary.iter().partition(|label| label.at.file == main);
    let mut labels = vec![label(finding.primary.at, &finding.primary.text, true)];
    labels.extend(here.iter().map(|l| label(l.at, &l.text, false)));
    let elsewhere = there.iter().map(|l| Elsewhere {
        source: named(sources, l.at.file),
        label: label(l.at, "", false),
        text: terminal(&l.text),
    });
    Shown { finding, source: named(sources, main), labels, elsewhere: elsewhere.collect() }
}

/// Copies a source with hidden characters shown as blanks of the same length, so that places
/// stay right and nothing reaches the terminal that could steer it.
fn named(sources: &Sources, file: FileId) -> NamedSource<String> {
    let source = sources.get(file);
    let mut text = String::with_capacity(source.text.len());
    for c in source.text.chars() {
        let steers = (c.is_control() && c != '\n' && c != '\t') || crate::character::hidden(c).is_some();
        if steers && c != '\n' && c != '\t' {
            text.push_str(&"?".repeat(c.len_utf8()));
        } else {
            text.push(c);
        }
    }
    NamedSource::new(terminal(&source.path), text)
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
