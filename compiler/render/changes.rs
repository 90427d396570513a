//! Changes for somebody who reads them before anything is decided: one sentence each, the lines of
//! the files, the words of a prompt, and what is easily overlooked.

use std::fmt::Write;

use crate::change::{Change, Changes, Finding, FindingSort, Origin, Piece, SourceLine, inline};
use crate::character;
use crate::kind::{Kind, Op};

use super::escape::{self, terminal};
use super::paint::Paint;
use super::words;

/// The widest line of a file that is shown whole.
const MAX_LINE: usize = 100;

/// Changes that are told in one sentence: one, or the items of one set that came and went.
pub fn groups(changes: &Changes) -> Vec<Vec<&Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let shown = changes.list.iter().filter(|change| !is_source_of_move(change, changes));
    for change in shown {
        match groups.last_mut() {
            Some(group) if group.iter().all(|other| are_items_of_one(other, change)) => group.push(change),
            _ => groups.push(vec![change]),
        }
    }
    groups
}

/// A value that stands elsewhere now is told there, as a move.
fn is_source_of_move(change: &Change, changes: &Changes) -> bool {
    let target = |other: &Change| {
        let path = other.before_path.as_ref().filter(|_| !other.system.is_empty()).unwrap_or(&other.path);
        let pointer = other.before_pointer.as_ref().unwrap_or(&other.pointer);
        words::is_move(other) && (other.kind, path, pointer) == (change.kind, &change.path, &change.pointer)
    };
    change.op == Op::Removed && changes.list.iter().any(target)
}

fn are_items_of_one(a: &Change, b: &Change) -> bool {
    let is_set = matches!(a.kind, Kind::Tools | Kind::Regions);
    let item = |c: &Change| c.before.is_none() != c.after.is_none() && c.before_path.is_none();
    let place =
        |c: &Change| (c.system.clone(), c.path.clone(), c.pointer.clone(), c.artifact.clone(), c.kind);
    is_set && item(a) && item(b) && place(a) == place(b)
}

/// Renders changes for a terminal.
pub fn human(changes: &Changes, paint: Paint) -> String {
    let mut out = String::new();
    for group in groups(changes) {
        let Some(first) = group.first() else { continue };
        let system = if first.system.is_empty() { String::new() } else { format!("{}: ", first.system) };
        let sentence = format!("{system}{}", words::sentence_of(&group));
        let _ = writeln!(out, "\n{}", paint.strong(&terminal(&sentence)));
        for line in places(&group) {
            let _ = writeln!(out, "  {}", paint.dim(&terminal(&line)));
        }
        if let [change] = group[..] {
            source_lines(&mut out, change, paint);
            for finding in findings(change) {
                let _ = writeln!(out, "    {} {}", paint.warn("!"), terminal(&finding));
            }
            text(&mut out, change, paint);
        }
    }
    out
}

/// Renders changes as Markdown; everything that comes from the files is escaped.
pub fn markdown(changes: &Changes) -> String {
    let mut out = String::new();
    if changes.list.is_empty() && changes.unknown.is_empty() {
        out.push_str("No change of meaning.\n");
    }
    for group in groups(changes) {
        let Some(first) = group.first() else { continue };
        let system = if first.system.is_empty() {
            String::new()
        } else {
            format!("**{}:** ", escape::markdown(&first.system))
        };
        let _ = writeln!(out, "- {system}{}", escape::markdown(&words::sentence_of(&group)));
        for line in places(&group) {
            let _ = writeln!(out, "  <br>{}", escape::markdown(&line));
        }
        let [change] = group[..] else { continue };
        for finding in findings(change) {
            let _ = writeln!(out, "  - {}", escape::markdown(&finding));
        }
        let lines = change.text.as_ref().map(|text| text.diff.as_slice()).unwrap_or_default();
        let fence = escape::fence(lines.iter().map(String::as_str));
        if !lines.is_empty() {
            let _ = writeln!(out, "\n  {fence}diff");
            for line in lines {
                let _ = writeln!(out, "  {}", terminal(line));
            }
            let _ = writeln!(out, "  {fence}\n");
        }
    }
    for unknown in &changes.unknown {
        let at = unknown.span.map(|span| format!(":{span}")).unwrap_or_default();
        let place = escape::markdown(&format!("{}{at} ({})", unknown.path, unknown.side));
        let _ = writeln!(out, "- **cannot be read:** {place}: {}", escape::markdown(&unknown.message));
    }
    out
}

/// Lists where the changes of a group stand now, or stood.
fn places(group: &[&Change]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for change in group.iter().filter(|change| !change.path.is_empty()).take(1) {
        let place = |path: &str, span: Option<crate::source::LineColumn>| match span {
            Some(span) => format!("{path}:{span}"),
            None => path.to_owned(),
        };
        lines.push(place(&change.path, change.after_span.or(change.before_span)));
        lines.extend(origins(change));
    }
    lines
}

/// Says where a value stands that its place only names.
pub fn origins(change: &Change) -> Vec<String> {
    let from = |origin: &Origin| match origin.path.as_str() {
        "" => format!("comes from the anchor `&{}` at line {}", origin.anchor, origin.span.line),
        path => format!("stands in {path}:{}", origin.span),
    };
    let one = |side: &str, origin: &Option<Origin>| origin.as_ref().map(|o| format!("{side} {}", from(o)));
    if change.before_origin == change.after_origin {
        return one("the value", &change.after_origin).into_iter().collect();
    }
    let before = one("the value before", &change.before_origin);
    before.into_iter().chain(one("the value after", &change.after_origin)).collect()
}

