//! A new model is another agent; nobody can read what changed.

use std::collections::BTreeSet;

use crate::kind::{Kind, Op};
use crate::prove::evidence_of;

use super::{Context, Findings, Lint};

/// A model can be swapped without any report.
pub static LINT: Lint =
    lint!("swap-without-tests", Note, Evidence, "A model can be swapped without a test.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut told = BTreeSet::new();
    let swaps = context.survey().cells.iter();
    for judged in swaps.filter(|j| j.cell.place.kind == Kind::Model && j.cell.op == Op::Swapped) {
        let tested = judged.rules.iter().any(|rule| {
            !evidence_of(&rule.duty).is_empty() || matches!(rule.duty, crate::policy::Duty::Never(_))
        });
        let name = format!("{}.{}", judged.cell.place.system, judged.cell.place.artifact);
        if tested || !told.insert(name.clone()) {
            continue;
        }
        let Some(at) = context.policy.origins.get(&name) else { continue };
        let text = format!("`{}` can be swapped without a test", judged.cell.place.artifact);
        let mut finding = LINT.at(*at, text).label("no report is asked for");
        if let Some(rule) = judged.rules.first().and_then(|rule| context.policy.origins.get(&rule.id)) {
            finding = finding.because(*rule, "decides on the swap");
        }
        out.push(finding.help(
            "let the rule `on model swapped` also `require evidence SUITE`: a diff shows two names, a suite what they do",
        ));
    }
}
