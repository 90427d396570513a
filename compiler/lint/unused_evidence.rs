//! Evidence that nothing asks for decides nothing.

use std::collections::BTreeSet;

use crate::model::Duty;

use super::{Context, Findings, Fix, Lint, edit};

/// No rule asks for an evidence item.
pub static LINT: Lint =
    lint!("unused-evidence", Warn, Scope, "No rule asks for an evidence item.", check).fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let rules = model.rules.iter().map(|rule| &rule.duty);
    let duties = rules.chain(model.otherwise.iter().map(|otherwise| &otherwise.duty));
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for duty in duties {
        if let Duty::Require { evidence, .. } = duty {
            used.extend(evidence.iter().map(|id| id.name.as_str()));
        }
    }
    let instead = model.exceptions.iter().flat_map(|exception| &exception.evidence);
    used.extend(instead.map(|evidence| evidence.name.as_str()));
    used.extend(model.governance.baselines.iter().map(|baseline| baseline.evidence.name.as_str()));
    let tested = model.tests.iter().flat_map(|test| &test.evidence);
    let tested: BTreeSet<&str> = tested.map(|(evidence, _)| evidence.as_str()).collect();
    for evidence in model.evidence.iter().filter(|evidence| !used.contains(evidence.id.name.as_str())) {
        let name = evidence.id.name.as_str();
        let mut finding = LINT.at(evidence.id.at, format!("no rule asks for the evidence `{name}`"));
        let item = context.item(evidence.id.at).filter(|_| !tested.contains(name));
        finding.fix.extend(item.map(|item| edit::remove(context.sources, item)));
        out.push(finding.help(format!(
            "add `require evidence {name}` to the rule that it was meant for, or remove it: as it is, a failing report \
             stops nothing"
        )));
    }
}
