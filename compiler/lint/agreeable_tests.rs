//! Tests that only pass would pass a policy without rules too.

use crate::model::Expect;

use super::{Context, Findings, Lint};

/// Every test expects that the change passes.
pub static LINT: Lint =
    lint!("agreeable-tests", Warn, Style, "Every test expects that the change passes.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let tests = &context.model.tests;
    let Some(first) = tests.first().filter(|_| tests.iter().all(|test| test.expect == Expect::Passed)) else {
        return;
    };
    out.push(LINT.at(first.title.at, "every test expects `passed`").help(
        "add a `test` with `expect blocked by RULE`: a policy that lets everything pass would hold all these tests",
    ));
}
