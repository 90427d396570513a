//! A change that its author can land without anybody else has nobody who answers for it.

use std::collections::BTreeMap;

use crate::policy::RuleSource;
use crate::prove::evidence_of;

use super::{Context, Findings, Fix, Lint, edit};

/// Some change passes without an approval.
pub static LINT: Lint =
    lint!("ships-alone", Deny, ChangeControl, "One person can land a change with nobody else.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let mut told = BTreeMap::new();
    for judged in &survey.cells {
        let Some(demands) = survey.demands(judged) else { continue };
        if demands.iter().all(|demand| demand.slots.is_empty()) {
            let Some(rule) = judged.rules.first() else { continue };
            told.entry(rule.id.as_str()).or_insert((judged, *rule));
        }
    }
    for (id, (judged, rule)) in told {
        let Some(at) = context.policy.origins.get(id) else { continue };
        let text = format!("whoever writes `{}` can land it alone", judged.cell);
        let label = match (evidence_of(&rule.duty).is_empty(), rule.source) {
            (false, _) => "asks for reports and for no approval",
            (true, RuleSource::Otherwise) => "asks for nothing",
            (true, _) => "asks for no approval",
        };
        let mut finding = LINT.at(*at, text).label(label);
        let item = context.item(*at).filter(|item| item.find("require").is_some());
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "require approval from owner")));
        out.push(finding.help(
            "add `require approval from ROLE`: a report shows what was tested, not who answers for the change",
        ));
    }
}
