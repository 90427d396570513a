//! A consent can be taken back on any day; then the clock has to stop.

use crate::model::governance::Keep;

use super::{Context, Findings, Fix, Lint, edit};

/// Data is kept on consent, and its withdrawal changes nothing.
pub static LINT: Lint = lint!(
    "consent-without-withdrawal",
    Note,
    Retention,
    "Data is kept on consent, and nothing says what its withdrawal does.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let consent = matches!(retention.basis, "consent" | "explicit_consent");
        let stops = match &retention.keep {
            Keep::After(_, event) | Keep::Until(event) | Keep::While(event) => {
                event.name == "consent_withdrawn"
            }
            Keep::Nothing => true,
            Keep::Forever(_) => false,
        };
        // What shows that consent was given outlives it on purpose.
        let proof = retention.covers.iter().any(|c| c.category.name == "consent_record");
        if !consent || stops || proof || !retention.basis_because.is_empty() {
            continue;
        }
        let text =
            format!("`{}` keeps data on consent, and its withdrawal does not end that", retention.id.name);
        let mut finding = LINT.at(retention.keep_at, text);
        if retention.rounding.is_empty() {
            finding.fix.push(edit::replace(retention.keep_at, "keep until consent_withdrawn"));
        }
        out.push(finding.help(
            "say `keep until consent_withdrawn`, or say what a withdrawal does: `basis consent because TEXT`",
        ));
    }
}
