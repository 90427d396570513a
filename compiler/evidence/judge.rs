//! Holds the reports of one evidence item against its bounds.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Finding, Outcome, Report, document, junit, promptfoo};
use crate::canonical;
use crate::decimal::Decimal;
use crate::policy::Evidence;
use crate::time::{Date, Instant, Period};

/// The largest report that is read, in bytes (32 MiB).
pub const MAX_REPORT_BYTES: usize = 32 << 20;
/// The most reports that one evidence item may match.
pub const MAX_REPORTS: usize = 1000;

/// Judges the reports at the paths of one evidence item, for the change of a digest.
///
/// Every bound must be met over all reports together; every report must be fresh and name the
/// change, where that is asked for. Nothing here is signed: a report in the tree is the word of
/// who committed it. What cannot be read is [`Outcome::Unknown`].
///
/// `earlier` is what stood at the paths of a document before the change, where it must be renewed.
pub fn judge(
    evidence: &Evidence,
    reports: &[(String, Arc<[u8]>)],
    earlier: &BTreeMap<String, Arc<[u8]>>,
    digest: &str,
    at: Instant,
) -> Finding {
    let mut reports: Vec<&(String, Arc<[u8]>)> = reports.iter().collect();
    reports.sort();
    reports.dedup();
    let mut finding = Finding {
        evidence: evidence.id.clone(),
        result: Outcome::Missing,
        message: format!("no report is at {}", evidence.glob),
        reports: Vec::new(),
        cases: 0,
        passed: 0,
        failed: 0,
        skipped: 0,
    };
    if reports.len() > MAX_REPORTS {
        (finding.result, finding.message) =
            (Outcome::Unknown, format!("{} reports are more than {MAX_REPORTS}", reports.len()));
        return finding;
    }
    let (mut unreadable, mut wrong) = (Vec::new(), Vec::new());
    for (path, bytes) in reports {
        finding.reports.push((path.clone(), canonical::sha256_hex(bytes)));
        match read(evidence, bytes, earlier.get(path), at) {
            Err(problem) => unreadable.push(format!("{path}: {problem}")),
            Ok((report, problems)) => {
                finding.cases += report.cases;
                finding.passed += report.passed;
                finding.failed += report.failed;
                finding.skipped += report.skipped;
                let named = named(evidence, &report, digest);
                wrong.extend(problems.into_iter().chain(named).map(|p| format!("{path}: {p}")));
            }
        }
    }
    if finding.reports.is_empty() {
        return finding;
    }
    wrong.extend(figures(evidence, &finding));
    (finding.result, finding.message) = match (unreadable.as_slice(), wrong.as_slice()) {
        ([], []) => (Outcome::Passes, summary(evidence, &finding)),
        ([], _) => (Outcome::Fails, wrong.join("; ")),
        _ => (Outcome::Unknown, unreadable.join("; ")),
    };
    finding
}

/// Reads one report and says what is wrong with its time.
fn read(
    evidence: &Evidence,
    bytes: &[u8],
    earlier: Option<&Arc<[u8]>>,
    at: Instant,
) -> Result<(Report, Vec<String>), String> {
    if bytes.len() > MAX_REPORT_BYTES {
        return Err(format!("it is larger than {} MiB", MAX_REPORT_BYTES >> 20));
    }
    let mut problems = Vec::new();
    let (report, reviewed) = match evidence.reader.as_str() {
        "junit" => (junit::read(bytes)?, None),
        "promptfoo" => (promptfoo::read(bytes)?, None),
        "document" => {
            let document = document::read(bytes)?;
            (document.report, document.reviewed)
        }
        other => return Err(format!("no reader is called `{other}`")),
    };
    if evidence.renewed {
        problems.extend(not_renewed(reviewed, earlier, at));
    }
    if let Some(every) = evidence.reviewed {
        let reviewed = reviewed.map(|day| (day.start(), day.to_string()));
        problems.extend(stale(reviewed, every, at, "reviewed"));
    }
    if let Some(fresh) = evidence.fresh {
        problems.extend(stale(report.ran.map(|ran| (ran, ran.to_string())), fresh, at, "run"));
    } else if report.ran.is_some_and(|ran| ran > at) {
        problems.push("it is dated in the future".into());
    }
    Ok((report, problems))
}

/// Says what is wrong with a time that must lie within a period before the instant.
fn stale(time: Option<(Instant, String)>, within: Period, at: Instant, done: &str) -> Option<String> {
    match time {
        None => {
            Some(format!("it does not say when it was {done}, and {within} is the most that may have passed"))
        }
        Some((when, shown)) if when > at => Some(format!("it says it was {done} at {shown}, in the future")),
        Some((when, shown)) if when.plus(within) < at => {
            Some(format!("it was {done} at {shown}, more than {within} ago"))
        }
        Some(_) => None,
    }
}

