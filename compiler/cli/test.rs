//! `countersign test`: the policy's own tests.

use std::path::PathBuf;

use clap::Args;

use crate::policy;
use crate::policy_test::{self, TestOutcome};
use crate::render::json;

use super::io::{self, Format, Output};
use super::{Exit, lint, question};

/// Arguments of `test`.
#[derive(Args)]
pub struct Arguments {
    /// Runs only tests whose title holds this text
    filter: Option<String>,
    /// Policy files or folders; without any, the folder governance/
    #[arg(long, value_name = "PATH")]
    policy: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
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
    let wanted = |title: &str| arguments.filter.as_deref().is_none_or(|filter| title.contains(filter));
    let outcomes: Vec<TestOutcome> =
        compiled.tests.iter().filter(|t| wanted(&t.title)).map(|t| policy_test::run(policy, t)).collect();
    if outcomes.is_empty() {
        return Err(io::usage("no test was run: the policy has none, or none has this title"));
    }
    let failed = outcomes.iter().filter(|o| o.difference.is_some()).count();
    arguments.output.write(|format, paint| match format {
        Format::Json => json::tests(&outcomes),
        Format::Human => {
            let line = |o: &TestOutcome| match &o.difference {
                None => format!("{} {}\n", paint.good("ok"), o.title),
                Some(why) => format!("{} {}\n       {why}\n", paint.bad("FAILED"), o.title),
            };
            let lines: String = outcomes.iter().map(line).collect();
            format!("{lines}{} passed, {failed} failed\n", outcomes.len() - failed)
        }
    })?;
    Ok(if failed == 0 { Exit::Passed } else { Exit::Blocked })
}
