//! There is one way to say a thing, so that differences mean something.

use crate::source::Location;

use super::{Context, Findings, Fix, Lint};

/// `1 approvals` says what `approval` says.
pub static LINT: Lint =
    lint!("counted-to-one", Note, Style, "`1 approvals` says what `approval` says.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for item in context.own_items().filter(|item| matches!(item.word(), "rule" | "otherwise")) {
        for clause in item.clauses().filter(|clause| clause.word() == "require") {
            let values = clause.run();
            let (Some(count), Some(word)) = (values.get(0), values.get(1)) else { continue };
            if count.source() != "1" || word.word() != Some("approvals") {
                continue;
            }
            let span = count.at().span.to(word.at().span);
            let at = Location { span, ..count.at() };
            let finding =
                LINT.at(at, "`1 approvals` is one approval").help("write `require approval from …`");
            out.push(finding.edit(at, "approval"));
        }
    }
}