/// Says why a document does not tell of a review since it stood there before. What it said
/// before and cannot be read is no date that could be later.
fn not_renewed(reviewed: Option<Date>, earlier: Option<&Arc<[u8]>>, at: Instant) -> Option<String> {
    let before = earlier.and_then(|bytes| document::read(bytes).ok()).and_then(|document| document.reviewed);
    match (reviewed, before) {
        (None, _) => {
            Some("it does not say when it was reviewed: add a line such as `reviewed: 2026-03-14`".into())
        }
        (Some(now), _) if now.start() > at => {
            Some(format!("it says it was reviewed at {now}, in the future"))
        }
        (Some(now), Some(before)) if now <= before => Some(format!(
            "it was reviewed at {now}, no later than before this change: review it again, and say so in it"
        )),
        _ => None,
    }
}

/// Says what is wrong with the changes that a report names.
fn named(evidence: &Evidence, report: &Report, digest: &str) -> Option<String> {
    if !evidence.names_change {
        return None;
    }
    match report.changes.as_slice() {
        [] => Some(format!("it does not name the change; this one is {digest}")),
        [one] if one == digest => None,
        [one] => Some(format!("it is about another change, {}; this one is {digest}", shorten(one))),
        _ => Some("it names several changes".into()),
    }
}

/// Says which figures do not meet their bounds, over all reports together.
fn figures(evidence: &Evidence, finding: &Finding) -> Vec<String> {
    let mut wrong = Vec::new();
    let cases = finding.cases;
    if cases == 0 && (evidence.reader != "document" || evidence.pass_rate.is_some()) {
        wrong.push("no case ran".to_owned());
    }
    if let Some(least) = evidence.cases.filter(|least| cases < *least) {
        wrong.push(format!("{cases} cases ran, at least {least} are asked for"));
    }
    if let Some(rate) = evidence.pass_rate {
        if cases > 0 && !at_least(finding.passed, cases, rate) {
            wrong.push(format!("{} of {cases} cases passed, at least {rate}% are asked for", finding.passed));
        }
    } else if finding.failed > 0 {
        wrong.push(format!("{} of {cases} cases failed", finding.failed));
    }
    wrong
}

/// Compares `passed / cases` with a percentage exactly, by multiplying out.
fn at_least(passed: u64, cases: u64, percent: Decimal) -> bool {
    let have = Decimal::from_integer(passed).checked_mul(Decimal::from_integer(100));
    let want = Decimal::from_integer(cases).checked_mul(percent);
    matches!((have, want), (Some(have), Some(want)) if have >= want)
}

fn summary(evidence: &Evidence, finding: &Finding) -> String {
    let files = finding.reports.len();
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    if evidence.reader == "document" {
        return files;
    }
    let skipped = if finding.skipped > 0 { format!(", {} skipped", finding.skipped) } else { String::new() };
    format!("{} of {} cases passed{skipped} ({files})", finding.passed, finding.cases)
}

