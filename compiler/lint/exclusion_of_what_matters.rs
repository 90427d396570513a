//! A statement that leaves out impact, lifecycle and suppliers leaves out the agent.

use crate::kind::Kind;

use super::{Context, Findings, Fix, Lint, registers};

/// Groups of ISO/IEC 42001 that every agent of a company touches: impact, lifecycle, third parties.
const CORE: &[(&str, &str)] = &[
    ("A.5.", "what the agent does to people"),
    ("A.6.", "how it is built and changed"),
    ("A.10.", "who provides it"),
];

/// The group about data, of which a part may well not apply.
const DATA: &str = "A.7.";

/// A control is left out without which little of an agent is governed.
pub static LINT: Lint = lint!(
    "exclusion-of-what-matters",
    Warn,
    Certification,
    "A control is left out that an agent on the telephone can hardly do without.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let agents = context
        .model
        .systems
        .iter()
        .any(|s| registers::has(s, Kind::Prompt) || registers::has(s, Kind::Model));
    let all = context.model.governance.applicabilities.iter();
    for statement in all.filter(|one| agents && one.catalogue.name == "iso42001") {
        for (control, exclusion) in &statement.excludes {
            let Some((_, about)) = CORE.iter().find(|(group, _)| control.starts_with(group)) else {
                continue;
            };
            let text = format!("`{control}` is left out, which is about {about}");
            let mut finding = LINT.at(exclusion.at, text);
            finding.fix = registers::include(context, statement, control, exclusion);
            out.push(finding.help(
                "include it, or keep the exclusion with `allow` and a reason that a buyer would accept",
            ));
        }
        let controls = context.controls("iso42001");
        let mut data = controls.iter().filter(|control| control.starts_with(DATA)).peekable();
        let first = statement.excludes.iter().find(|(control, _)| control.starts_with(DATA));
        let (Some((control, exclusion)), true) = (first, data.peek().is_some()) else { continue };
        if data.all(|control| statement.excludes.contains_key(*control)) {
            let text = "every control about data is left out".to_owned();
            let mut finding = LINT.at(exclusion.at, text);
            finding.fix = registers::include(context, statement, control, exclusion);
            out.push(finding.help(
                "include those about recordings and transcripts: an agent that trains on nothing still keeps calls",
            ));
        }
    }
}
