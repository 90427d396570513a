//! What a change makes stale and must bring anew: the baseline of a value, the impact assessment
//! of a system.

use crate::few::{Few, few};
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::model::governance::{Assessment, Baseline};
use crate::model::{Model, System};

use super::{Duty, Evidence, Guard, Rule, RuleSource};

/// Returns the id of the rule of a baseline.
pub(super) fn of_baseline(baseline: &Baseline) -> String {
    format!("baseline:{}", baseline.id.name)
}

/// Returns the id of the rule of an assessment, and of the report that it asks for.
pub(super) fn of_assessment(system: &System) -> String {
    format!("assessment:{}", system.id.name)
}

/// Makes a rule of each baseline, and of each assessment that some change makes stale.
pub(super) fn rules(model: &Model) -> Vec<Rule> {
    let baselines = model.governance.baselines.iter().map(|baseline| {
        let guard = guard(Some(baseline.kind), Op::Changed, &baseline.system.name, &baseline.artifact.name);
        rule(
            of_baseline(baseline),
            RuleSource::Baseline,
            few![guard],
            &baseline.evidence.name,
            &baseline.supports,
        )
    });
    let assessments = stale(model).map(|(system, assessment)| {
        let guards = assessment.renewed_on.iter().map(|on| guard(on.kind, on.op, &system.id.name, ""));
        let id = of_assessment(system);
        rule(id.clone(), RuleSource::Assessment, guards.collect(), &id, &assessment.supports)
    });
    baselines.chain(assessments).collect()
}

/// Makes a report of each assessment that some change makes stale.
pub(super) fn evidence(model: &Model) -> Vec<Evidence> {
    let report = |(system, assessment): (&System, &Assessment)| Evidence {
        id: of_assessment(system),
        title: String::new(),
        reader: "document".to_owned(),
        glob: assessment.document.text.clone(),
        pass_rate: None,
        cases: None,
        fresh: None,
        names_change: false,
        reviewed: None,
        renewed: true,
    };
    stale(model).map(report).collect()
}

fn stale(model: &Model) -> impl Iterator<Item = (&System, &Assessment)> {
    let assessed = model.systems.iter().filter_map(|system| Some((system, system.assessment.as_ref()?)));
    assessed.filter(|(_, assessment)| !assessment.renewed_on.is_empty())
}

fn guard(kind: Option<Kind>, op: Op, system: &str, artifact: &str) -> Guard {
    Guard {
        kind,
        op: Some(op),
        protected: false,
        part: String::new(),
        by_more_than: None,
        drift: None,
        systems: Some(few![system.into()]),
        artifact: artifact.to_owned(),
    }
}

fn rule(id: String, source: RuleSource, guards: Few<Guard>, evidence: &str, supports: &[String]) -> Rule {
    Rule {
        id: id.into(),
        title: Label::default(),
        source,
        guards,
        duty: Duty::Require { approvals: Few::new(), evidence: few![evidence.into()] },
        valid: None,
        distinct: false,
        warn_until: None,
        supports: supports.to_vec(),
    }
}
