//! What has ended reads on as if it were still so.

use super::{Context, Findings, Fix, Lint, edit};

/// The last day of an exception is over.
pub static LINT: Lint =
    lint!("exception-ended", Warn, ChangeControl, "The last day of an exception is over.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for exception in context.model.exceptions.iter().filter(|one| context.is_over(one.until)) {
        let name = &exception.id.name;
        let text = format!("the exception `{name}` ended on {}", exception.until);
        let mut finding = LINT.at(exception.id.at, text);
        let told = context.model.tests.iter().any(|test| test.granted.iter().any(|id| name == id));
        let item = context.item(exception.id.at).filter(|_| !told);
        finding.fix.extend(item.map(|item| edit::remove(context.sources, item)));
        out.push(
            finding.help(
                "remove it: the records of what it let pass hold its text; a new need is a new exception",
            ),
        );
    }
}
