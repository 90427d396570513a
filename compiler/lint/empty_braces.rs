//! Empty braces look like something that was deleted.

use crate::source::{Location, Span};
use crate::syntax::Clause;

use super::{Context, Findings, Fix, Lint};

/// Braces hold nothing.
pub static LINT: Lint = lint!("empty-braces", Note, Style, "Braces hold nothing.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let empty = |clause: &Clause<'_>| clause.body().is_some_and(|body| body.is_empty());
    let items = context.own_items().filter(|item| matches!(item.word(), "system" | "format"));
    for clause in items.flat_map(|item| item.body().unwrap_or_default()).filter(empty) {
        let (head, whole) = (clause.head_at(), clause.at());
        let braces = Location { span: Span { start: head.span.end, end: whole.span.end }, ..whole };
        if context.sources.text(braces).contains("//") {
            continue;
        }
        let name = clause.values().first().map_or(clause.word(), |value| value.source());
        let finding = LINT.at(head, format!("the braces of `{name}` hold nothing"));
        out.push(finding.help("remove them, or say what the value must be").edit(braces, ""));
    }
}
