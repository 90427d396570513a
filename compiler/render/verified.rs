//! The answer of `verify`, for people.

use std::fmt::Write;

use crate::record::verify::{Difference, Opened};
use crate::verdict::Decision;

use super::escape::terminal;
use super::paint::Paint;

/// Renders one verification: does the record say what the repository says, and what does it say?
pub fn human(file: &str, opened: Option<&Opened>, differences: &[Difference], paint: Paint) -> String {
    let mut out = String::new();
    let word = if differences.is_empty() { paint.good("verified") } else { paint.bad("does not verify") };
    let _ = writeln!(out, "{word}: {}", terminal(file));
    if let Some(opened) = opened {
        let r = &opened.statement.predicate;
        let number = r.chain.as_ref().map_or("candidate".into(), |c| format!("record {}", c.sequence));
        let verdict = match r.verdict.decision {
            Decision::Passed => paint.good("passed"),
            Decision::Blocked => paint.bad("blocked"),
            Decision::Unknown => paint.bad("cannot decide"),
        };
        let _ = writeln!(out, "  {number} of {}, judged at {}: {verdict}", terminal(&r.target), r.at);
        let _ = writeln!(out, "  record {}", opened.digest);
        let signed = match (&opened.key, &r.policy.compiled.kernel.records_by) {
            (Some(_), Some(bot)) => format!("by {bot}"),
            (Some(key), None) => format!("by {key}, a key the policy does not name"),
            (None, _) => "by nobody".into(),
        };
        let _ = writeln!(out, "  signed {}", terminal(&signed));
        if let Some(version) = r.tool.other_version() {
            let _ = writeln!(
                out,
                "  judged by version {}: what law asked, what lint found and who was outside of a chain stands as the \
                 record says, and was not looked at again",
                terminal(version)
            );
        }
    }
    for d in differences {
        let at = if d.at.is_empty() { String::new() } else { format!("{}: ", terminal(&d.at)) };
        let _ = writeln!(out, "  {} {at}{}", paint.bad("✗"), terminal(&d.message));
    }
    out
}
