//! Test reports in the JUnit XML form that test runners of every language write.
//!
//! Cases are counted from the `testcase` elements, never from the totals that a report claims
//! in its attributes. A case passes unless it holds `failure`, `error` or `skipped`.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{CHANGE_KEY, Case, Report, time};

/// The deepest nesting of elements that is read.
const MAX_DEPTH: usize = 64;
/// The most cases that are read from one report.
const MAX_CASES: u64 = 1_000_000;

/// Reads a report.
///
/// # Errors
/// What is wrong with it, in one line.
pub(super) fn read(bytes: &[u8]) -> Result<Report, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let mut found = Found::default();
    loop {
        let event = reader.read_event().map_err(|e| format!("it is not well-formed XML: {e}"))?;
        match event {
            Event::Start(element) => found.start(&element)?,
            Event::Empty(element) => {
                found.start(&element)?;
                found.end();
            }
            Event::End(_) => found.end(),
            Event::DocType(_) => return Err("it holds a document type, which is never read".into()),
            Event::GeneralRef(entity) if !is_plain(entity.as_ref()) => {
                return Err("it refers to an entity, which is never resolved".into());
            }
            Event::Decl(declaration) => utf8(declaration.encoding())?,
            Event::Eof => break,
            _ => {}
        }
    }
    found.finish()
}

/// The five entities of XML itself and numbered characters need no definition.
fn is_plain(entity: &str) -> bool {
    matches!(entity, "lt" | "gt" | "amp" | "quot" | "apos") || entity.starts_with('#')
}

fn utf8<E>(declared: Option<Result<std::borrow::Cow<'_, str>, E>>) -> Result<(), String> {
    match declared {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii") => {
            Ok(())
        }
        Some(_) => Err("it declares an encoding other than UTF-8".into()),
    }
}

#[derive(Default)]
struct Found {
    report: Report,
    /// The names of the open elements.
    open: Vec<String>,
    /// How the open case ends as far as it was read.
    case: Option<Case>,
    suites: bool,
}

impl Found {
    fn start(&mut self, element: &BytesStart) -> Result<(), String> {
        let name = element.name().as_ref().to_owned();
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("it nests deeper than {MAX_DEPTH} elements"));
        }
        if self.open.is_empty() {
            if self.suites || !matches!(name.as_str(), "testsuites" | "testsuite") {
                return Err("its root is neither `testsuites` nor `testsuite`".into());
            }
            self.suites = true;
        }
        match name.as_str() {
            "testsuites" | "testsuite" => {
                self.no_case_is_open()?;
                if let Some(text) = attribute(element, "timestamp")? {
                    self.report.time(time(&text).ok_or_else(|| "a `timestamp` is no time".to_owned())?);
                }
            }
            "testcase" => {
                self.no_case_is_open()?;
                if self.open.last().is_none_or(|parent| parent != "testsuite") {
                    return Err("a `testcase` stands outside a `testsuite`".into());
                }
                self.case = Some(Case::Passed);
            }
            "failure" | "error" if self.parent_is("testcase") => self.case = Some(Case::Failed),
            "skipped" if self.parent_is("testcase") && self.case == Some(Case::Passed) => {
                self.case = Some(Case::Skipped);
            }
            "property" if attribute(element, "name")?.as_deref() == Some(CHANGE_KEY) => {
                let value = attribute(element, "value")?;
                self.report.names(value.as_deref().unwrap_or_default().trim());
            }
            _ => {}
        }
        self.open.push(name);
        Ok(())
    }

    fn end(&mut self) {
        if self.open.pop().as_deref() == Some("testcase")
            && let Some(case) = self.case.take()
        {
            self.report.count(case);
        }
    }

    fn finish(self) -> Result<Report, String> {
        if !self.open.is_empty() {
            return Err("it ends inside an element".into());
        }
        if !self.suites {
            return Err("it holds no test suite".into());
        }
        if self.report.cases > MAX_CASES {
            return Err(format!("it holds more than {MAX_CASES} cases"));
        }
        Ok(self.report)
    }

    fn parent_is(&self, name: &str) -> bool {
        self.open.last().is_some_and(|parent| parent == name)
    }

    /// A suite or case inside a case would let one case hide how another ended.
    fn no_case_is_open(&self) -> Result<(), String> {
        if self.case.is_some() { Err("a case holds another case or suite".into()) } else { Ok(()) }
    }
}