/// Writes the lines of the file that hold the value, before and after, with a caret under it.
fn source_lines(out: &mut String, change: &Change, paint: Paint) {
    if matches!(change.kind, Kind::Prompt | Kind::Other | Kind::Knowledge | Kind::Policy) {
        return;
    }
    let place = |span, origin: &Option<Origin>| match origin {
        Some(origin) if !origin.path.is_empty() => Some(origin.span),
        _ => span,
    };
    let sides = [
        ("before", place(change.before_span, &change.before_origin), &change.before_source),
        ("after", place(change.after_span, &change.after_origin), &change.after_source),
    ];
    let number =
        |span: Option<crate::source::LineColumn>| span.map(|span| span.line.to_string()).unwrap_or_default();
    let widest = sides.iter().map(|side| number(side.1).len()).max().unwrap_or(0);
    for (word, span, source) in sides {
        let (Some(source), Some(span)) = (source, span) else { continue };
        let (text, before, width) = window(source);
        let label = format!("{word:<6} {:>widest$} │ ", span.line);
        let blank = format!("{:<6} {:>widest$} │ ", "", "");
        let caret = format!("{}{}", " ".repeat(before), "^".repeat(width));
        let caret = if word == "before" { paint.bad(&caret) } else { paint.good(&caret) };
        let _ = writeln!(out, "    {}{}", paint.dim(&label), text);
        let _ = writeln!(out, "    {}{caret}", paint.dim(&blank));
    }
}

/// Cuts a line around its value and makes it safe to show; returns where the value is then.
fn window(source: &SourceLine) -> (String, usize, usize) {
    let all: Vec<char> = source.text.chars().collect();
    let from = if all.len() > MAX_LINE { source.before.saturating_sub(20) } else { 0 };
    let to = (from + MAX_LINE).min(all.len());
    let safe = |part: &[char]| terminal(&part.iter().collect::<String>().replace('\t', " "));
    let (start, end) = (source.before.min(to), (source.before + source.width).min(to));
    let (lead, value, tail) = (safe(&all[from..start]), safe(&all[start..end]), safe(&all[end..to]));
    let (front, back) = (if from > 0 { "…" } else { "" }, if to < all.len() { "…" } else { "" });
    let before = front.chars().count() + lead.chars().count();
    (format!("{front}{lead}{value}{tail}{back}"), before, value.chars().count().max(1))
}

/// Says what a reader may overlook, one line each.
pub fn findings(change: &Change) -> Vec<String> {
    change.text.iter().flat_map(|text| &text.findings).map(finding).collect()
}

fn finding(finding: &Finding) -> String {
    let Finding { line, before, after, section, .. } = finding;
    let place = match section.as_str() {
        "" => format!("line {line}"),
        section => format!("line {line}, “{section}”"),
    };
    match finding.sort {
        FindingSort::Weakened => {
            let part = if finding.protected { "weaker in a protected part" } else { "weaker" };
            match (before.as_str(), after.as_str()) {
                ("", after) => format!("{part}: “{after}” added ({place})"),
                (before, "") => format!("{part}: “{before}” removed ({place})"),
                (before, after) => format!("{part}: “{before}” became “{after}” ({place})"),
            }
        }
        FindingSort::VariableAdded => format!("variable {after} added ({place})"),
        FindingSort::VariableRemoved => format!("variable {before} removed (was on {place})"),
        FindingSort::Unseen => {
            let c = after.chars().next().unwrap_or_default();
            format!("unseen character {} added: {} ({place})", character::escaped(c), character::name(c))
        }
        FindingSort::Encoded => format!("base64 added that says “{after}” ({place})"),
        FindingSort::Lookalike => {
            let shown: String = after
                .chars()
                .map(|c| if c.is_ascii() { c.to_string() } else { character::escaped(c) })
                .collect();
            let what = character::looks_like(after).unwrap_or("letters of two scripts");
            format!("`{after}` mixes {what}: {shown} ({place})")
        }
    }
}

/// Writes the lines of a prompt; a line that is still the same line once, with its words.
fn text(out: &mut String, change: &Change, paint: Paint) {
    let lines = change.text.as_ref().map(|text| text.diff.as_slice()).unwrap_or_default();
    let mut at = 0;
    while at < lines.len() {
        let run =
            |from: usize, sign: char| lines[from..].iter().take_while(|line| line.starts_with(sign)).count();
        let gone = run(at, '-');
        let come = run(at + gone, '+');
        if gone == 0 || gone != come {
            let plain = gone.max(1);
            lines[at..at + plain].iter().for_each(|line| plainly(out, line, paint));
            at += plain;
            continue;
        }
        for n in 0..gone {
            let (old, new) = (&lines[at + n], &lines[at + gone + n]);
            match inline(&old[1..], &new[1..]) {
                Some(pieces) => {
                    let pieces: String = pieces.iter().map(|piece| painted(piece, paint)).collect();
                    let _ = writeln!(out, "    {}{pieces}", paint.warn("~"));
                }
                None => {
                    plainly(out, old, paint);
                    plainly(out, new, paint);
                }
            }
        }
        at += gone * 2;
    }
}

fn painted(piece: &Piece, paint: Paint) -> String {
    match piece {
        Piece::Same(text) => terminal(text),
        Piece::Gone(text) => paint.bad(&format!("[-{}-]", terminal(text))),
        Piece::Come(text) => paint.good(&format!("{{+{}+}}", terminal(text))),
    }
}

fn plainly(out: &mut String, line: &str, paint: Paint) {
    let shown = terminal(line);
    let painted = match line.chars().next() {
        Some('-') => paint.bad(&shown),
        Some('+') => paint.good(&shown),
        _ => paint.dim(&shown),
    };
    let _ = writeln!(out, "    {painted}");
}
