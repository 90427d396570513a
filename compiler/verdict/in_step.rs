//! Prompts that go in step: a protected part is edited in both of them or in neither.

use crate::change::{Change, Changes};
use crate::kind::{Kind, Op};
use crate::names;
use crate::policy::{InStep, Kernel};

use super::{Held, ObligationResult};

/// Judges every pair of which one prompt had a protected part edited.
pub(super) fn judge(kernel: &Kernel, changes: &Changes) -> Vec<Held> {
    kernel.in_step.iter().filter_map(|pair| held(pair, &changes.list)).collect()
}

fn held(pair: &InStep, changes: &[Change]) -> Option<Held> {
    let edit = |artifact: &String| {
        changes.iter().find(|c| {
            c.system == pair.system
                && c.artifact == *artifact
                && (c.kind, c.op) == (Kind::Prompt, Op::Edited)
                && c.protected
        })
    };
    let [one, other] = &pair.prompts;
    let (edited, behind) = match (edit(one), edit(other)) {
        (None, None) => return None,
        (Some(edited), Some(_)) => (edited, None),
        (Some(edited), None) => (edited, Some(other)),
        (None, Some(edited)) => (edited, Some(one)),
    };
    let message = match behind {
        None => format!("`{one}` and `{other}` are edited together"),
        Some(behind) => format!(
            "a protected part of `{}` is edited and none of `{behind}`, which must stay in step with it: \
             make the same edit there, in this change",
            edited.artifact
        ),
    };
    Some(Held {
        hold: format!("{}.{one}:in step with {other}", pair.system),
        system: pair.system.clone(),
        artifact: edited.artifact.clone(),
        path: edited.path.clone(),
        pointer: edited.pointer.clone(),
        result: if behind.is_some() { ObligationResult::Unsatisfied } else { ObligationResult::Satisfied },
        reason: behind.map_or("", |_| names::OUT_OF_STEP.name).to_owned(),
        message,
        span: edited.after_span.or(edited.before_span),
    })
}