fn attribute(element: &BytesStart, wanted: &str) -> Result<Option<String>, String> {
    let mut found = None;
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|e| format!("an attribute is malformed: {e}"))?;
        if attribute.key.as_ref() == wanted {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|e| format!("an attribute refers to what is not defined: {e}"))?;
            found = Some(value.into_owned());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    const GOOD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- written by a runner -->
<testsuites name="locked" tests="999" failures="0">
  <testsuite name="a" timestamp="2026-07-01T09:00:00" tests="999">
    <properties><property name="countersign.change" value="sha256:abc"/></properties>
    <testcase name="one" classname="x" time="0.1"/>
    <testcase name="two"><failure message="a &lt; b">text &amp; more</failure></testcase>
    <testcase name="three"><error/><system-out><![CDATA[<testcase/>]]></system-out></testcase>
    <testsuite name="inner" timestamp="2026-06-30T23:00:00Z">
      <testcase name="four"><skipped/></testcase>
      <testcase name="five"><properties><property name="x" value="y"/></properties></testcase>
    </testsuite>
  </testsuite>
</testsuites>"#;

    #[test]
    fn cases_are_counted_and_claims_are_not_believed() {
        let report = read(GOOD.as_bytes()).unwrap();
        assert_eq!((report.cases, report.passed, report.failed, report.skipped), (5, 2, 2, 1));
        assert_eq!(report.ran, Instant::parse("2026-06-30T23:00:00Z"));
        assert_eq!(report.changes, ["sha256:abc"]);
    }

    #[test]
    fn a_case_that_is_skipped_and_fails_has_failed() {
        for inner in ["<skipped/><failure/>", "<failure/><skipped/>"] {
            let text = format!("<testsuite><testcase>{inner}</testcase></testsuite>");
            assert_eq!(read(text.as_bytes()).unwrap().failed, 1, "{inner}");
        }
    }

    #[test]
    fn hostile_reports_are_refused_by_name() {
        let deep = "<testsuite>".repeat(100) + &"</testsuite>".repeat(100);
        let cases: Vec<(&[u8], &str)> = vec![
            (b"<!DOCTYPE testsuite [<!ENTITY a 'b'>]><testsuite/>", "document type"),
            (b"<testsuite>&xxe;</testsuite>", "entity"),
            (b"<testsuite timestamp='&xxe;'/>", "not defined"),
            (b"<testsuite timestamp='yesterday'/>", "no time"),
            (b"<testsuite><testcase></testsuite>", "well-formed"),
            (b"<testsuite><testcase/>", "inside an element"),
            (b"<testsuite a='1' a='2' timestamp='x'/>", "malformed"),
            (b"<html/>", "neither"),
            (b"<testsuite/><testsuite/>", "neither"),
            (b"", "no test suite"),
            (b"\xff\xfe", "UTF-8"),
            (b"<?xml version='1.0' encoding='UTF-16'?><testsuite/>", "encoding"),
            (b"<testsuites><testcase/></testsuites>", "outside"),
            (b"<testsuite><testcase><testcase/></testcase></testsuite>", "another case"),
            (b"<testsuite><testcase><testsuite/></testcase></testsuite>", "another case"),
            (deep.as_bytes(), "deeper"),
        ];
        for (bytes, words) in cases {
            let error = read(bytes).unwrap_err();
            assert!(error.contains(words), "{} for {}", error, String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_property_inside_text_or_output_names_nothing() {
        let text = "<testsuite><system-out>&lt;property name='countersign.change' value='x'/></system-out></testsuite>";
        assert!(read(text.as_bytes()).unwrap().changes.is_empty());
    }
}
