//! Brackets say that there is a choice.

use crate::syntax::Values;

use super::{Context, Findings, Fix, Lint};

/// A list names one role, where a name would do.
pub static LINT: Lint =
    lint!("list-of-one", Note, Style, "A list names one role, where a name would do.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for item in context.own_items().filter(|item| matches!(item.word(), "rule" | "otherwise")) {
        for clause in item.clauses().filter(|clause| clause.word() == "require") {
            for value in clause.run().iter().filter(|value| value.is_square()) {
                let mut roles = value.phrases().flat_map(Values::iter);
                let (Some(role), None) = (roles.next(), roles.next()) else { continue };
                let text = format!("this list names `{}` alone", role.source());
                let finding = LINT.at(value.at(), text).help(format!("write `from {}`", role.source()));
                out.push(finding.edit(value.at(), role.source()));
            }
        }
    }
}
