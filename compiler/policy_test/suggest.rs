//! Tests that a policy lacks, written from its cells and run before they are shown.

use std::collections::BTreeSet;

use crate::policy::{self, Duty, Policy};
use crate::prove::{self, Judged, Survey};
use crate::source::Sources;
use crate::syntax;
use crate::time::Instant;

use super::coverage::{self, Coverage, Point, Reached};
use super::values;

/// The most changes that are tried for one point.
const MOST_STORIES: usize = 6;

/// Tests that could be added to a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The tests in policy language; `""` when nothing is missing.
    pub text: String,
    /// How many tests that is.
    pub tests: usize,
    /// What no test could be written for, each with why.
    pub open: Vec<(String, String)>,
}

/// Writes the tests that are missing for every rule to let a change through once and to stop one
/// once, for every clause to be broken once, and for every operation to happen once.
///
/// Each is compiled with the policy and run; what does not give the verdict it expects is not
/// suggested. `at` is the day of the tests.
pub fn suggest(
    sources: &Sources,
    policy: &Policy,
    covered: &Coverage,
    survey: &Survey,
    at: Instant,
) -> Suggestions {
    let mut writer = Writer { sources, made: Suggestions::default(), happened: BTreeSet::new() };
    let open = |points: &[Point]| -> Vec<Point> {
        points.iter().filter(|point| point.reached != Reached::Fully).cloned().collect()
    };
    for point in open(&covered.rules) {
        let about = |judged: &&Judged| judged.rules.iter().any(|rule| rule.id == point.name);
        let cells: Vec<&Judged> = survey.cells.iter().filter(about).collect();
        if cells.is_empty() {
            writer.give_up(&point.name, "it is about no change that can happen");
            continue;
        }
        let stories = cells.into_iter().filter_map(|judged| Story::of(policy, survey, judged, at));
        let stories: Vec<Story> = stories.take(MOST_STORIES).collect();
        let duty = policy.kernel.rules.iter().find(|rule| rule.id == point.name).map(|rule| &rule.duty);
        let forbids = matches!(duty, Some(Duty::Never(_)));
        if !forbids && point.reached != Reached::OnlyPasses {
            let title = format!("{}: passes with all that it asks for", point.name);
            writer.add(&point.name, stories.iter().map(|story| story.passes(&title)));
        }
        if point.reached != Reached::OnlyBlocks {
            let title = format!("{}: is blocked when nobody signed", point.name);
            writer.add(&point.name, stories.iter().map(|story| story.is_blocked_by(&title, &point.name)));
        }
    }
    for point in open(&covered.clauses) {
        let broken = values::breaking(&policy.kernel, &point.name, at);
        let author = survey.people.all().next().map(|first| survey.people.person(first).id.clone());
        let Some(((change, before), author)) = broken.zip(author) else {
            writer.give_up(&point.name, "a value that breaks it must be chosen by hand");
            continue;
        };
        let mut story = Story::bare(at, change, author);
        story.before = before;
        let title = format!("{}: is blocked when broken", point.name);
        writer.add(&point.name, std::iter::once(story.is_blocked_by(&title, &point.name)));
    }
    for point in open(&covered.operations) {
        if writer.happened.contains(&point.name) {
            continue;
        }
        let here = |judged: &&Judged| coverage::operation(&judged.cell) == point.name;
        let stories = survey.cells.iter().filter(here).filter_map(|j| Story::of(policy, survey, j, at));
        let passed = stories.take(MOST_STORIES).map(|story| story.passes(&point.name));
        let stopped = survey.cells.iter().filter(here).filter_map(|j| Story::stopped(policy, survey, j, at));
        let stopped = stopped.take(1).map(|story| story.is_blocked(&point.name));
        writer.add(&point.name, passed.chain(stopped));
    }
    for point in open(&covered.relief) {
        let clause = match point.name.as_str() {
            "emergency" => "emergency declared by PERSON as ROLE".to_owned(),
            exception => format!("{exception} granted"),
        };
        writer.give_up(&point.name, &format!("say in a test of your own what it is for, with `{clause}`"));
    }
    writer.made.text = printed(&writer.made.text);
    writer.made
}

/// Collects tests that hold.
struct Writer<'a> {
    sources: &'a Sources,
    made: Suggestions,
    /// The operations that the tests so far reach.
    happened: BTreeSet<String>,
}

