//! Brackets say that there is a choice.

use crate::syntax::Shape;

use super::{Context, Findings, Fix, Lint};

/// A list names one role, where a name would do.
pub static LINT: Lint =
    lint!("list-of-one", Note, Style, "A list names one role, where a name would do.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for item in context.own_items().filter(|item| matches!(item.word(), "rule" | "otherwise")) {
        for clause in item.body().into_iter().flatten().filter(|clause| clause.word() == "require") {
            for value in clause.values() {
                let Shape::List { phrases, round: false } = value.shape() else { continue };
                let [phrase] = phrases.as_slice() else { continue };
                let [role] = phrase.as_slice() else { continue };
                let text = format!("this list names `{}` alone", role.source());
                let finding = LINT.at(value.at(), text).help(format!("write `from {}`", role.source()));
                out.push(finding.edit(value.at(), role.source()));
            }
        }
    }
}