fn shorten(digest: &str) -> String {
    digest.chars().filter(|c| !c.is_control()).take(19).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:1be9a74a655dd0b3f54ad94a3847f5363286fe8ba462d6d81aea915382184768";

    fn asked() -> Evidence {
        Evidence {
            id: "locked_suite".into(),
            title: String::new(),
            reader: "junit".into(),
            glob: "reports/*.xml".into(),
            pass_rate: Decimal::parse("98"),
            cases: Some(50),
            fresh: Period::new(14, "days"),
            names_change: true,
            reviewed: None,
            renewed: false,
        }
    }

    fn suite(
        passed: usize,
        failed: usize,
        skipped: usize,
        timestamp: &str,
        change: &str,
    ) -> (String, Arc<[u8]>) {
        let text = format!(
            "<testsuite timestamp='{timestamp}'><properties><property name='countersign.change' value='{change}'/>\
             </properties>{}{}{}</testsuite>",
            "<testcase/>".repeat(passed),
            "<testcase><failure/></testcase>".repeat(failed),
            "<testcase><skipped/></testcase>".repeat(skipped)
        );
        ("reports/a.xml".into(), text.into_bytes().into())
    }

    fn at() -> Instant {
        Instant::parse("2026-07-15T00:00:00Z").unwrap()
    }

    #[test]
    fn every_bound_counts_and_both_ends_belong_to_it() {
        let cases = [
            (suite(98, 2, 0, "2026-07-01T00:00:00", DIGEST), Outcome::Passes, "98 of 100"),
            (suite(97, 3, 0, "2026-07-01T00:00:00", DIGEST), Outcome::Fails, "at least 98%"),
            (suite(97, 2, 1, "2026-07-01T00:00:00", DIGEST), Outcome::Fails, "at least 98%"),
            (suite(49, 0, 0, "2026-07-01T00:00:00", DIGEST), Outcome::Fails, "at least 50"),
            (suite(50, 0, 0, "2026-06-30T23:59:59", DIGEST), Outcome::Fails, "more than 14 days ago"),
            (suite(50, 0, 0, "2026-07-15T00:00:01", DIGEST), Outcome::Fails, "in the future"),
            (suite(50, 0, 0, "2026-07-15T00:00:00", "sha256:other"), Outcome::Fails, "another change"),
        ];
        for (report, result, words) in cases {
            let finding = judge(&asked(), &[report], &BTreeMap::new(), DIGEST, at());
            assert_eq!(finding.result, result, "{}", finding.message);
            assert!(finding.message.contains(words), "{}", finding.message);
        }
    }

    #[test]
    fn a_pass_rate_is_exact_where_a_float_would_round() {
        // 2/3 is less than this percentage by less than any float can tell.
        let percent = Decimal::parse("66.6666666666666666666666666666666667").unwrap();
        assert!(!at_least(2, 3, percent));
        assert!(at_least(2, 3, Decimal::parse("66.6666666666666666666666666666666666").unwrap()));
    }

    #[test]
    fn reports_are_judged_together_and_one_broken_report_leaves_it_unknown() {
        let mut evidence = asked();
        evidence.cases = Some(100);
        let one = suite(60, 0, 0, "2026-07-10T00:00:00", DIGEST);
        let mut two = suite(60, 0, 0, "2026-07-11T00:00:00", DIGEST);
        two.0 = "reports/b.xml".into();
        let both = judge(&evidence, &[two.clone(), one.clone()], &BTreeMap::new(), DIGEST, at());
        assert_eq!((both.result, both.cases), (Outcome::Passes, 120));
        assert_eq!(both, judge(&evidence, &[one.clone(), two], &BTreeMap::new(), DIGEST, at()));
        let broken = ("reports/c.xml".to_owned(), Arc::from(&b"<testsuite>"[..]));
        assert_eq!(judge(&evidence, &[one, broken], &BTreeMap::new(), DIGEST, at()).result, Outcome::Unknown);
    }

    #[test]
    fn without_a_rate_no_case_may_fail_and_without_cases_nothing_passes() {
        let mut evidence = asked();
        (evidence.pass_rate, evidence.cases) = (None, None);
        let fails = suite(500, 1, 0, "2026-07-10T00:00:00", DIGEST);
        assert_eq!(judge(&evidence, &[fails], &BTreeMap::new(), DIGEST, at()).result, Outcome::Fails);
        let empty = suite(0, 0, 0, "2026-07-10T00:00:00", DIGEST);
        assert_eq!(judge(&evidence, &[empty], &BTreeMap::new(), DIGEST, at()).result, Outcome::Fails);
        assert_eq!(judge(&evidence, &[], &BTreeMap::new(), DIGEST, at()).result, Outcome::Missing);
    }

    #[test]
    fn a_document_must_have_been_reviewed_in_time() {
        let evidence = Evidence {
            reader: "document".into(),
            pass_rate: None,
            cases: None,
            fresh: None,
            names_change: false,
            reviewed: Period::new(12, "months"),
            ..asked()
        };
        let document = |text: &str| ("evidence/impact.md".to_owned(), Arc::from(text.as_bytes()));
        for (text, result) in [
            ("reviewed: 2025-07-15\n", Outcome::Passes),
            ("reviewed: 2025-07-14\n", Outcome::Fails),
            ("reviewed: 2026-07-16\n", Outcome::Fails),
            ("# no date\n", Outcome::Fails),
            ("reviewed: soon\n", Outcome::Unknown),
        ] {
            assert_eq!(
                judge(&evidence, &[document(text)], &BTreeMap::new(), DIGEST, at()).result,
                result,
                "{text}"
            );
        }
    }

    #[test]
    fn a_document_that_must_be_renewed_says_a_later_day_than_before() {
        let evidence = Evidence {
            reader: "document".into(),
            pass_rate: None,
            cases: None,
            fresh: None,
            names_change: false,
            renewed: true,
            ..asked()
        };
        let of = |text: &str| ("evidence/impact.md".to_owned(), Arc::<[u8]>::from(text.as_bytes()));
        for (before, after, result) in [
            (Some("reviewed: 2026-03-14"), "reviewed: 2026-07-15", Outcome::Passes),
            (Some("reviewed: 2026-03-14"), "reviewed: 2026-03-14\nMore.", Outcome::Fails),
            (Some("reviewed: 2026-03-14"), "reviewed: 2026-03-13", Outcome::Fails),
            (Some("reviewed: 2026-03-14"), "reviewed: 2026-07-16", Outcome::Fails),
            (Some("reviewed: 2026-03-14"), "# gone", Outcome::Fails),
            (Some("# no date"), "reviewed: 2026-07-01", Outcome::Passes),
            (None, "reviewed: 2026-07-01", Outcome::Passes),
            (None, "reviewed: soon", Outcome::Unknown),
        ] {
            let earlier = before.map(of).into_iter().collect();
            let finding = judge(&evidence, &[of(after)], &earlier, DIGEST, at());
            assert_eq!(finding.result, result, "{before:?} {after}: {}", finding.message);
        }
    }
}
