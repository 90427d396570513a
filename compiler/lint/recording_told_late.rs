//! A notice that a call is recorded comes before the recording.

use super::{Context, Findings, Fix, Lint, edit, tellings};

/// A prompt tells of the recording, and need not do so first.
pub static LINT: Lint = lint!(
    "recording-told-late",
    Warn,
    Disclosure,
    "Callers may hear of the recording after it has begun.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in tellings::telling(context) {
        for prompt in tellings::prompts(system) {
            let of_recording = || prompt.discloses.iter().filter(|told| told.element.name == "recording");
            if of_recording().any(|told| told.turn == "first turn") {
                continue;
            }
            let Some(told) = of_recording().next() else { continue };
            let text = format!("`{}` may tell of the recording after it has begun", prompt.id.name);
            let mut finding = LINT.at(told.element.at, text);
            if told.turn.is_empty() {
                finding.fix.push(edit::insert_after(told.element.at, " in first turn"));
            }
            out.push(finding.help(
                "write `discloses recording in first turn as \"…\"`: in many places everybody on the line has to know before",
            ));
        }
    }
}
