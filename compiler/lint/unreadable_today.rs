//! What cannot be read is unknown, and unknown stops the next change of the system.

use std::collections::BTreeSet;

use crate::facts::Value;

use super::{Context, Findings, Lint};

/// A governed value of the repository cannot be read.
pub static LINT: Lint =
    lint!("unreadable-today", Warn, Scope, "A governed value cannot be read.", check).needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut told = BTreeSet::new();
    for (system, artifact) in context.artifacts() {
        for row in context.rows(system, artifact) {
            let Value::Unknown { why, .. } = &row.value else { continue };
            if !told.insert((row.path.clone(), why.clone())) {
                continue;
            }
            let reason = row.detail.unreadable.as_ref().map_or(why.as_str(), |cause| cause.message.as_str());
            let text = format!("`{}` cannot be read in `{}`: {reason}", artifact.id.name, row.path);
            let finding = LINT.at(artifact.id.at, text).label(why.clone());
            out.push(finding.help(format!("mend the file; `countersign explain {why}` tells how")));
        }
    }
}
