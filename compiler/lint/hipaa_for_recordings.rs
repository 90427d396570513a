//! HIPAA asks for six years of policies and what shows that they are followed, not of calls.

use crate::model::governance::{Keep, Retention};
use crate::time::PeriodUnit;

use super::{Context, Findings, Lint};

/// Recordings are kept for six years because of HIPAA.
pub static LINT: Lint = lint!(
    "hipaa-for-recordings",
    Warn,
    Retention,
    "Recordings or transcripts are kept for six years because of HIPAA.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let speech =
            retention.covers.iter().find(|c| matches!(c.category.name.as_str(), "recording" | "transcript"));
        let Some(coverage) = speech.filter(|_| is_six_years(retention) && names_hipaa(retention)) else {
            continue;
        };
        let text = format!(
            "`{}` keeps `{}` of `{}` for six years because of HIPAA, which asks that of documentation only",
            retention.id.name, coverage.category.name, coverage.system.name
        );
        out.push(LINT.at(retention.keep_at, text).label("45 CFR 164.316(b)(2)(i), 164.530(j)(2)").help(
            "keep calls as their purpose needs; policies go into `policy_document`; states have their own law on records",
        ));
    }
}

fn is_six_years(retention: &Retention) -> bool {
    let Keep::After(period, _) = &retention.keep else { return false };
    match period.unit {
        PeriodUnit::Months => period.n == 72,
        PeriodUnit::Days => (2_190..=2_193).contains(&period.n),
        PeriodUnit::Seconds => false,
    }
}

fn names_hipaa(retention: &Retention) -> bool {
    [&retention.purpose, &retention.basis_because].iter().any(|text| text.to_lowercase().contains("hipaa"))
}