impl Writer<'_> {
    /// Takes the first test that holds.
    fn add(&mut self, point: &str, tests: impl Iterator<Item = String>) {
        for text in tests {
            if let Some(operations) = self.holds(&text) {
                self.happened.extend(operations);
                self.made.text.push_str(&text);
                self.made.tests += 1;
                return;
            }
        }
        self.give_up(point, "no change was found for which the verdict is sure");
    }

    fn give_up(&mut self, point: &str, why: &str) {
        self.made.open.push((point.to_owned(), why.to_owned()));
    }

    /// Compiles a test with the policy and runs it; returns the operations of one that holds.
    fn holds(&self, text: &str) -> Option<Vec<String>> {
        let mut with = self.sources.clone();
        let added = with.add("suggested.countersign", text);
        let compiled = policy::compile(&with);
        let policy = compiled.policy.as_ref()?;
        let test = compiled.tests.iter().find(|test| test.location.file == added)?;
        super::run(policy, test).difference.is_none().then(|| {
            let (changes, _) = super::judge(policy, test);
            changes.list.iter().map(|c| coverage::words(c.kind, &c.system, &c.artifact, c.op)).collect()
        })
    }
}

/// One change with everything that it takes to pass.
struct Story {
    at: Instant,
    change: String,
    author: String,
    /// (person, role).
    approvals: BTreeSet<(String, String)>,
    /// The reports that must pass.
    evidence: BTreeSet<String>,
    /// Clauses about what was in force before.
    before: Vec<String>,
}

impl Story {
    fn bare(at: Instant, change: String, author: String) -> Story {
        Story {
            at,
            change,
            author,
            approvals: BTreeSet::new(),
            evidence: BTreeSet::new(),
            before: Vec::new(),
        }
    }

    /// Finds an author and signers such that the change passes.
    fn of(policy: &Policy, survey: &Survey, judged: &Judged, at: Instant) -> Option<Story> {
        let change = values::clause(&policy.kernel, &judged.cell)?;
        let (people, system) = (&survey.people, judged.cell.place.system);
        let demands: Vec<_> =
            judged.rules.iter().filter_map(|rule| people.demand(&rule.duty, system)).collect();
        let (author, signers) = people.all().find_map(|author| {
            let signers = people.fewest(&demands, &BTreeSet::from([author]))?;
            Some((author, signers))
        })?;
        let mut story = Story::bare(at, change, people.person(author).id.clone());
        let signed = people.signatures(&judged.duties(), system, &signers);
        story.approvals = signed.into_iter().map(|(who, role)| (who.to_owned(), role.to_owned())).collect();
        story.evidence = judged.duties().into_iter().flat_map(prove::evidence_of).map(String::from).collect();
        Some(story)
    }

    /// Takes anybody as author: nothing can make the change pass.
    fn stopped(policy: &Policy, survey: &Survey, judged: &Judged, at: Instant) -> Option<Story> {
        let author = survey.people.all().next()?;
        let change = values::clause(&policy.kernel, &judged.cell)?;
        Some(Story::bare(at, change, survey.people.person(author).id.clone()))
    }

    /// Writes the test in which everything is there.
    fn passes(&self, title: &str) -> String {
        let approvals = self.approvals.iter().map(|(who, role)| format!("approved by {who} as {role}"));
        let evidence = self.evidence.iter().map(|id| format!("evidence {id} passes"));
        self.text(title, approvals.chain(evidence), "passed")
    }

    /// Writes the test in which nobody signed, stopped by a rule or clause.
    fn is_blocked_by(&self, title: &str, by: &str) -> String {
        let is_word = by.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let by = if is_word { by.to_owned() } else { values::quoted(by) };
        self.text(title, std::iter::empty(), &format!("blocked by {by}"))
    }

    /// Writes the test in which nobody signed.
    fn is_blocked(&self, title: &str) -> String {
        self.text(title, std::iter::empty(), "blocked")
    }

    fn text(&self, title: &str, signed: impl Iterator<Item = String>, expect: &str) -> String {
        let at = self.at.to_string();
        let day = at.get(..10).unwrap_or(&at);
        let mut lines =
            vec![format!("at {day}"), format!("change {}", self.change), format!("author {}", self.author)];
        lines.extend(signed);
        lines.extend(self.before.iter().cloned());
        lines.push(format!("expect {expect}"));
        format!("test {} {{\n  {}\n}}\n\n", values::quoted(title), lines.join("\n  "))
    }
}

/// Prints items in the one shape of the formatter.
fn printed(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("suggested.countersign", text);
    syntax::print(&syntax::parse(&sources, file).0)
}
