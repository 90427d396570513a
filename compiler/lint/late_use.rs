//! What a file builds on is looked for at its top.

use crate::syntax::Clause;

use super::{Context, Findings, Fix, Lint, edit};

/// `use` stands below what uses it.
pub static LINT: Lint =
    lint!("late-use", Note, Style, "`use` stands below what uses it.", check).fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for tree in &context.trees {
        let mut head: Option<Clause<'_>> = None;
        let mut other: Option<Clause<'_>> = None;
        for item in tree.items() {
            match (item.word(), other) {
                ("edition" | "use", None) => head = Some(item),
                ("use", Some(first)) => {
                    let line = context.sources.text(item.at());
                    let text = format!("`{line}` stands below the first item");
                    let mut finding =
                        LINT.at(item.head_at(), text).because(first.head_at(), "the first item");
                    finding.fix.push(match head {
                        Some(head) => {
                            edit::insert_after(edit::line_of(context.sources, head.at()), format!("\n{line}"))
                        }
                        None => edit::insert_before(first.documented_at(), format!("{line}\n\n")),
                    });
                    finding.fix.push(edit::remove(context.sources, item));
                    out.push(finding.help("move it to the top of the file, below `edition`"));
                }
                (_, None) => other = Some(item),
                _ => {}
            }
        }
    }
}
