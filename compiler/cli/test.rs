//! `countersign test`: the policy's own tests, what they reach, and those that are missing.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::policy;
use crate::policy_test::{self, TestOutcome};
use crate::prove::Survey;
use crate::render::policy_tests::Report;
use crate::time::Instant;

use super::io::{self, Output};
use super::{Exit, lint, question};

/// Arguments of `test`.
#[derive(Args)]
pub struct Arguments {
    /// Runs only tests whose title holds this text
    filter: Option<String>,
    /// Policy files or folders; without any, the folder governance/
    #[arg(long, value_name = "PATH")]
    policy: Vec<PathBuf>,
    /// Also says which rules, clauses, operations, exceptions no test reaches
    #[arg(long)]
    coverage: bool,
    /// Writes the tests that are missing, ready to be added to the policy
    #[arg(long, conflicts_with = "coverage")]
    suggest: bool,
    /// The day that coverage and suggestions are about; without it, today
    #[arg(long, value_parser = io::instant, value_name = "TIME")]
    at: Option<Instant>,
    #[command(flatten)]
    output: Output<Format>,
}

/// The forms of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For pipelines that show test reports.
    Junit,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let sources = lint::load(&arguments.policy)?;
    let compiled = policy::compile(&sources);
    let Some(policy) = &compiled.policy else {
        return Err(question::invalid(&sources, &compiled.diagnostics, "the policy does not compile"));
    };
    let looks_further = arguments.coverage || arguments.suggest;
    if looks_further && arguments.filter.is_some() {
        return Err(io::usage("coverage and suggestions are about all tests; leave out the filter"));
    }
    let wanted = |title: &str| arguments.filter.as_deref().is_none_or(|filter| title.contains(filter));
    let outcomes: Vec<TestOutcome> =
        compiled.tests.iter().filter(|t| wanted(&t.title)).map(|t| policy_test::run(policy, t)).collect();
    if outcomes.is_empty() && !arguments.suggest {
        return Err(io::usage("no test was run: the policy has none, or none has this title"));
    }
    let at = arguments.at.unwrap_or_else(io::now);
    let survey = looks_further.then(|| Survey::new(&policy.kernel, at));
    let coverage = survey.as_ref().map(|survey| policy_test::coverage(policy, &compiled.tests, survey));
    let made = survey.as_ref().zip(coverage.as_ref()).filter(|_| arguments.suggest);
    let made = made.map(|(survey, covered)| policy_test::suggest(&sources, policy, covered, survey, at));
    let report = Report {
        sources: &sources,
        outcomes: &outcomes,
        coverage: coverage.as_ref().filter(|_| arguments.coverage),
        suggestions: made.as_ref(),
    };
    arguments.output.write(|format, paint| match format {
        Format::Human => report.human(paint),
        Format::Json => report.json(),
        Format::Junit => report.junit(),
    })?;
    let failed = outcomes.is_empty() || outcomes.iter().any(|outcome| outcome.difference.is_some());
    Ok(if failed { Exit::Blocked } else { Exit::Passed })
}
