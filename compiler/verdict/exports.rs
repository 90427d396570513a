//! What a platform runs must be what the head says.

use crate::change::{Deployed, effective};
use crate::facts::{Row, Value};
use crate::names;

use super::holds::says;
use super::{Held, ObligationResult};

/// Tells whether an export says what is approved.
pub fn runs_as_approved(deployed: &Deployed) -> bool {
    judge(deployed).result == ObligationResult::Satisfied
}

/// Judges one value of an export.
pub(super) fn judge(deployed: &Deployed) -> Held {
    let slot = &deployed.slot;
    let value = |row: &Option<Row>| row.as_ref().map_or(Value::Absent, |row| row.value.clone());
    // What an export leaves out it does not tell; what the head leaves out has its default.
    let (running, approved) = (value(&deployed.running), effective(&value(&deployed.approved), Some(slot)));
    let unknown = |value: &Value| matches!(value, Value::Unknown { .. });
    let (result, reason) = match () {
        () if unknown(&running) || unknown(&approved) => {
            (ObligationResult::Unknown, names::INVARIANT_UNKNOWN.name)
        }
        () if same(&running, &approved) => (ObligationResult::Satisfied, ""),
        () => (ObligationResult::Unsatisfied, names::DEPLOYED_DIFFERS.name),
    };
    let (name, says_now) = (&slot.artifact, says(&running));
    let message = match result {
        ObligationResult::Satisfied => format!("the platform runs `{name}` as approved"),
        ObligationResult::Unknown => format!("whether the platform runs `{name}` as approved cannot be told"),
        _ if running == Value::Absent => {
            let approved = says(&approved);
            format!("the export does not tell `{name}`, and {approved} is approved: export it again, whole")
        }
        _ => format!(
            "the platform runs `{name}` as {says_now}, and {} is approved: set the platform back and export \
             again, or have {says_now} approved as a change of `{name}`",
            says(&approved)
        ),
    };
    Held {
        hold: format!("{}.{name}:deployed", slot.system),
        system: slot.system.clone(),
        artifact: name.clone(),
        path: deployed.export.path.clone(),
        pointer: deployed.export.fragment.clone(),
        result,
        reason: reason.to_owned(),
        message,
        span: deployed.running.as_ref().and_then(|row| row.detail.at),
    }
}

/// Compares two values; of a prompt only its text, since a platform knows no parts.
fn same(running: &Value, approved: &Value) -> bool {
    match (running, approved) {
        (Value::Text { sha256: a, .. }, Value::Text { sha256: b, .. }) => a == b,
        (a, b) => a == b && *a != Value::Absent,
    }
}
