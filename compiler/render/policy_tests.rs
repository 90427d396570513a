//! The outcome of a policy's own tests and what they reach: for people, JSON, JUnit.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::policy_test::{Coverage, Point, Reached, Suggestions, TestOutcome};
use crate::source::Sources;

use super::paint::Paint;
use super::{escape, json};

/// What `countersign test` answers.
pub struct Report<'a> {
    /// The files of the policy.
    pub sources: &'a Sources,
    /// How each test ended.
    pub outcomes: &'a [TestOutcome],
    /// What the tests reach, where asked for.
    pub coverage: Option<&'a Coverage>,
    /// The tests that are missing, where asked for; for people, they are the whole answer.
    pub suggestions: Option<&'a Suggestions>,
}

impl Report<'_> {
    fn failed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.difference.is_some()).count()
    }

    /// Renders for people.
    pub fn human(&self, paint: Paint) -> String {
        if let Some(made) = self.suggestions {
            return suggested(made);
        }
        let mut out = String::new();
        for outcome in self.outcomes {
            let title = escape::terminal(&outcome.title);
            let _ = match &outcome.difference {
                None => writeln!(out, "{} {title}", paint.good("ok")),
                Some(why) => writeln!(out, "{} {title}\n       {why}", paint.bad("FAILED")),
            };
        }
        let failed = self.failed();
        let _ = writeln!(out, "{} passed, {failed} failed", self.outcomes.len() - failed);
        if let Some(coverage) = self.coverage {
            self.coverage(coverage, paint, &mut out);
        }
        out
    }

    fn coverage(&self, coverage: &Coverage, paint: Paint, out: &mut String) {
        for (title, points) in coverage.groups() {
            let reached = points.iter().filter(|point| point.reached == Reached::Fully).count();
            let _ = writeln!(out, "\n{} {reached} of {} reached", paint.strong(title), points.len());
            for point in points.iter().filter(|point| point.reached != Reached::Fully) {
                let place = self.place(point).map(|place| paint.dim(&format!("  {place}")));
                let name = escape::terminal(&point.name);
                let why = not_reached(point.reached, title);
                let _ = writeln!(out, "  {name}{why}{}", place.as_deref().unwrap_or_default());
            }
        }
        if coverage.untestable > 0 {
            let n = coverage.untestable;
            let are = if n == 1 { "is" } else { "are" };
            let _ = writeln!(
                out,
                "\n{n} of what prompts must say {are} not counted: a test does not hold the text of a prompt"
            );
        }
    }

    fn place(&self, point: &Point) -> Option<String> {
        let (path, place) = self.sources.place(point.at?);
        Some(format!("{}:{}", escape::terminal(path), place.line))
    }

    /// Renders as `countersign/tests/1`.
    pub fn json(&self) -> String {
        let rows = self.outcomes.iter().map(
            |o| json!({ "title": o.title, "passed": o.difference.is_none(), "difference": o.difference }),
        );
        let mut tree = json!({ "schema": "countersign/tests/1", "tests": rows.collect::<Vec<_>>() });
        if let Some(coverage) = self.coverage {
            let mut groups: serde_json::Map<String, Value> = serde_json::Map::new();
            for (title, points) in coverage.groups() {
                groups.insert(title.to_owned(), points.iter().map(|p| self.point(p)).collect());
            }
            groups.insert("untestable".to_owned(), json!(coverage.untestable));
            tree["coverage"] = Value::Object(groups);
        }
        if let Some(made) = self.suggestions {
            let open = made.open.iter().map(|(rule, why)| json!({ "rule": rule, "why": why }));
            tree["suggestions"] =
                json!({ "tests": made.tests, "text": made.text, "open": open.collect::<Vec<_>>() });
        }
        json::text(&tree)
    }

    fn point(&self, point: &Point) -> Value {
        let place = point.at.map(|at| {
            let (path, place) = self.sources.place(at);
            json!({ "path": path, "line": place.line, "column": place.column })
        });
        let reached = match point.reached {
            Reached::Never => "never",
            Reached::OnlyPasses => "only_passes",
            Reached::OnlyBlocks => "only_blocks",
            Reached::Fully => "fully",
        };
        json!({ "name": point.name, "reached": reached, "span": place })
    }

    /// Renders as a JUnit report, which pipelines show beside the tests of programs.
    pub fn junit(&self) -> String {
        let failed = self.failed();
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let count = self.outcomes.len();
        let _ = writeln!(out, "<testsuites tests=\"{count}\" failures=\"{failed}\">");
        let _ =
            writeln!(out, "  <testsuite name=\"countersign test\" tests=\"{count}\" failures=\"{failed}\">");
        for outcome in self.outcomes {
            let name = xml(&outcome.title);
            let _ = match &outcome.difference {
                None => writeln!(out, "    <testcase classname=\"policy\" name=\"{name}\"/>"),
                Some(why) => writeln!(
                    out,
                    "    <testcase classname=\"policy\" name=\"{name}\">\n      <failure message=\"{}\"/>\n    \
                     </testcase>",
                    xml(why)
                ),
            };
        }
        out.push_str("  </testsuite>\n</testsuites>\n");
        out
    }
}

fn not_reached(reached: Reached, group: &str) -> &'static str {
    match (reached, group) {
        (Reached::OnlyPasses, _) => ": no test is blocked by it",
        (Reached::OnlyBlocks, _) => ": no test passes by it",
        (_, "clauses") => ": no test breaks it",
        (_, "rules") => ": in no test",
        (_, "relief") => ": stands in for a rule in no test",
        _ => "",
    }
}

/// Writes suggestions as policy text that can be appended to a file.
fn suggested(made: &Suggestions) -> String {
    let mut out = made.text.clone();
    for (point, why) in &made.open {
        let _ = writeln!(out, "// no test for {}: {why}", escape::terminal(point));
    }
    if out.is_empty() {
        out.push_str("// no test is missing\n");
    }
    out
}

/// Escapes text for an attribute; what XML cannot hold at all becomes the replacement character.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
